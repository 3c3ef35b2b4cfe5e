/**
 * @file Average of windows over two dimensions, and its gradient.
 */
import type { AvgPool2dAttrs, Layout } from '@x/tensor/core';
import { launchDense, type MakeKernel, store } from '../operands.js';
import type { Program } from '../program.js';

const GEOMETRY = 'H,W,OH,OW,KH,KW,SH,SW,PH,PW,padded,divisor'.split(',');

function geometry(image: Layout, result: Layout, attrs: AvgPool2dAttrs): number[] {
  const { kernelSize, stride, padding, countIncludePad, divisorOverride = 0 } = attrs;
  const sizes = [...image.shape.slice(2), ...result.shape.slice(2), ...kernelSize, ...stride, ...padding];
  return [...sizes, Number(countIncludePad), divisorOverride];
}

/**
 * What the window at `down` and `right` is divided by: the given divisor, or its elements in the image or, with the padding counted,
 * in the image and its padding.
 */
const DIVISOR = `
  let bottom = H; let far = W; let top = 0.0; let left = 0.0;
  if (padded > 0) { bottom = H + PH; far = W + PW; top = 0.0 - PH; left = 0.0 - PW; }
  const tall = Math.min(down + KH, bottom) - Math.max(down, top);
  const wide = Math.min(right + KW, far) - Math.max(right, left);
  let count = tall * wide;
  if (divisor !== 0) { count = divisor; }`;

const forward: Program = {
  name: 'avgPool2d',
  arrays: ['x'],
  ints: GEOMETRY,
  floats: [],
  body: `
  const right = imod(T, OW) * SW - PW;
  const down = imod(idiv(T, OW), OH) * SH - PH;
  const plane = idiv(T, OW * OH) * H * W;
  ${DIVISOR}
  let s = 0.0;
  for (let u = 0; u < KH; u++) { for (let v = 0; v < KW; v++) {
    const h = down + u;
    const w = right + v;
    if (h >= 0.0 && h < H && w >= 0.0 && w < W) { s += x[plane + h * W + w]; }
  } }
  return s / count;`,
};

export const avgPool2d: MakeKernel<'avgPool2d'> =
  (device) =>
  ([x], [out], attrs) => {
    const numbers = geometry(x.layout, out.layout, attrs);
    store(device, out, launchDense(device, forward, out.layout.size, [x], numbers));
  };

const backward: Program = {
  name: 'avgPool2d gradient',
  arrays: ['grad'],
  ints: GEOMETRY,
  floats: [],
  body: `
  const w = imod(T, W) + PW;
  const h = imod(idiv(T, W), H) + PH;
  const plane = idiv(T, W * H) * OH * OW;
  let s = 0.0;
  for (let u = 0; u < KH; u++) { for (let v = 0; v < KW; v++) {
    const i = Math.floor((h - u + 0.5) / SH);
    const j = Math.floor((w - v + 0.5) / SW);
    if (i * SH === h - u && j * SW === w - v && i >= 0.0 && i < OH && j >= 0.0 && j < OW) {
      const down = i * SH - PH;
      const right = j * SW - PW;
      ${DIVISOR}
      s += grad[plane + i * OW + j] / count;
    }
  } }
  return s;`,
};

export const avgPool2dBackward: MakeKernel<'avgPool2dBackward'> =
  (device) =>
  ([grad], [out], attrs) => {
    const numbers = geometry(out.layout, grad.layout, attrs);
    store(device, out, launchDense(device, backward, out.layout.size, [grad], numbers));
  };
