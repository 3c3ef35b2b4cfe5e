/**
 * @file Convolution over two dimensions and its gradients, against the sum over all products.
 */
import { type Conv2dAttrs, type DType, type Shape, sizeOf } from '@x/tensor/core';
import { it } from 'vitest';
import { describeFused } from '../fused.js';
import { type HostArray, repeat } from '../host.js';
import { contiguous, layouts } from '../layouts.js';
import { wholeArray } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';

interface Case {
  readonly image: Shape;
  readonly weight: Shape;
  readonly attrs: Conv2dAttrs;
}

const plain: Conv2dAttrs = { stride: [1, 1], padding: [0, 0], dilation: [1, 1], groups: 1 };

const cases: Readonly<Record<string, Case>> = {
  'a 1 x 1 kernel': { image: [2, 3, 4, 5], weight: [4, 3, 1, 1], attrs: plain },
  'a 3 x 3 kernel': { image: [2, 2, 6, 5], weight: [3, 2, 3, 3], attrs: plain },
  'a kernel as large as the image': { image: [1, 2, 3, 4], weight: [2, 2, 3, 4], attrs: plain },
  padding: { image: [1, 2, 4, 5], weight: [3, 2, 3, 2], attrs: { ...plain, padding: [1, 2] } },
  stride: { image: [2, 1, 8, 9], weight: [2, 1, 3, 2], attrs: { ...plain, stride: [2, 3] } },
  'stride that leaves a border over': {
    image: [1, 1, 6, 6],
    weight: [1, 1, 3, 3],
    attrs: { ...plain, stride: [2, 2] },
  },
  dilation: { image: [1, 2, 8, 9], weight: [2, 2, 3, 2], attrs: { ...plain, dilation: [2, 3] } },
  groups: { image: [2, 4, 5, 5], weight: [6, 2, 2, 3], attrs: { ...plain, groups: 2 } },
  'one channel a group': { image: [1, 3, 5, 5], weight: [6, 1, 3, 3], attrs: { ...plain, groups: 3, padding: [1, 1] } },
  'everything at once': {
    image: [2, 4, 9, 8],
    weight: [4, 2, 3, 3],
    attrs: { stride: [2, 1], padding: [2, 1], dilation: [1, 2], groups: 2 },
  },
  'no images': { image: [0, 2, 4, 4], weight: [3, 2, 2, 2], attrs: plain },
  'more than 65,536 outputs': { image: [2, 1, 100, 90], weight: [5, 1, 3, 3], attrs: { ...plain, padding: [1, 1] } },
};

function outputShape({ image, weight, attrs }: Case): Shape {
  const size = (d: 0 | 1): number =>
    Math.floor(
      (image[2 + d]! + 2 * attrs.padding[d] - attrs.dilation[d] * (weight[2 + d]! - 1) - 1) / attrs.stride[d],
    ) + 1;
  return [image[0]!, weight[0]!, size(0), size(1)];
}

/** Calls `use` with the positions of every product: in the output, the image and the weight. */
function eachProduct(c: Case, use: (o: number, i: number, w: number) => void): void {
  const [, C, H, W] = c.image as [number, number, number, number];
  const [K, groupChannels, kh, kw] = c.weight as [number, number, number, number];
  const shape = outputShape(c);
  const [, , oh, ow] = shape as [number, number, number, number];
  const { stride, padding, dilation, groups } = c.attrs;
  for (let o = 0; o < sizeOf(shape); o++) {
    const column = o % ow;
    const row = Math.floor(o / ow) % oh;
    const k = Math.floor(o / (ow * oh)) % K;
    const n = Math.floor(o / (ow * oh * K));
    for (let tap = 0; tap < groupChannels * kh * kw; tap++) {
      const y = row * stride[0] - padding[0] + (Math.floor(tap / kw) % kh) * dilation[0];
      const x = column * stride[1] - padding[1] + (tap % kw) * dilation[1];
      if (y < 0 || y >= H || x < 0 || x >= W) continue;
      const channel = Math.floor(k / (K / groups)) * groupChannels + Math.floor(tap / (kh * kw));
      use(o, ((n * C + channel) * H + y) * W + x, k * groupChannels * kh * kw + tap);
    }
  }
}

const array = (shape: Shape, dtype: DType): HostArray => wholeArray(shape, dtype);
const named = Object.entries(cases);
const layoutCase = cases['everything at once']!;

function forwardSuite(subject: Subject): void {
  describeFused(subject, 'conv2d', (conv2d) => {
    async function check(c: Case, dtype: DType, biased: boolean, layout = contiguous): Promise<void> {
      const x = subject.operand(array(c.image, dtype), dtype, layout);
      const weight = subject.operand(array(c.weight, dtype), dtype, layout);
      const bias = subject.operand(array([c.weight[0]!], dtype), dtype, layout);
      const shape = outputShape(c);
      const out = subject.output(shape, dtype);
      conv2d(biased ? [x, weight, bias] : [x, weight], [out], c.attrs);
      const offsets = subject.given(bias);
      const plane = shape[2]! * shape[3]!;
      const expected = Array.from({ length: sizeOf(shape) }, (_, o) =>
        biased ? offsets[Math.floor(o / plane) % shape[1]!]! : 0,
      );
      const [image, filters] = [subject.given(x), subject.given(weight)];
      eachProduct(c, (o, i, w) => {
        expected[o]! += image[i]! * filters[w]!;
      });
      await expectValues(subject, out, expected);
    }

    it.each(named)('%s', async (_, c) => {
      for (const dtype of subject.floats) {
        await check(c, dtype, false);
        await check(c, dtype, true);
      }
    });

    it.each(Object.entries(layouts))('%s', async (_, layout) => check(layoutCase, 'float32', true, layout));
  });
}

function inputGradSuite(subject: Subject): void {
  describeFused(subject, 'conv2dInputGrad', (conv2dInputGrad) => {
    async function check(c: Case, dtype: DType, layout = contiguous): Promise<void> {
      const grad = subject.operand(array(outputShape(c), dtype), dtype, layout);
      const weight = subject.operand(array(c.weight, dtype), dtype, layout);
      const out = subject.output(c.image, dtype);
      conv2dInputGrad([grad, weight], [out], c.attrs);
      const expected = repeat(sizeOf(c.image), 0);
      const [gradient, filters] = [subject.given(grad), subject.given(weight)];
      eachProduct(c, (o, i, w) => {
        expected[i]! += gradient[o]! * filters[w]!;
      });
      await expectValues(subject, out, expected);
    }

    it.each(named)('%s', async (_, c) => {
      for (const dtype of subject.floats) await check(c, dtype);
    });

    it.each(Object.entries(layouts))('%s', async (_, layout) => check(layoutCase, 'float32', layout));
  });
}

function weightGradSuite(subject: Subject): void {
  describeFused(subject, 'conv2dWeightGrad', (conv2dWeightGrad) => {
    async function check(c: Case, dtype: DType, layout = contiguous): Promise<void> {
      const grad = subject.operand(array(outputShape(c), dtype), dtype, layout);
      const x = subject.operand(array(c.image, dtype), dtype, layout);
      const out = subject.output(c.weight, dtype);
      conv2dWeightGrad([grad, x], [out], c.attrs);
      const expected = repeat(sizeOf(c.weight), 0);
      const [gradient, image] = [subject.given(grad), subject.given(x)];
      eachProduct(c, (o, i, w) => {
        expected[w]! += gradient[o]! * image[i]!;
      });
      await expectValues(subject, out, expected);
    }

    it.each(named)('%s', async (_, c) => {
      for (const dtype of subject.floats) await check(c, dtype);
    });

    it.each(Object.entries(layouts))('%s', async (_, layout) => check(layoutCase, 'float32', layout));
  });
}

export function convolutions(subject: Subject): void {
  forwardSuite(subject);
  inputGradSuite(subject);
  weightGradSuite(subject);
}
