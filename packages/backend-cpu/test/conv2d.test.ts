import { type Conv2dAttrs, Layout, type Shape } from '@x/tensor';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernels } from '../src/kernels/index.js';
import type { CpuOperand } from '../src/kernels/types.js';
import { operand, operandOf, output, repeat, valuesOf } from './support.js';

interface Case {
  readonly attrs: Conv2dAttrs;
  readonly x: CpuOperand;
  readonly weight: CpuOperand;
  readonly bias: CpuOperand | undefined;
  readonly grad: CpuOperand;
}

const pair = (low: number, high: number): fc.Arbitrary<[number, number]> =>
  fc.tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }));

const outSize = (n: number, k: number, d: 0 | 1, { stride, padding, dilation }: Conv2dAttrs): number =>
  Math.floor((n + 2 * padding[d] - dilation[d] * (k - 1) - 1) / stride[d]) + 1;

function sizes(image: Shape, weight: Shape, attrs: Conv2dAttrs): [number, number, number, number] {
  return [image[0]!, weight[0]!, outSize(image[2]!, weight[2]!, 0, attrs), outSize(image[3]!, weight[3]!, 1, attrs)];
}

const cases: fc.Arbitrary<Case> = fc
  .record({
    batch: fc.nat(2),
    groups: fc.integer({ min: 1, max: 2 }),
    channels: fc.integer({ min: 1, max: 2 }),
    filters: fc.integer({ min: 1, max: 3 }),
    image: pair(3, 7),
    kernel: pair(1, 3),
    stride: pair(1, 3),
    padding: pair(0, 2),
    dilation: pair(1, 2),
    biased: fc.boolean(),
  })
  .chain(({ batch, groups, channels, filters, image, kernel, biased, ...rest }) => {
    const attrs = { ...rest, groups };
    const imageShape = [batch, groups * channels, ...image];
    const weightShape = [groups * filters, channels, ...kernel];
    const outShape = sizes(imageShape, weightShape, attrs);
    return fc.record({
      attrs: fc.constant(attrs),
      x: operandOf(imageShape),
      weight: operandOf(weightShape),
      bias: biased ? operandOf([groups * filters]) : fc.constant(undefined),
      grad: operandOf(outShape.map((n) => Math.max(n, 0))),
    });
  })
  .filter(({ x, weight, attrs }) => sizes(x.layout.shape, weight.layout.shape, attrs).every((n) => n >= 0));

/** Calls `use` with the indices of every product that a convolution sums: of the output, the input and the weight. */
function eachProduct(
  image: Shape,
  weight: Shape,
  attrs: Conv2dAttrs,
  use: (o: number, i: number, w: number) => void,
): void {
  const [N, C, H, W] = image as [number, number, number, number];
  const [K, groupC, kh, kw] = weight as [number, number, number, number];
  const [, , oh, ow] = sizes(image, weight, attrs);
  const { stride, padding, dilation, groups } = attrs;
  for (let n = 0; n < N; n++)
    for (let k = 0; k < K; k++)
      for (let r = 0; r < oh; r++)
        for (let s = 0; s < ow; s++)
          for (let c = 0; c < groupC; c++)
            for (let i = 0; i < kh; i++)
              for (let j = 0; j < kw; j++) {
                const y = r * stride[0] - padding[0] + i * dilation[0];
                const x = s * stride[1] - padding[1] + j * dilation[1];
                if (y < 0 || y >= H || x < 0 || x >= W) continue;
                const channel = Math.floor(k / (K / groups)) * groupC + c;
                use(
                  ((n * K + k) * oh + r) * ow + s,
                  ((n * C + channel) * H + y) * W + x,
                  ((k * groupC + c) * kh + i) * kw + j,
                );
              }
}

it('conv2d is the sum of its products and the bias', () => {
  fc.assert(
    fc.property(cases, ({ attrs, x, weight, bias, grad }) => {
      const out = output(grad.layout.shape);
      kernels.conv2d(bias ? [x, weight, bias] : [x, weight], [out], attrs);
      const [image, filters, offsets] = [valuesOf(x), valuesOf(weight), bias && valuesOf(bias)];
      const [, K, oh, ow] = grad.layout.shape as [number, number, number, number];
      const expected = repeat(out.layout.size).map((_, i) => offsets?.[Math.floor(i / (oh * ow)) % K] ?? 0);
      eachProduct(x.layout.shape, weight.layout.shape, attrs, (o, i, w) => {
        expected[o]! += image[i]! * filters[w]!;
      });
      expect(valuesOf(out)).toEqual(expected);
    }),
  );
});

it('conv2dInputGrad gives each input the weights that it met', () => {
  fc.assert(
    fc.property(cases, ({ attrs, x, weight, grad }) => {
      const out = output(x.layout.shape);
      kernels.conv2dInputGrad([grad, weight], [out], attrs);
      const [gradient, filters] = [valuesOf(grad), valuesOf(weight)];
      const expected = repeat(out.layout.size);
      eachProduct(x.layout.shape, weight.layout.shape, attrs, (o, i, w) => {
        expected[i]! += gradient[o]! * filters[w]!;
      });
      expect(valuesOf(out)).toEqual(expected);
    }),
  );
});

it('conv2dWeightGrad gives each weight the inputs that it met', () => {
  fc.assert(
    fc.property(cases, ({ attrs, x, weight, grad }) => {
      const out = output(weight.layout.shape);
      kernels.conv2dWeightGrad([grad, x], [out], attrs);
      const [gradient, image] = [valuesOf(grad), valuesOf(x)];
      const expected = repeat(out.layout.size);
      eachProduct(x.layout.shape, weight.layout.shape, attrs, (o, i, w) => {
        expected[w]! += gradient[o]! * image[i]!;
      });
      expect(valuesOf(out)).toEqual(expected);
    }),
  );
});

describe('numerics', () => {
  const attrs: Conv2dAttrs = { stride: [1, 1], padding: [0, 0], dilation: [1, 1], groups: 1 };

  it('float64 keeps its digits', () => {
    const out = output([1, 1, 1, 1], 'float64');
    kernels.conv2d(
      [operand([0.1, 0.2], [1, 1, 1, 2], 'float64'), operand([1, 1], [1, 1, 1, 2], 'float64')],
      [out],
      attrs,
    );
    expect(valuesOf(out)).toEqual([0.1 + 0.2]);
  });

  it('padding stays zero when one image holds NaN', () => {
    const padded: Conv2dAttrs = { ...attrs, padding: [1, 1] };
    const out = output([2, 1, 3, 3]);
    kernels.conv2d([operand([NaN, 1], [2, 1, 1, 1]), operand([1], [1, 1, 1, 1])], [out], padded);
    expect(valuesOf(out)).toEqual([0, 0, 0, 0, NaN, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0]);
  });

  it('takes a bias of stride 0', () => {
    const bias = { ...operand([3]), layout: Layout.strided([2], [0], 0) };
    const out = output([1, 2, 1, 1]);
    kernels.conv2d([operand([1], [1, 1, 1, 1]), operand([1, 2], [2, 1, 1, 1]), bias], [out], attrs);
    expect(valuesOf(out)).toEqual([4, 5]);
  });
});
