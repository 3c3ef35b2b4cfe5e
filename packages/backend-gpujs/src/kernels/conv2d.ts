/**
 * @file Convolutions over two dimensions and their gradients: one thread an element of the result, straight from the definition.
 */
import type { Conv2dAttrs, Layout } from '@x/tensor/core';
import type { Device } from '../device.js';
import { type GpuOperand, launchDense, type MakeKernel, store } from '../operands.js';
import type { Program } from '../program.js';
import { sumOfParts } from './reduce.js';

/** The sizes in every program: image, window and result per group, then the attributes. */
const GEOMETRY = 'N,C,H,W,K,M,KH,KW,OH,OW,SH,SW,PH,PW,DH,DW'.split(',');

/**
 * @param image - [N, groups · C, H, W]
 * @param weight - [groups · M, C, KH, KW]
 * @param result - [N, K, OH, OW] with K = groups · M
 */
function geometry(image: Layout, weight: Layout, result: Layout, attrs: Conv2dAttrs): number[] {
  const [n, , h, w] = image.shape as [number, number, number, number];
  const [k, c, kh, kw] = weight.shape as [number, number, number, number];
  const [, , oh, ow] = result.shape as [number, number, number, number];
  const { stride, padding, dilation, groups } = attrs;
  return [n, c, h, w, k, k / groups, kh, kw, oh, ow, ...stride, ...padding, ...dilation];
}

const program = (name: string, arrays: readonly string[], body: string, more: readonly string[] = []): Program => ({
  name,
  arrays,
  ints: [...GEOMETRY, ...more],
  floats: [],
  body,
});

/** The channels of an image are `idiv(K, M)` groups of C. */
const forward = (start: string): string => `
  const right = imod(T, OW) * SW - PW;
  const down = imod(idiv(T, OW), OH) * SH - PH;
  const k = imod(idiv(T, OW * OH), K);
  const first = (idiv(T, OW * OH * K) * idiv(K, M) + idiv(imod(idiv(T, OW * OH), K), M)) * C;
  let s = ${start};
  for (let c = 0; c < C; c++) { for (let u = 0; u < KH; u++) { for (let v = 0; v < KW; v++) {
    const h = down + u * DH;
    const w = right + v * DW;
    if (h >= 0.0 && h < H && w >= 0.0 && w < W) {
      s += x[((first + c) * H + h) * W + w] * weight[((k * C + c) * KH + u) * KW + v];
    }
  } } }
  return s;`;

const plain = program('conv2d', ['x', 'weight'], forward('0.0'));
const biased = program('conv2d with bias', ['x', 'weight', 'bias'], forward('bias[imod(idiv(T, OW * OH), K)]'));

export const conv2d: MakeKernel<'conv2d'> =
  (device) =>
  (inputs, [out], attrs) => {
    const [x, weight] = inputs;
    const numbers = geometry(x.layout, weight.layout, out.layout, attrs);
    const chosen = inputs.length === 3 ? biased : plain;
    store(device, out, launchDense(device, chosen, out.layout.size, inputs, numbers));
  };

/** Of every window that covers the element: how far down and right it is in units of the stride, if that is whole. */
const inputGrad = program(
  'conv2d gradient for the input',
  ['grad', 'weight'],
  `
  const w = imod(T, W) + PW;
  const h = imod(idiv(T, W), H) + PH;
  const c = imod(idiv(T, W * H), C);
  const first = idiv(T, W * H * C) * M;
  const group = imod(idiv(T, W * H * C), idiv(K, M)) * M;
  let s = 0.0;
  for (let m = 0; m < M; m++) { for (let u = 0; u < KH; u++) { for (let v = 0; v < KW; v++) {
    const i = Math.floor((h - u * DH + 0.5) / SH);
    const j = Math.floor((w - v * DW + 0.5) / SW);
    if (i * SH === h - u * DH && j * SW === w - v * DW && i >= 0.0 && i < OH && j >= 0.0 && j < OW) {
      s += grad[((first + m) * OH + i) * OW + j] * weight[(((group + m) * C + c) * KH + u) * KW + v];
    }
  } } }
  return s;`,
);

export const conv2dInputGrad: MakeKernel<'conv2dInputGrad'> =
  (device) =>
  ([grad, weight], [out], attrs) => {
    const numbers = geometry(out.layout, weight.layout, grad.layout, attrs);
    store(device, out, launchDense(device, inputGrad, out.layout.size, [grad, weight], numbers));
  };

/** T is an element of a sum over every `parts`-th image, of which `size` follow each other. */
const weightGrad = program(
  'conv2d gradient for the weight',
  ['grad', 'x'],
  `
  const right = imod(T, KW) * DW - PW;
  const down = imod(idiv(T, KW), KH) * DH - PH;
  const c = imod(idiv(T, KW * KH), C);
  const k = imod(idiv(T, KW * KH * C), K);
  const group = idiv(imod(idiv(T, KW * KH * C), K), M);
  const groups = idiv(K, M);
  const part = idiv(T, KW * KH * C * K);
  let s = 0.0;
  for (let b = 0; b < steps; b++) {
    const n = b * parts + part;
    if (n < N) {
      for (let i = 0; i < OH; i++) { for (let j = 0; j < OW; j++) {
        const h = down + i * SH;
        const w = right + j * SW;
        if (h >= 0.0 && h < H && w >= 0.0 && w < W) {
          s += grad[((n * K + k) * OH + i) * OW + j] * x[(((n * groups + group) * C + c) * H + h) * W + w];
        }
      } }
    }
  }
  return s;`,
  ['parts', 'steps'],
);

/** Elements of all partial sums together: more threads than that make nothing faster. */
const THREADS = 2 ** 16;

function weightGradient(device: Device, grad: GpuOperand, x: GpuOperand, out: GpuOperand, attrs: Conv2dAttrs): void {
  const { size } = out.layout;
  const [images] = x.layout.shape as [number];
  const parts = Math.max(1, Math.min(images, Math.floor(THREADS / size)));
  const numbers = [...geometry(x.layout, out.layout, grad.layout, attrs), parts, Math.ceil(images / parts)];
  const partial = launchDense(device, weightGrad, size * parts, [grad, x], numbers);
  store(device, out, sumOfParts(device, partial, parts));
}

export const conv2dWeightGrad: MakeKernel<'conv2dWeightGrad'> =
  (device) =>
  ([grad, x], [out], attrs) =>
    weightGradient(device, grad, x, out, attrs);
