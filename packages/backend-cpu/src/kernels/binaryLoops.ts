/**
 * @file Loops of the elementwise functions of two operands.
 */
import type { BinaryKind, TypedArray } from '@x/tensor/core';

/** `out[o + e·dO] = f(a[i + e·dI], b[j + e·dJ])` for e < n. */
export type BinaryLoop = (
  out: TypedArray,
  o: number,
  dO: number,
  a: TypedArray,
  i: number,
  dI: number,
  b: TypedArray,
  j: number,
  dJ: number,
  n: number,
) => void;

/** The loop around any function. */
export function loopOf(fn: (a: number, b: number) => number): BinaryLoop {
  return (out, o, dO, a, i, dI, b, j, dJ, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI, j += dJ) out[o] = fn(a[i]!, b[j]!);
  };
}

/** Loops with the function written out: a call from a loop that all functions share costs four times as much as these. */
export const written: Partial<Readonly<Record<BinaryKind, BinaryLoop>>> = {
  add: (out, o, dO, a, i, dI, b, j, dJ, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI, j += dJ) out[o] = a[i]! + b[j]!;
  },
  sub: (out, o, dO, a, i, dI, b, j, dJ, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI, j += dJ) out[o] = a[i]! - b[j]!;
  },
  mul: (out, o, dO, a, i, dI, b, j, dJ, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI, j += dJ) out[o] = a[i]! * b[j]!;
  },
  div: (out, o, dO, a, i, dI, b, j, dJ, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI, j += dJ) out[o] = a[i]! / b[j]!;
  },
  maximum: (out, o, dO, a, i, dI, b, j, dJ, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI, j += dJ) out[o] = Math.max(a[i]!, b[j]!);
  },
  minimum: (out, o, dO, a, i, dI, b, j, dJ, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI, j += dJ) out[o] = Math.min(a[i]!, b[j]!);
  },
  thresholdBackward: (out, o, dO, a, i, dI, b, j, dJ, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI, j += dJ) out[o] = b[j]! <= 0 ? 0 : a[i]!;
  },
};
