/**
 * @file Running sums, products and extremes along a dimension.
 */
import { isFloatingPoint, type ScanKind } from '@x/tensor/core';
import { eachLine } from './rows.js';
import { elements, type Kernel } from './types.js';

interface Scan {
  readonly start: number;
  readonly floats: (sum: number, x: number) => number;
  readonly integers: (sum: number, x: number) => number;
}

const scans: Readonly<Record<ScanKind, Scan>> = {
  sum: { start: 0, floats: (sum, x) => sum + x, integers: (sum, x) => (sum + x) | 0 },
  prod: { start: 1, floats: (product, x) => product * x, integers: Math.imul },
  max: { start: -Infinity, floats: Math.max, integers: Math.max },
  min: { start: Infinity, floats: Math.min, integers: Math.min },
};

export const scan: Kernel<'scan'> = ([x], [out], { kind, axis }) => {
  const from = elements(x);
  const to = elements(out);
  const n = x.layout.shape[axis]!;
  const stepIn = x.layout.strides[axis]!;
  const stepOut = out.layout.strides[axis]!;
  const { start, floats, integers } = scans[kind];
  const next = isFloatingPoint(x.dtype) ? floats : integers;
  eachLine([x.layout, out.layout], axis, (at) => {
    let value = start;
    for (let e = 0; e < n; e++) {
      value = next(value, from[at[0]! + e * stepIn]!);
      to[at[1]! + e * stepOut] = value;
    }
  });
};
