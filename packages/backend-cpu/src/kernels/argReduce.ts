/**
 * @file Positions of the largest and smallest elements.
 */
import type { ArgReduceKind, TypedArray } from '@x/tensor/core';
import { eachLine } from './rows.js';
import { elements, type Kernel } from './types.js';

/** Position of the extreme element of n elements from `i` on; the first NaN is the extreme of all. */
type Search = (x: TypedArray, i: number, step: number, n: number) => number;

const largest: Search = (x, i, step, n) => {
  let best = 0;
  for (let e = 0; e < n; e++) {
    const value = x[i + e * step]!;
    if (Number.isNaN(value)) return e;
    if (value > x[i + best * step]!) best = e;
  }
  return best;
};

const smallest: Search = (x, i, step, n) => {
  let best = 0;
  for (let e = 0; e < n; e++) {
    const value = x[i + e * step]!;
    if (Number.isNaN(value)) return e;
    if (value < x[i + best * step]!) best = e;
  }
  return best;
};

const searches: Readonly<Record<ArgReduceKind, Search>> = { argmax: largest, argmin: smallest };

export const argReduce: Kernel<'argReduce'> = ([x], [out], { kind, axis }) => {
  const from = elements(x);
  const to = elements(out);
  const n = x.layout.shape[axis]!;
  const step = x.layout.strides[axis]!;
  const search = searches[kind];
  eachLine([x.layout, out.layout], axis, (at) => {
    to[at[1]!] = search(from, at[0]!, step, n);
  });
};
