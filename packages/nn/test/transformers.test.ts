import { cpu } from '@x/backend-cpu';
import { DTypeError, ones, randn, registerBackend, ShapeError, tensor, ValueError, zeros } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import {
  MultiheadAttention,
  RMSNorm,
  RotaryEmbedding,
  Transformer,
  TransformerDecoder,
  TransformerDecoderLayer,
  TransformerEncoder,
  TransformerEncoderLayer,
} from '../src/index.js';

registerBackend(await cpu());

describe('MultiheadAttention', () => {
  const attention = new MultiheadAttention(4, 2);
  const x = randn(3, 2, 4);

  it('has heads that divide its features', () => {
    expect(() => new MultiheadAttention(4, 3)).toThrow(
      'MultiheadAttention: embedDim must be divisible by numHeads: 4 and 3',
    );
    expect(() => new MultiheadAttention(4, 0)).toThrow(ValueError);
  });

  it('refuses inputs that do not fit', () => {
    expect(() => attention(x, x, randn(2, 2, 4))).toThrow(
      'MultiheadAttention: expected [L, N, 4], [S, N, 4] and [S, N, 4], or the same without N, got [3, 2, 4], [3, 2, 4], [2, 2, 4]',
    );
    expect(() => attention(x, randn(3, 3, 4), randn(3, 3, 4))).toThrow(ShapeError);
    expect(() => attention(randn(4), randn(4), randn(4))).toThrow(ShapeError);
  });

  it('refuses masks that do not fit', () => {
    expect(() => attention(x, x, x, { attnMask: zeros(2, 3) })).toThrow(
      'MultiheadAttention: attnMask must have the shape [3, 3] or [4, 3, 3], got [2, 3]',
    );
    expect(() => attention(x, x, x, { keyPaddingMask: zeros(3, 2) })).toThrow(ShapeError);
    expect(() => attention(x, x, x, { attnMask: zeros([3, 3], { dtype: 'int32' }) })).toThrow(DTypeError);
    expect(() => Reflect.apply(attention, undefined, [x, x, x, { mask: null }])).toThrow(
      "MultiheadAttention: unknown option 'mask' (known: keyPaddingMask, needWeights, attnMask, averageAttnWeights)",
    );
  });

  it('draws new values', () => {
    const other = new MultiheadAttention(4, 2, { addBiasKv: true });
    const before = other.inProjWeight?.tolist();
    other.resetParameters();
    expect(other.inProjWeight?.tolist()).not.toEqual(before);
    expect(other.outProj.bias?.tolist()).toEqual([0, 0, 0, 0]);
  });
});

describe('transformers', () => {
  it('refuse options that do not exist or fit', () => {
    expect(() => Reflect.construct(TransformerEncoderLayer, [4, 2, { activation: 'tanh' }])).toThrow(
      "TransformerEncoderLayer: activation must be one of 'relu', 'gelu', got 'tanh'",
    );
    expect(() => new TransformerEncoder(new TransformerEncoderLayer(4, 2), -1)).toThrow(ValueError);
    const encoder = new TransformerEncoder(new TransformerEncoderLayer(4, 2), 1);
    expect(() => Reflect.apply(encoder, undefined, [randn(3, 4), { srcMask: null }])).toThrow(
      "TransformerEncoder: unknown option 'srcMask' (known: mask, srcKeyPaddingMask)",
    );
  });

  it('have layers of their own', () => {
    const layer = new TransformerDecoderLayer(4, 2, { dimFeedforward: 4 });
    const decoder = new TransformerDecoder(layer, 2);
    const [first, second] = decoder.layers;
    expect(first).not.toBe(layer);
    expect(first?.parameters()[0]?.equal(second!.parameters()[0]!)).toBe(true);
    expect(decoder.parameters()).toHaveLength(2 * layer.parameters().length);
  });

  it('take other encoders and decoders', () => {
    const small = { dModel: 4, nhead: 2, numDecoderLayers: 1, dimFeedforward: 4 };
    const customEncoder = new TransformerEncoder(new TransformerEncoderLayer(4, 1, { dimFeedforward: 2 }), 1);
    const net = new Transformer({ ...small, customEncoder });
    expect(net.encoder).toBe(customEncoder);
    expect(net(randn(3, 2, 4), randn(2, 2, 4)).shape).toEqual([2, 2, 4]);
    expect(() => net(randn(3, 1, 4), randn(2, 2, 4))).toThrow(
      'Transformer: src and tgt must have the same batch and 4 features, got [3, 1, 4] and [2, 2, 4]',
    );
    expect(() => net(randn(3, 2, 5), randn(2, 2, 5))).toThrow(ShapeError);
  });
});

describe('RMSNorm', () => {
  it('divides by the root of the mean square', () => {
    const norm = new RMSNorm([2, 2], { eps: 0 });
    expect(String(norm)).toBe('RMSNorm((2, 2), eps=0.0, elementwise_affine=True)');
    norm.weight?.data.fill_(2);
    expect(
      norm(
        tensor([
          [1, 1],
          [1, 5],
        ]).float(),
      ).tolist(),
    ).toEqual(
      [
        [1, 1],
        [1, 5],
      ].map((row) => row.map((v) => expect.closeTo((2 * v) / Math.sqrt(7), 5))),
    );
  });

  it("uses the dtype's precision where no eps is given", () => {
    const norm = new RMSNorm(1, { elementwiseAffine: false });
    const tiny = 2 ** -12;
    expect(norm(tensor([tiny])).item()).toBeCloseTo(tiny / Math.sqrt(tiny ** 2 + 2 ** -23), 6);
    expect(String(norm)).toBe('RMSNorm((1,), eps=None, elementwise_affine=False)');
    expect(() => norm(ones(3, 2))).toThrow(ShapeError);
  });
});

describe('RotaryEmbedding', () => {
  it('makes products depend on distances only', () => {
    const rotary = new RotaryEmbedding(8);
    const [q, k] = [randn(8), randn(8)];
    const turned = (x: typeof q, offset: number) => rotary(x.reshape(1, 8), { offset }).reshape(8);
    const product = turned(q, 3).dot(turned(k, 1)).item();
    expect(turned(q, 12).dot(turned(k, 10)).item()).toBeCloseTo(product, 4);
    expect(turned(q, 0).tolist()).toEqual(q.tolist());
  });

  it('refuses what does not fit', () => {
    expect(() => new RotaryEmbedding(3)).toThrow(ValueError);
    expect(() => new RotaryEmbedding(4)(randn(2, 3))).toThrow(ShapeError);
  });
});
