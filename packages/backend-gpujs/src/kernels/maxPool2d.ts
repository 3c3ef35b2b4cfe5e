/**
 * @file Largest value of windows over two dimensions, and its gradient.
 */
import type { Pool2dAttrs, Layout } from '@x/tensor/core';
import { isNumber } from '../emit/body.js';
import { dense, launchDense, type MakeKernel, memory, store } from '../operands.js';
import type { Program } from '../program.js';
import type { Value } from '../value.js';

const GEOMETRY = 'H,W,OH,OW,KH,KW,SH,SW,PH,PW,DH,DW'.split(',');

function geometry(image: Layout, result: Layout, attrs: Pool2dAttrs): number[] {
  const { kernelSize, stride, padding, dilation } = attrs;
  return [...image.shape.slice(2), ...result.shape.slice(2), ...kernelSize, ...stride, ...padding, ...dilation];
}

/** NaN is taken wherever it stands, so the last one wins, as in PyTorch. */
const positions: Program = {
  name: 'positions of maxPool2d',
  arrays: ['x'],
  ints: GEOMETRY,
  floats: [],
  body: `
  const right = imod(T, OW) * SW - PW;
  const down = imod(idiv(T, OW), OH) * SH - PH;
  const plane = idiv(T, OW * OH) * H * W;
  let best = 0.0;
  let at = 0.0 - 1.0;
  for (let u = 0; u < KH; u++) { for (let v = 0; v < KW; v++) {
    const h = down + u * DH;
    const w = right + v * DW;
    if (h >= 0.0 && h < H && w >= 0.0 && w < W) {
      const value = x[plane + h * W + w];
      let taken = 1.0;
      if (${isNumber('value')}) { taken = 0.0; }
      if (at < 0.0 || value > best || taken > 0.5) { best = value; at = h * W + w; }
    }
  } }
  return at;`,
};

const values: Program = {
  name: 'values of maxPool2d',
  arrays: ['x', 'at'],
  ints: ['windows', 'size'],
  floats: [],
  body: 'return x[idiv(T, windows) * size + at[T]];',
};

/** The windows that positions were found in: the gradient then looks at those that cover an element only. */
const windowsOf = new WeakMap<Value, Pool2dAttrs>();

const area = ({ shape }: Layout): number => shape[2]! * shape[3]!;

export const maxPool2d: MakeKernel<'maxPool2d'> =
  (device) =>
  ([x], [out, where], attrs) => {
    const { size } = out.layout;
    const image = dense(device, x);
    const at = device.launch(positions, size, [image], geometry(x.layout, out.layout, attrs));
    store(device, out, device.launch(values, size, [image, at], [area(out.layout), area(x.layout)]));
    image.release();
    windowsOf.set(at, attrs);
    store(device, where, at);
  };

const fromWindows: Program = {
  name: 'maxPool2d gradient',
  arrays: ['grad', 'at'],
  ints: GEOMETRY,
  floats: [],
  body: `
  const w = imod(T, W) + PW;
  const h = imod(idiv(T, W), H) + PH;
  const own = imod(T, W * H);
  const plane = idiv(T, W * H) * OH * OW;
  let s = 0.0;
  for (let u = 0; u < KH; u++) { for (let v = 0; v < KW; v++) {
    const i = Math.floor((h - u * DH + 0.5) / SH);
    const j = Math.floor((w - v * DW + 0.5) / SW);
    if (i * SH === h - u * DH && j * SW === w - v * DW && i >= 0.0 && i < OH && j >= 0.0 && j < OW) {
      if (at[plane + i * OW + j] === own) { s += grad[plane + i * OW + j]; }
    }
  } }
  return s;`,
};

const fromAll: Program = {
  name: 'maxPool2d gradient, any windows',
  arrays: ['grad', 'at'],
  ints: ['size', 'windows'],
  floats: [],
  body: `
  const own = imod(T, size);
  let s = 0.0;
  for (let i = 0; i < windows; i++) {
    if (at[idiv(T, size) * windows + i] === own) { s += grad[idiv(T, size) * windows + i]; }
  }
  return s;`,
};

export const maxPool2dBackward: MakeKernel<'maxPool2dBackward'> =
  (device) =>
  ([grad, where], [out]) => {
    const { size } = out.layout;
    const attrs = where.layout.contiguous && where.layout.offset === 0 ? windowsOf.get(memory(where)) : undefined;
    const result = attrs
      ? launchDense(device, fromWindows, size, [grad, where], geometry(out.layout, grad.layout, attrs))
      : launchDense(device, fromAll, size, [grad, where], [area(out.layout), area(grad.layout)]);
    store(device, out, result);
  };
