/**
 * @file Reductions. A long one is made of partial results, which keeps its digits and gives the device more to do at once.
 */
import { type DType, isFloatingPoint, type ReduceKind } from '@x/tensor/core';
import { type Access, accessNumbers, accessParameters, collapse, flat, position } from '../access.js';
import type { Device } from '../device.js';
import { extreme } from '../emit/binary.js';
import { Body } from '../emit/body.js';
import { inexact, stored } from '../emit/integers.js';
import { memory, type MakeKernel, store } from '../operands.js';
import type { Program } from '../program.js';
import type { Value } from '../value.js';

interface Fold {
  readonly start: string;
  /** The statements that take element x in; `s` is the result so far. */
  readonly step: (body: Body, s: string, x: string) => void;
}

const folds: Readonly<Record<ReduceKind, Fold>> = {
  sum: { start: '0.0', step: (b, s, x) => b.set(s, `${s} + ${x}`) },
  mean: { start: '0.0', step: (b, s, x) => b.set(s, `${s} + ${x}`) },
  prod: { start: '1.0', step: (b, s, x) => b.set(s, `${s} * ${x}`) },
  max: { start: '0.0 - inf', step: (b, s, x) => b.set(s, extreme('>')(b, s, x)) },
  min: { start: 'inf', step: (b, s, x) => b.set(s, extreme('<')(b, s, x)) },
};

/** Whole numbers stay exact on the way: uint8 wraps, int32 is NaN once it has left the range. */
function keepExact(body: Body, dtype: DType, s: string): void {
  if (dtype === 'uint8') body.set(s, stored(body, dtype, s));
  if (dtype === 'int32') body.set(s, 'nan', inexact(s));
}

/** Element j of part `imod(T, parts)` of result `idiv(T, parts)` is number `j * parts + part` of those that are reduced. */
function makeProgram(name: string, kind: ReduceKind, dtype: DType, kept: number, reduced: number): Program {
  const { start, step } = folds[kind];
  const body = new Body();
  const s = body.let(start);
  const at = `${position(kept, 'k', 'idiv(T, parts)')} + ${position(reduced, 'r', '(j * parts + imod(T, parts))')}`;
  const inner = new Body('x');
  const x = inner.let(`a[${at}]`);
  step(inner, s, x);
  keepExact(inner, dtype, s);
  body.add(`for (let j = 0; j < steps; j++) { if (j * parts + imod(T, parts) < count) { ${inner.text} } }`);
  const result = kind === 'mean' ? `${s} / divisor` : stored(body, dtype, s);
  return {
    name,
    arrays: ['a'],
    ints: ['parts', 'steps', 'count', ...accessParameters(kept, 'k'), ...accessParameters(reduced, 'r')],
    floats: kind === 'mean' ? ['divisor'] : [],
    body: body.returning(result),
    large: true,
  };
}

/** Numbers of which a sum has few rounding errors and a thread is soon done. */
const SHORT = 512;

interface Reduction {
  readonly kind: ReduceKind;
  readonly dtype: DType;
  /** Number of results, and where the elements of each begin. */
  readonly size: number;
  readonly kept: Access;
  /** Number of elements of one result, and where they lie. */
  readonly count: number;
  readonly reduced: Access;
}

function pass(device: Device, x: Value, reduction: Reduction, parts: number, divisor: number): Value {
  const { kind, dtype, size, kept, count, reduced } = reduction;
  const ranks = [kept.strides.length, reduced.strides.length] as const;
  const name = `${kind} ${dtype} ${ranks.join(' ')}`;
  const numbers = [parts, Math.ceil(count / parts), count, ...accessNumbers(kept), ...accessNumbers(reduced)];
  if (kind === 'mean') numbers.push(divisor);
  const recipe = { name, make: () => makeProgram(name, kind, dtype, ...ranks) };
  return device.launch(recipe, size * parts, [x], numbers);
}

function run(device: Device, x: Value, reduction: Reduction): Value {
  const { kind, size, count } = reduction;
  if (count <= SHORT) return pass(device, x, reduction, 1, count);
  const parts = Math.ceil(Math.sqrt(count));
  const partial = pass(device, x, { ...reduction, kind: kind === 'mean' ? 'sum' : kind }, parts, 1);
  const kept = { offset: 0, sizes: [size], strides: [parts] };
  const result = pass(device, partial, { ...reduction, kept, count: parts, reduced: flat }, 1, count);
  partial.release();
  return result;
}

/** All elements of a value reduced to one. */
export function reduceValue(device: Device, x: Value, kind: ReduceKind, dtype: DType): Value {
  const kept = { offset: 0, sizes: [], strides: [] };
  return run(device, x, { kind, dtype, size: 1, kept, count: x.size, reduced: flat });
}

/** Every line of a row-major array reduced to one number: `outer` groups of lines of n elements, each `inner` apart. */
export function reduceLines(
  device: Device,
  x: Value,
  kind: ReduceKind,
  { outer, n, inner }: { readonly outer: number; readonly n: number; readonly inner: number },
): Value {
  const kept = collapse([outer, inner], [n * inner, 1], 0);
  const reduced = collapse([n], [inner], 0);
  return run(device, x, { kind, dtype: 'float32', size: outer * inner, kept, count: n, reduced });
}

/** The sum of `parts` arrays of one size that follow each other; the value is taken over. */
export function sumOfParts(device: Device, x: Value, parts: number): Value {
  if (parts === 1) return x;
  const sum = reduceLines(device, x, 'sum', { outer: 1, n: parts, inner: x.size / parts });
  x.release();
  return sum;
}

export const reduce: MakeKernel<'reduce'> =
  (device) =>
  ([x], [out], { kind, axes }) => {
    const { shape, strides, offset, size } = x.layout;
    const pick = (list: readonly number[], reduced: boolean): number[] =>
      list.filter((_, d) => axes.includes(d) === reduced);
    const count = pick(shape, true).reduce((a, b) => a * b, 1);
    const results = out.layout.size;
    if (size === 0 && results > 0) {
      store(device, out, device.filled(results, kind === 'prod' ? 1 : kind === 'sum' ? 0 : NaN));
      return;
    }
    const value = run(device, memory(x), {
      kind,
      dtype: isFloatingPoint(x.dtype) ? 'float32' : x.dtype,
      size: results,
      kept: collapse(pick(shape, false), pick(strides, false), offset),
      count,
      reduced: collapse(pick(shape, true), pick(strides, true), 0),
    });
    store(device, out, value);
  };
