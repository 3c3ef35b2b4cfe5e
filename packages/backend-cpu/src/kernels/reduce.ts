/**
 * @file Reductions over dimensions, accumulated in doubles (integers modulo 2³²) and stored once.
 */
import { isFloatingPoint, Layout, type ReduceKind, type TypedArray } from '@x/tensor/core';
import { eachRow, inMemoryOrder } from './rows.js';
import { elements, type Kernel } from './types.js';

/** Folds `x[i + e·dI]` into `acc[a + e·dA]` for e < n; the step dA is 0 along a reduced dimension. */
type Fold = (acc: Float64Array, a: number, dA: number, x: TypedArray, i: number, dI: number, n: number) => void;

/** A fold that keeps the running value in a register along a reduced dimension. */
const sumFloats: Fold = (acc, a, dA, x, i, dI, n) => {
  if (dA === 0) {
    let sum = acc[a]!;
    for (let e = 0; e < n; e++, i += dI) sum += x[i]!;
    acc[a] = sum;
  } else for (let e = 0; e < n; e++, a += dA, i += dI) acc[a]! += x[i]!;
};

const sumIntegers: Fold = (acc, a, dA, x, i, dI, n) => {
  for (let e = 0; e < n; e++, a += dA, i += dI) acc[a] = (acc[a]! + x[i]!) | 0;
};

const prodFloats: Fold = (acc, a, dA, x, i, dI, n) => {
  for (let e = 0; e < n; e++, a += dA, i += dI) acc[a]! *= x[i]!;
};

const prodIntegers: Fold = (acc, a, dA, x, i, dI, n) => {
  for (let e = 0; e < n; e++, a += dA, i += dI) acc[a] = Math.imul(acc[a]!, x[i]!);
};

const max: Fold = (acc, a, dA, x, i, dI, n) => {
  for (let e = 0; e < n; e++, a += dA, i += dI) acc[a] = Math.max(acc[a]!, x[i]!);
};

const min: Fold = (acc, a, dA, x, i, dI, n) => {
  for (let e = 0; e < n; e++, a += dA, i += dI) acc[a] = Math.min(acc[a]!, x[i]!);
};

const folds: Readonly<Record<ReduceKind, { start: number; floats: Fold; integers: Fold }>> = {
  sum: { start: 0, floats: sumFloats, integers: sumIntegers },
  mean: { start: 0, floats: sumFloats, integers: sumIntegers },
  prod: { start: 1, floats: prodFloats, integers: prodIntegers },
  max: { start: -Infinity, floats: max, integers: max },
  min: { start: Infinity, floats: min, integers: min },
};

export const reduce: Kernel<'reduce'> = ([x], [out], { kind, axes }) => {
  const from = elements(x);
  const row = folds[kind];
  const fold = isFloatingPoint(x.dtype) ? row.floats : row.integers;
  const sums = new Float64Array(out.layout.size).fill(row.start);
  const kept = Layout.of(out.layout.shape);
  // a reduced dimension does not move in the sums
  const repeated = Layout.strided(
    x.layout.shape,
    kept.strides.map((stride, d) => (axes.includes(d) ? 0 : stride)),
    0,
  );
  const [xs, accs] = inMemoryOrder([x.layout, repeated]) as [Layout, Layout];
  eachRow([xs, accs], (n, at, step) => fold(sums, at[1]!, step[1]!, from, at[0]!, step[0]!, n));
  if (kind === 'mean') {
    const count = axes.reduce((product, d) => product * x.layout.shape[d]!, 1);
    for (let i = 0; i < sums.length; i++) sums[i]! /= count;
  }
  store(sums, out.dtype === 'bool', elements(out), out.layout.offset);
};

function store(values: Float64Array, asBool: boolean, to: TypedArray, offset: number): void {
  if (!asBool) to.set(values, offset);
  else values.forEach((value, i) => (to[offset + i] = Number(value !== 0)));
}
