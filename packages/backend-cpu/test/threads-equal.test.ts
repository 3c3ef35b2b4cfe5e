/**
 * Kernels whose parts are taken by one, two or three threads give the same to the last bit.
 */
import { type DType, Layout } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { CpuBuffer } from '../src/buffer.js';
import type { CpuOperand } from '../src/kernels/types.js';
import { engineKernels } from '../src/wasm/kernels.js';
import { dividing, withThreads } from './threads-support.js';
import { numbers } from './wasm-support.js';

const divided = dividing();
const kernels = engineKernels(divided);

function made(layout: Layout, seed: number): CpuOperand {
  const [, high] = layout.bounds();
  const buffer = new CpuBuffer((high + 1) * 4, divided.heap);
  buffer.elements('float32').set(numbers(high + 1, seed));
  return { buffer, layout, dtype: 'float32' };
}

/** What `run` writes to an output of this shape, on one thread and on more. */
async function results(
  shape: readonly number[],
  run: (out: CpuOperand) => void,
  dtype: DType = 'float32',
): Promise<Float32Array[]> {
  const out = { ...made(Layout.of(shape), 0), dtype };
  const found: Float32Array[] = [];
  for (const threads of [1, 2, 3]) {
    await withThreads(divided, threads);
    for (let again = 0; again < (threads === 1 ? 1 : 3); again++) {
      out.buffer.elements('float32').fill(99);
      run(out);
      found.push(Float32Array.from(out.buffer.elements('float32')));
    }
  }
  out.buffer.release();
  return found;
}

function expectEqual([first, ...others]: readonly Float32Array[]): void {
  const bits = new Int32Array(first!.buffer);
  expect(first).not.toContain(99);
  for (const { buffer } of others) {
    const own = new Int32Array(buffer);
    expect(own.findIndex((value, i) => value !== bits[i])).toBe(-1);
  }
}

describe('matrix products', () => {
  const plain = ([m, n]: [number, number]): Layout => Layout.of([m, n]);
  const turned = ([m, n]: [number, number]): Layout => Layout.of([n, m]).permute([1, 0]);

  it.each([
    [1, 700, 300],
    [2, 129, 70],
    [64, 512, 784],
    [300, 1, 40],
    [257, 130, 64],
    [400, 300, 600],
    [640, 10, 33],
  ])('of %i x %i over %i', async (m, n, k) => {
    for (const left of [plain, turned]) {
      for (const right of [plain, turned]) {
        const a = made(left([m, k]), 1);
        const b = made(right([k, n]), 2);
        for (const bias of [Layout.strided([m, n], [0, 1], 0), Layout.strided([m, n], [1, 0], 0)]) {
          const c = made(bias, 3);
          expectEqual(await results([m, n], (out) => kernels.addmm([c, a, b], [out], {})));
        }
        expectEqual(await results([m, n], (out) => kernels.matmul([a, b], [out], {})));
      }
    }
  });
});

describe('kernels over grids', () => {
  const shape = [67, 130];
  const plain = Layout.of(shape);
  const layouts: readonly (readonly [name: string, layout: Layout])[] = [
    ['contiguous', plain],
    ['turned', Layout.of([130, 67]).permute([1, 0])],
    ['of one row', Layout.strided(shape, [0, 1], 0)],
    ['of one column', Layout.strided(shape, [1, 0], 0)],
    ['spread', Layout.strided(shape, [400, 3], 5)],
  ];

  it.each(layouts)('%s', async (_, layout) => {
    const a = made(layout, 1);
    const b = made(plain, 2);
    const c = { ...made(plain, 3), dtype: 'int32' as const };
    expectEqual(await results(shape, (out) => kernels.unary([a], [out], { kind: 'exp' })));
    expectEqual(await results(shape, (out) => kernels.unary([a], [out], { kind: 'neg' })));
    expectEqual(await results(shape, (out) => kernels.binary([a, b], [out], { kind: 'add' })));
    expectEqual(await results(shape, (out) => kernels.binary([b, a], [out], { kind: 'mul' })));
    expectEqual(await results(shape, (out) => kernels.copy([a], [out], {})));
    expectEqual(await results(shape, (out) => kernels.cast([c], [out], {})));
    const greater = { ...made(plain, 4), dtype: 'bool' as const };
    kernels.compare([a, b], [greater], { kind: 'gt' });
    expectEqual(await results(shape, (out) => kernels.where([greater, a, b], [out], {})));
    for (const x of [a, b, c, greater]) x.buffer.release();
  });
});

describe('kernels along a dimension', () => {
  it.each([0, 1, 2])('dimension %i of three', async (axis) => {
    const shape = [9, 33, 20];
    const x = made(Layout.of(shape), 1);
    const y = made(Layout.of(shape), 2);
    expectEqual(await results(shape, (out) => kernels.softmax([x], [out], { axis })));
    expectEqual(await results(shape, (out) => kernels.logSoftmax([x], [out], { axis })));
    expectEqual(await results(shape, (out) => kernels.softmaxBackward([x, y], [out], { axis })));
    expectEqual(await results(shape, (out) => kernels.logSoftmaxBackward([x, y], [out], { axis })));
    expectEqual(await results(shape, (out) => kernels.scan([x], [out], { kind: 'sum', axis })));
    const best = (out: CpuOperand): void => kernels.argReduce([x], [out], { kind: 'argmax', axis });
    expectEqual(await results(shape.with(axis, 1), best, 'int32'));
  });
});

describe('reductions', () => {
  it.each([[[0]], [[1]], [[2]], [[0, 1]], [[0, 2]], [[1, 2]], [[0, 1, 2]]])('over %j', async (axes) => {
    const shape = [7, 40, 33];
    const kept = shape.map((n, d) => (axes.includes(d) ? 1 : n));
    for (const layout of [Layout.of(shape), Layout.of([33, 40, 7]).permute([2, 1, 0])]) {
      const x = made(layout, 1);
      for (const kind of ['sum', 'mean', 'max', 'min'] as const)
        expectEqual(await results(kept, (out) => kernels.reduce([x], [out], { kind, axes })));
      x.buffer.release();
    }
  });

  it('of a million numbers to one', async () => {
    const x = made(Layout.of([1_000_003]), 1);
    expectEqual(await results([1], (out) => kernels.reduce([x], [out], { kind: 'sum', axes: [0] })));
    x.buffer.release();
  });
});

describe('positions that another operand holds', () => {
  it.each([0, 1])('along dimension %i', async (axis) => {
    const x = made(Layout.of([50, 70]), 1);
    const index = { ...made(Layout.of([50, 70]), 0), dtype: 'int32' as const };
    const [list, single] = [
      index.buffer.elements('int32'),
      { ...index, layout: Layout.of([50, 70]).slice(axis, 0, 1) },
    ];
    list.forEach((_, i) => {
      list[i] = (i * 7919) % 50;
    });
    const repeated = { ...single, layout: single.layout.expand([50, 70]) };
    for (const i of [index, repeated]) {
      expectEqual(await results([50, 70], (out) => kernels.gather([x, i], [out], { axis })));
      const add = (out: CpuOperand): void => {
        kernels.fill([], [out], { value: 0.5 });
        kernels.scatterAdd([i, x], [out], { axis });
      };
      expectEqual(await results([50, 70], add));
    }
  });
});

it('fill', async () => {
  expectEqual(await results([1001], (out) => kernels.fill([], [out], { value: 0.1 })));
});

describe('steps of optimizers', () => {
  const sizes = [7, 300, 64];
  /** What a step of three parameters leaves in them and their states, one after the other. */
  const together = (
    states: number,
    run: (grads: CpuOperand[], outputs: CpuOperand[]) => void,
  ): Promise<Float32Array[]> => {
    const grads = sizes.map((n, i) => made(Layout.of([n]), i));
    return results([states * 371], ({ buffer, dtype }) => {
      buffer.elements('float32').set(numbers(states * 371, 5).map(Math.abs));
      let offset = 0;
      const all = Array.from({ length: states }, () => sizes).flat();
      const outputs = all.map((n): CpuOperand => {
        offset += n;
        return { buffer, layout: Layout.strided([n], [1], offset - n), dtype };
      });
      run(grads, outputs);
    });
  };

  it('sgd', async () => {
    const attrs = { lr: 0.1, weightDecay: 0.01, dampening: 0, maximize: false, first: false };
    const plain = { ...attrs, momentum: 0, nesterov: false };
    expectEqual(await together(1, (grads, outputs) => kernels.sgdStep(grads, outputs, plain)));
    const nesterov = { ...attrs, momentum: 0.9, nesterov: true };
    expectEqual(await together(2, (grads, outputs) => kernels.sgdStep(grads, outputs, nesterov)));
  });

  it.each([false, true])('adam, amsgrad %s', async (amsgrad) => {
    const rates = { lr: 0.1, beta1: 0.9, beta2: 0.99, eps: 1e-8, weightDecay: 0.1 };
    const attrs = { ...rates, decoupled: true, step: 2, maximize: false, amsgrad };
    expectEqual(await together(amsgrad ? 4 : 3, (grads, outputs) => kernels.adamStep(grads, outputs, attrs)));
  });
});

describe('pools', () => {
  const window = { kernelSize: [3, 2], stride: [2, 2], padding: [1, 1] } as const;
  const [image, pooled] = [
    [3, 5, 11, 13],
    [3, 5, 6, 7],
  ];

  it('of largest values', async () => {
    const attrs = { ...window, dilation: [1, 1] } as const;
    const x = made(Layout.of(image), 1);
    const grad = made(Layout.of(pooled), 2);
    const positions = { ...made(Layout.of(pooled), 3), dtype: 'int32' as const };
    expectEqual(await results(pooled, (out) => kernels.maxPool2d([x], [out, positions], attrs)));
    expectEqual(await results(image, (out) => kernels.maxPool2dBackward([grad, positions], [out], attrs)));
  });

  it('of means', async () => {
    const attrs = { ...window, countIncludePad: true, divisorOverride: undefined } as const;
    const x = made(Layout.of(image), 1);
    const grad = made(Layout.of(pooled), 2);
    expectEqual(await results(pooled, (out) => kernels.avgPool2d([x], [out], attrs)));
    expectEqual(await results(image, (out) => kernels.avgPool2dBackward([grad], [out], attrs)));
  });
});

describe('convolutions', () => {
  interface Case {
    readonly x: readonly [batch: number, channels: number, height: number, width: number];
    readonly w: readonly [filters: number, channels: number, height: number, width: number];
    readonly stride?: number;
    readonly padding?: number;
    readonly groups?: number;
  }
  const cases: readonly (readonly [how: string, sizes: Case])[] = [
    ['few filters, read directly', { x: [9, 1, 14, 20], w: [6, 1, 5, 5] }],
    ['packed windows', { x: [7, 6, 9, 9], w: [16, 6, 5, 5] }],
    ['padded, with strides and groups', { x: [5, 8, 11, 10], w: [12, 4, 3, 3], stride: 2, padding: 1, groups: 2 }],
    ['transformed tiles', { x: [6, 16, 12, 16], w: [20, 16, 3, 3], padding: 1 }],
  ];

  it.each(cases)('%s', async (_, { x: xs, w: ws, stride = 1, padding = 0, groups = 1 }) => {
    const out = (n: number, k: number): number => Math.floor((n + 2 * padding - k) / stride) + 1;
    const ys = [xs[0], ws[0], out(xs[2], ws[2]), out(xs[3], ws[3])];
    const pair = (n: number): [number, number] => [n, n];
    const attrs = { stride: pair(stride), padding: pair(padding), dilation: pair(1), groups };
    const [x, w, b, y] = [xs, ws, [ws[0]], ys].map((shape, i) => made(Layout.of(shape), i + 1)) as [
      CpuOperand,
      CpuOperand,
      CpuOperand,
      CpuOperand,
    ];
    expectEqual(await results(ys, (to) => kernels.conv2d([x, w, b], [to], attrs)));
    expectEqual(await results(xs, (to) => kernels.conv2dInputGrad([y, w], [to], attrs)));
    expectEqual(await results(ws, (to) => kernels.conv2dWeightGrad([y, x], [to], attrs)));
    for (const operand of [x, w, b, y]) operand.buffer.release();
  });
});

describe('normalisations', () => {
  const attrs = { eps: 1e-5, hasWeight: true, hasBias: true };
  const needs = [true, true, true] as const;
  const operands = (...shapes: readonly (readonly number[])[]): CpuOperand[] =>
    shapes.map((shape, i) => made(Layout.of(shape), i + 1));

  /** Compares the results and both gradients; `means` and `parameters` are shapes. */
  async function compare(
    kind: 'layerNorm' | 'batchNorm' | 'groupNorm',
    shape: readonly number[],
    means: readonly number[],
    parameters: readonly number[],
    more: object = {},
  ): Promise<void> {
    const [x, w, b, grad, mean, variance, forWeight, forBias] = operands(
      shape,
      parameters,
      parameters,
      shape,
      means,
      means,
      parameters,
      parameters,
    ) as [CpuOperand, CpuOperand, CpuOperand, CpuOperand, CpuOperand, CpuOperand, CpuOperand, CpuOperand];
    const all = { ...attrs, groups: 1, ...more };
    expectEqual(await results(shape, (out) => kernels[kind]([x, w, b], [out, mean, variance], all)));
    const backward = kernels[`${kind}Backward`];
    const inputs = [grad, x, mean, variance, w];
    const wanted = { ...all, needs };
    expectEqual(await results(shape, (out) => backward(inputs, [out, forWeight, forBias], wanted)));
    const [out] = operands(shape) as [CpuOperand];
    expectEqual(await results(parameters, (to) => backward(inputs, [out, to, forBias], wanted)));
    expectEqual(await results(parameters, (to) => backward(inputs, [out, forWeight, to], wanted)));
  }

  it('of rows', () => compare('layerNorm', [300, 50], [300], [50]));
  it('of channels', () => compare('batchNorm', [9, 7, 60], [7], [7]));
  it('of columns', () => compare('batchNorm', [99, 70, 1], [70], [70]));
  it('of groups of channels', () => compare('groupNorm', [9, 8, 30], [18], [8], { groups: 2 }));
});

it('steps of LSTM and GRU', async () => {
  const [rows, n] = [33, 20];
  const wide = (columns: number, seed: number): CpuOperand => made(Layout.of([rows, columns * n]), seed);
  const [h, c, g, two, memory] = [1, 2, 3, 4, 5].map((seed) => wide(1, seed)) as [
    CpuOperand,
    CpuOperand,
    CpuOperand,
    CpuOperand,
    CpuOperand,
  ];
  const [three, gates, other] = [wide(3, 6), wide(4, 7), wide(4, 8)];
  const [small, large, gruLarge] = [
    [rows, n],
    [rows, 4 * n],
    [rows, 3 * n],
  ] as const;
  expectEqual(await results(small, (out) => kernels.lstmCell([gates, other, c], [out, h, wide(4, 9)], {})));
  expectEqual(await results(large, (out) => kernels.lstmCell([gates, other, c], [h, memory, out], {})));
  const lstm = [g, two, memory, gates, c, h];
  expectEqual(await results(large, (out) => kernels.lstmCellBackward(lstm, [out, wide(1, 9)], {})));
  expectEqual(await results(small, (out) => kernels.gruCell([three, wide(3, 9), c], [out, other], {})));
  const gru = [g, two, gates, c];
  expectEqual(await results(gruLarge, (out) => kernels.gruCellBackward(gru, [out, three, memory], {})));
});

it('attention', async () => {
  const [batch, length, keys, width] = [7, 18, 21, 12];
  const shape = [batch, length, width];
  const q = made(Layout.of(shape), 1);
  const grad = made(Layout.of(shape), 2);
  const forQ = made(Layout.of(shape), 9);
  const [k, v, forK, forV] = [3, 4, 5, 6].map((seed) => made(Layout.of([batch, keys, width]), seed)) as [
    CpuOperand,
    CpuOperand,
    CpuOperand,
    CpuOperand,
  ];
  for (const isCausal of [false, true]) {
    const attrs = { scale: 0.3, isCausal };
    expectEqual(await results(shape, (out) => kernels.attention([q, k, v], [out], attrs)));
    const inputs = [grad, q, k, v];
    expectEqual(await results(shape, (out) => kernels.attentionBackward(inputs, [out, forK, forV], attrs)));
    const keyed = [batch, keys, width];
    expectEqual(await results(keyed, (out) => kernels.attentionBackward(inputs, [forQ, out, forV], attrs)));
    expectEqual(await results(keyed, (out) => kernels.attentionBackward(inputs, [forQ, forK, out], attrs)));
  }
});
