/**
 * @file fill, copy and cast.
 */
import type { Layout, TypedArray } from '@x/tensor/core';
import { eachRow } from './rows.js';
import { type CpuOperand, elements, type Kernel } from './types.js';

export const fill: Kernel<'fill'> = (_, [out], { value }) => {
  const to = elements(out);
  const stored = out.dtype === 'bool' ? Number(value !== 0) : value;
  eachRow([out.layout], (n, at, step) => {
    const o = at[0]!;
    const dO = step[0]!;
    if (dO === 1) to.fill(stored, o, o + n);
    else for (let i = 0; i < n; i++) to[o + i * dO] = stored;
  });
};

/** Copies elements between arrays, converting as a store into `to` does. */
export function copyElements(from: TypedArray, fromLayout: Layout, to: TypedArray, toLayout: Layout): void {
  eachRow([toLayout, fromLayout], (n, at, step) => {
    const o = at[0]!;
    const i = at[1]!;
    const dO = step[0]!;
    const dI = step[1]!;
    if (dO === 1 && dI === 1 && n > 64) to.set(from.subarray(i, i + n), o);
    else for (let e = 0; e < n; e++) to[o + e * dO] = from[i + e * dI]!;
  });
}

export const copy: Kernel<'copy'> = ([x], [out]) => {
  copyElements(elements(x), x.layout, elements(out), out.layout);
};

function castToBool(x: CpuOperand, out: CpuOperand): void {
  const from = elements(x);
  const to = elements(out);
  eachRow([out.layout, x.layout], (n, at, step) => {
    for (let e = 0; e < n; e++) to[at[0]! + e * step[0]!] = from[at[1]! + e * step[1]!] === 0 ? 0 : 1;
  });
}

// A typed array's own store rounds, truncates and wraps as the interface asks for
export const cast: Kernel<'cast'> = ([x], [out], attrs) => {
  if (out.dtype === 'bool') castToBool(x, out);
  else copy([x], [out], attrs);
};
