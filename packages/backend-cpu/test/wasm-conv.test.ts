import { type Conv2dAttrs, type DType, Layout } from '@x/tensor';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernels as reference } from '../src/kernels/index.js';
import type { CpuOperand } from '../src/kernels/types.js';
import { engineKernels } from '../src/wasm/kernels.js';
import { valuesOf } from './support.js';
import { distance, engine, floats, free, heapOperand, heapOperandOf, heapOutput } from './wasm-support.js';

const kernels = engineKernels(engine);

type Four = readonly [number, number, number, number];

interface Case {
  readonly attrs: Conv2dAttrs;
  readonly x: CpuOperand;
  readonly weight: CpuOperand;
  readonly bias: CpuOperand | undefined;
  readonly grad: CpuOperand;
}

const pair = (min: number, max: number): fc.Arbitrary<[number, number]> =>
  fc.tuple(fc.integer({ min, max }), fc.integer({ min, max }));

function outShape([batch, , height, width]: Four, [filters, , kh, kw]: Four, attrs: Conv2dAttrs): Four {
  const { stride, padding, dilation } = attrs;
  const along = (n: number, k: number, d: 0 | 1): number =>
    Math.floor((n + 2 * padding[d] - dilation[d] * (k - 1) - 1) / stride[d]) + 1;
  return [batch, filters, along(height, kh, 0), along(width, kw, 1)];
}

/** Convolutions with outputs around the widths of vectors and tiles. */
const cases = (dtype: DType): fc.Arbitrary<Case> =>
  fc
    .record({
      batch: fc.integer({ min: 1, max: 3 }),
      groups: fc.constantFrom(1, 1, 2, 3),
      channels: fc.constantFrom(1, 1, 2, 3, 9),
      filters: fc.constantFrom(1, 2, 4, 5, 7, 9),
      image: pair(1, 19),
      kernel: pair(1, 4),
      stride: fc.oneof(fc.constant([1, 1] as [number, number]), pair(1, 3)),
      padding: fc.oneof(fc.constant([0, 0] as [number, number]), pair(0, 3)),
      dilation: fc.oneof(fc.constant([1, 1] as [number, number]), pair(1, 2)),
      biased: fc.boolean(),
    })
    .map(({ batch, groups, channels, filters, image, kernel, biased, ...rest }) => {
      const attrs = { ...rest, groups };
      const x: Four = [batch, groups * channels, ...image];
      const weight: Four = [groups * filters, channels, ...kernel];
      return { attrs, biased, x, weight, out: outShape(x, weight, attrs) };
    })
    .filter(({ out }) => out[2] > 0 && out[3] > 0)
    .chain(({ attrs, biased, x, weight, out }) =>
      fc.record({
        attrs: fc.constant(attrs),
        x: heapOperandOf(x, dtype),
        weight: heapOperandOf(weight, dtype),
        bias: biased ? heapOperandOf([weight[0]], dtype) : fc.constant(undefined),
        grad: heapOperandOf(out, dtype),
      }),
    );

/** Runs a kernel of the module and its reference; how far their results are from each other. */
function difference(shape: readonly number[], dtype: DType, run: (k: typeof kernels, out: CpuOperand) => void): number {
  const [out, expected] = [heapOutput(shape, dtype), heapOutput(shape, dtype)];
  run(kernels, out);
  run({ ...kernels, ...reference }, expected);
  const d = distance(out, expected);
  free(out, expected);
  return d;
}

describe.each(floats)('%s', (dtype, epsilon) => {
  /** What the sums of `count` products of numbers up to 1 may differ by: the reference rounds once. */
  const bound = (count: number): number => 2 * (count + 2) * count * epsilon;

  it('conv2d is the reference kernel within the rounding of its sums', () => {
    fc.assert(
      fc.property(cases(dtype), ({ attrs, x, weight, bias, grad }) => {
        const inputs = bias ? ([x, weight, bias] as const) : ([x, weight] as const);
        const taps = weight.layout.size / weight.layout.shape[0]!;
        const d = difference(grad.layout.shape, dtype, (k, out) => k.conv2d(inputs, [out], attrs));
        expect(d).toBeLessThanOrEqual(bound(taps + 1));
        free(x, weight, bias, grad);
      }),
      { numRuns: 300 },
    );
  });

  it('conv2dInputGrad is the reference kernel within the rounding of its sums', () => {
    fc.assert(
      fc.property(cases(dtype), ({ attrs, x, weight, bias, grad }) => {
        const shape = x.layout.shape;
        const d = difference(shape, dtype, (k, out) => k.conv2dInputGrad([grad, weight], [out], attrs));
        expect(d).toBeLessThanOrEqual(bound(weight.layout.size));
        free(x, weight, bias, grad);
      }),
      { numRuns: 300 },
    );
  });

  it('conv2dWeightGrad is the reference kernel within the rounding of its sums', () => {
    fc.assert(
      fc.property(cases(dtype), ({ attrs, x, weight, bias, grad }) => {
        const shape = weight.layout.shape;
        const d = difference(shape, dtype, (k, out) => k.conv2dWeightGrad([grad, x], [out], attrs));
        expect(d).toBeLessThanOrEqual(bound(grad.layout.size));
        free(x, weight, bias, grad);
      }),
      { numRuns: 300 },
    );
  });

  it.each([
    [1, 0, 12, 16],
    [1, 1, 13, 21],
    [2, 1, 7, 30],
    [1, 2, 16, 11],
  ])('3 × 3 with many channels: %i groups, padding %i, images of %i × %i', (groups, pad, height, width) => {
    const attrs: Conv2dAttrs = { stride: [1, 1], padding: [pad, pad], dilation: [1, 1], groups };
    const x = heapOperand(Layout.of([2, groups * 17, height, width]), dtype, 1);
    const weight = heapOperand(Layout.of([groups * 19, 17, 3, 3]), dtype, 2);
    const bias = heapOperand(Layout.of([groups * 19]), dtype, 3);
    const grad = heapOperand(Layout.of([2, groups * 19, height + 2 * pad - 2, width + 2 * pad - 2]), dtype, 4);
    const forward = difference(grad.layout.shape, dtype, (k, out) => k.conv2d([x, weight, bias], [out], attrs));
    expect(forward).toBeLessThanOrEqual(bound(17));
    const back = difference(x.layout.shape, dtype, (k, out) => k.conv2dInputGrad([grad, weight], [out], attrs));
    expect(back).toBeLessThanOrEqual(bound(17));
    const weights = difference(weight.layout.shape, dtype, (k, out) => k.conv2dWeightGrad([grad, x], [out], attrs));
    expect(weights).toBeLessThanOrEqual(bound(60));
    free(x, weight, bias, grad);
  });

  it.each([
    { batch: 8, groups: 1, channels: 6, filters: 16, image: [14, 14], kernel: [5, 5], stride: [1, 1], padding: [0, 0] },
    { batch: 7, groups: 2, channels: 13, filters: 5, image: [9, 6], kernel: [2, 2], stride: [2, 1], padding: [1, 1] },
    { batch: 17, groups: 1, channels: 8, filters: 3, image: [3, 4], kernel: [3, 4], stride: [1, 2], padding: [3, 5] },
    {
      batch: 16,
      groups: 1,
      channels: 7,
      filters: 11,
      image: [40, 33],
      kernel: [3, 3],
      stride: [1, 1],
      padding: [1, 2],
    },
  ] as const)('$batch images of $channels channels: kernel $kernel, stride $stride, padding $padding', (sizes) => {
    const { batch, groups, channels, filters, image, kernel, stride, padding } = sizes;
    for (const dilation of [1, 2]) {
      const attrs: Conv2dAttrs = { stride, padding, dilation: [dilation, dilation], groups };
      const shape: Four = [batch, groups * channels, ...image];
      const weights: Four = [groups * filters, channels, ...kernel];
      const taps = channels * kernel[0] * kernel[1];
      const x = heapOperand(Layout.of(shape), dtype, 1);
      const weight = heapOperand(Layout.of(weights), dtype, 2);
      const bias = heapOperand(Layout.of([weights[0]]), dtype, 3);
      const grad = heapOperand(Layout.of(outShape(shape, weights, attrs)), dtype, 4);
      const forward = difference(grad.layout.shape, dtype, (k, out) => k.conv2d([x, weight, bias], [out], attrs));
      expect(forward).toBeLessThanOrEqual(bound(taps + 1));
      const back = difference(shape, dtype, (k, out) => k.conv2dInputGrad([grad, weight], [out], attrs));
      expect(back).toBeLessThanOrEqual(bound(filters * taps));
      const change = difference(weights, dtype, (k, out) => k.conv2dWeightGrad([grad, x], [out], attrs));
      expect(change).toBeLessThanOrEqual(bound(grad.layout.size / filters));
      free(x, weight, bias, grad);
    }
  });

  it('the gradient of a 3 × 3 weight takes more tiles than one block holds', () => {
    const attrs: Conv2dAttrs = { stride: [1, 1], padding: [0, 0], dilation: [1, 1], groups: 1 };
    const x = heapOperand(Layout.of([1, 16, 72, 72]), dtype, 1);
    const grad = heapOperand(Layout.of([1, 16, 70, 70]), dtype, 2);
    const d = difference([16, 16, 3, 3], dtype, (k, out) => k.conv2dWeightGrad([grad, x], [out], attrs));
    expect(d).toBeLessThanOrEqual(bound(500));
    free(x, grad);
  });

  it('takes more taps than one panel holds and more windows than one block', () => {
    const attrs: Conv2dAttrs = { stride: [1, 1], padding: [1, 1], dilation: [1, 1], groups: 1 };
    const x = heapOperand(Layout.of([1, 64, 20, 21]), dtype, 1);
    const weight = heapOperand(Layout.of([10, 64, 3, 3]), dtype, 2);
    const grad = heapOperand(Layout.of([1, 10, 20, 21]), dtype, 3);
    const forward = difference(grad.layout.shape, dtype, (k, out) => k.conv2d([x, weight], [out], attrs));
    expect(forward).toBeLessThanOrEqual(bound(576));
    const back = difference(x.layout.shape, dtype, (k, out) => k.conv2dInputGrad([grad, weight], [out], attrs));
    expect(back).toBeLessThanOrEqual(bound(90));
    const weights = difference(weight.layout.shape, dtype, (k, out) => k.conv2dWeightGrad([grad, x], [out], attrs));
    expect(weights).toBeLessThanOrEqual(bound(420));
    free(x, weight, grad);
  });
});

describe('3 × 3 with many channels', () => {
  const attrs: Conv2dAttrs = { stride: [1, 1], padding: [1, 1], dilation: [1, 1], groups: 1 };
  const image = Layout.of([1, 16, 12, 16]);
  const filters = Layout.of([16, 16, 3, 3]);

  it('loses about a bit: each result is right to 4 roundings of the sum of the sizes of its products', () => {
    const [x, weight] = [heapOperand(image, 'float32', 1), heapOperand(filters, 'float32', 2)];
    const [sizeX, sizeW] = [heapOutput(image.shape), heapOutput(filters.shape)];
    reference.unary([x], [sizeX], { kind: 'abs' });
    reference.unary([weight], [sizeW], { kind: 'abs' });
    const [out, expected, size] = [heapOutput(image.shape), heapOutput(image.shape), heapOutput(image.shape)];
    kernels.conv2d([x, weight], [out], attrs);
    reference.conv2d([x, weight], [expected], attrs);
    reference.conv2d([sizeX, sizeW], [size], attrs);
    const bounds = valuesOf(size);
    const right = valuesOf(expected);
    const errors = valuesOf(out).map((value, i) => Math.abs(value - right[i]!) / bounds[i]!);
    expect(Math.max(...errors)).toBeLessThan(4 * 2 ** -24);
    free(x, weight, sizeX, sizeW, out, expected, size);
  });

  it.each([Infinity, -Infinity, NaN, 1e30])('%d reaches only what sees it', (special) => {
    const [x, weight] = [heapOperand(image, 'float32', 1), heapOperand(filters, 'float32', 2)];
    x.buffer.elements('float32')[5 * 16 + 7] = special;
    const finite = (values: readonly number[]): boolean[] => values.map((v) => Math.abs(v) < 1e15);
    const [out, expected] = [heapOutput(image.shape), heapOutput(image.shape)];
    kernels.conv2d([x, weight], [out], attrs);
    reference.conv2d([x, weight], [expected], attrs);
    expect(finite(valuesOf(out))).toEqual(finite(valuesOf(expected)));
    kernels.conv2dInputGrad([x, weight], [out], attrs);
    reference.conv2dInputGrad([x, weight], [expected], attrs);
    expect(finite(valuesOf(out))).toEqual(finite(valuesOf(expected)));
    const [change, right] = [heapOutput(filters.shape), heapOutput(filters.shape)];
    kernels.conv2dWeightGrad([x, x], [change], attrs);
    reference.conv2dWeightGrad([x, x], [right], attrs);
    expect(finite(valuesOf(change))).toEqual(finite(valuesOf(right)));
    free(x, weight, out, expected, change, right);
  });
});

describe('gradients that are about to vanish', () => {
  const attrs: Conv2dAttrs = { stride: [1, 1], padding: [0, 0], dilation: [1, 1], groups: 1 };
  const [shape, filters]: Four[] = [
    [2, 3, 9, 8],
    [5, 3, 3, 3],
  ];

  it.each([1e-20, 1e-36, 1e-41])('keep their digits at %d', (size) => {
    const x = heapOperand(Layout.of(shape!), 'float32', 1);
    const weight = heapOperand(Layout.of(filters!), 'float32', 2);
    const grad = heapOperand(Layout.of(outShape(shape!, filters!, attrs)), 'float32', 3);
    const small = grad.buffer.elements('float32');
    for (let i = 0; i < small.length; i++) small[i]! *= size;
    // what numbers of this size are rounded to, and sums of some hundred of them
    const near = 500 * 2 ** -24 * size + 2 ** -149;
    const back = difference(shape!, 'float32', (k, out) => k.conv2dInputGrad([grad, weight], [out], attrs));
    expect(back).toBeLessThanOrEqual(near);
    const change = difference(filters!, 'float32', (k, out) => k.conv2dWeightGrad([grad, x], [out], attrs));
    expect(change).toBeLessThanOrEqual(near);
    free(x, weight, grad);
  });

  it.each([NaN, Infinity, 1])('beside %d are computed as they are', (special) => {
    const weight = heapOperand(Layout.of(filters!), 'float32', 2);
    const grad = heapOperand(Layout.of(outShape(shape!, filters!, attrs)), 'float32', 3);
    const small = grad.buffer.elements('float32');
    for (let i = 0; i < small.length; i++) small[i]! *= 1e-30;
    small[small.length - 1] = special;
    const [out, expected] = [heapOutput(shape!), heapOutput(shape!)];
    kernels.conv2dInputGrad([grad, weight], [out], attrs);
    reference.conv2dInputGrad([grad, weight], [expected], attrs);
    const [found, right] = [valuesOf(out), valuesOf(expected)];
    const far = found.findIndex(
      (value, i) => !(Object.is(value, right[i]) || Math.abs(value - right[i]!) <= 1e-6 * Math.abs(right[i]!) + 1e-35),
    );
    expect(far).toBe(-1);
    free(weight, grad, out, expected);
  });
});
