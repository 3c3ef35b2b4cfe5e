import { profile } from '@x/autograd';
import { cpu } from '@x/backend-cpu';
import { registerBackend, type Tensor } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import {
  Bilinear,
  Conv1d,
  Conv2d,
  Conv3d,
  ConvTranspose2d,
  Linear,
  LSTM,
  MultiheadAttention,
  ReLU,
  Sequential,
  type Summary,
  summary,
  TransformerEncoderLayer,
} from '../src/index.js';

registerBackend(await cpu());

describe('summary', () => {
  it('is a table of layers, output shapes, parameters and operations', () => {
    const shared = new Linear(4, 4);
    const net = new Sequential({ body: new Sequential(shared, new ReLU(), shared), head: new Linear(4, 300) });
    net.get(1).requiresGrad_(false);
    const found = summary(net, [2, 4]);
    expect([found.parameters, found.trainableParameters, found.flops]).toEqual([1520, 20, 4928]);
    expect(found.rows.at(-1)).toEqual({
      name: 'head',
      layer: 'Linear',
      outputShape: [2, 300],
      parameters: 1500,
      flops: 4800,
    });
    expect(String(found)).toBe(`Layer               Output shape  Parameters  FLOPs
---------------------------------------------------
Sequential          [2, 300]               0      0
  body: Sequential  [2, 4]                 0      0
    0: Linear       [2, 4]                20    128
    1: ReLU         [2, 4]                 0      0
  head: Linear      [2, 300]           1,500  4,800
---------------------------------------------------
Parameters: 1,520
Trainable parameters: 20
FLOPs: 4,928`);
    expect(net.training).toBe(true);
  });

  // multiplications and additions: twice the products
  const layers: readonly (readonly [name: string, found: () => Summary, flops: number])[] = [
    ['Linear', () => summary(new Linear(3, 5), [7, 2, 3]), 2 * 14 * 3 * 5],
    ['Conv1d', () => summary(new Conv1d(4, 6, 3, { groups: 2 }), [2, 4, 9]), 2 * (2 * 6 * 7) * (2 * 3)],
    ['Conv2d', () => summary(new Conv2d(1, 6, 5), [1, 1, 32, 32]), 2 * (6 * 28 * 28) * 25],
    ['Conv3d', () => summary(new Conv3d(2, 3, 2), [1, 2, 3, 4, 5]), 2 * (3 * 2 * 3 * 4) * (2 * 8)],
    [
      'ConvTranspose2d',
      () => summary(new ConvTranspose2d(2, 3, 2, { stride: 2 }), [1, 2, 4, 4]),
      2 * (2 * 4 * 4) * (3 * 4),
    ],
    [
      'a layer of a transformer',
      () => summary(new TransformerEncoderLayer(8, 2, { dimFeedforward: 16 }), [5, 3, 8]),
      2 * 15 * (4 * 64 + 2 * 128) + 4 * 6 * 25 * 4,
    ],
  ];
  it.each(layers)('counts %s', (_, found, flops) => {
    expect(found().flops).toBe(flops);
  });

  it('counts what belongs to several modules where it is computed', () => {
    class Both extends Sequential {
      attention = new MultiheadAttention(4, 2);
      recurrent = new LSTM(4, 3);
      mixed = new Bilinear(3, 3, 2);

      override forward(x: Tensor): Tensor {
        const [attended] = this.attention(x, x, x, { needWeights: false });
        const [out] = this.recurrent(attended);
        return this.mixed(out, out).matmul(out.transpose(-2, -1).narrow(-2, 0, 2));
      }
    }
    const both = summary(new Both(), [5, 2, 4]);
    const of = Object.fromEntries(both.rows.map((row) => [row.layer, row.flops]));
    expect(of.MultiheadAttention).toBe(2 * 10 * 4 * 12 + 4 * 4 * 25 * 2);
    expect(of.NonDynamicallyQuantizableLinear).toBe(2 * 10 * 4 * 4);
    expect(of.LSTM).toBe(2 * 10 * 12 * (4 + 3));
    expect(of.Both).toBe(2 * 5 * 2 * 2 * 2);
  });

  it('waits for a profile to end', () => {
    expect(() => profile(() => summary(new Linear(1, 1), [1, 1]))).toThrow('traced: ops are being traced already');
  });
});
