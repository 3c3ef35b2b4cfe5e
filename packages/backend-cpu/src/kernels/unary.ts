/**
 * @file Elementwise functions of one operand.
 */
import { type DType, type TypedArray, type UnaryKind, unaryFunctions } from '@x/tensor/core';
import { eachRow } from './rows.js';
import { elements, type Kernel } from './types.js';

/** `out[o + e·dO] = f(x[i + e·dI])` for e < n. */
type Loop = (out: TypedArray, o: number, dO: number, x: TypedArray, i: number, dI: number, n: number) => void;

/** The loop around any function. */
function loopOf(fn: (x: number) => number): Loop {
  return (out, o, dO, x, i, dI, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI) out[o] = fn(x[i]!);
  };
}

/** Loops with the function written out: a call from a loop that all functions share costs four times as much as these. */
const written: Partial<Readonly<Record<UnaryKind, Loop>>> = {
  neg: (out, o, dO, x, i, dI, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI) out[o] = -x[i]!;
  },
  abs: (out, o, dO, x, i, dI, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI) out[o] = Math.abs(x[i]!);
  },
  sqrt: (out, o, dO, x, i, dI, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI) out[o] = Math.sqrt(x[i]!);
  },
  relu: (out, o, dO, x, i, dI, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI) {
      const v = x[i]!;
      out[o] = v < 0 ? 0 : v;
    }
  },
};

const floatLoops = Object.fromEntries(
  Object.entries(unaryFunctions).map(([kind, fn]) => [kind, written[kind as UnaryKind] ?? loopOf(fn)]),
) as Readonly<Record<UnaryKind, Loop>>;

const boolNot = loopOf((x) => 1 - x);

/** Integers wrap where they are stored; a bool has to come out as 0 or 1. */
function loop(kind: UnaryKind, dtype: DType): Loop {
  if (dtype !== 'bool') return floatLoops[kind];
  return kind === 'bitwiseNot' ? boolNot : loopOf((x) => Number(unaryFunctions[kind](x) !== 0));
}

export const unary: Kernel<'unary'> = ([x], [out], { kind }) => {
  const from = elements(x);
  const to = elements(out);
  const run = loop(kind, x.dtype);
  eachRow([out.layout, x.layout], (n, at, step) => run(to, at[0]!, step[0]!, from, at[1]!, step[1]!, n));
};
