/**
 * @file Kernels along one dimension of contiguous float32 operands, as [outer, n, inner]: softmax, running sums, positions of
 * extremes.
 */
import type { ArgReduceKind } from '@x/tensor/core';
import { argReduce as argReduceReference } from '../kernels/argReduce.js';
import { scan as scanReference } from '../kernels/scan.js';
import {
  logSoftmaxBackward as logSoftmaxBackwardReference,
  logSoftmax as logSoftmaxReference,
  softmaxBackward as softmaxBackwardReference,
  softmax as softmaxReference,
} from '../kernels/softmax.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import { cost } from '../threads/costs.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { place } from './operands.js';
import { callsOf, parallel, parts } from './parallel.js';

/** A function of the module over [outer, n, inner]. */
type Lines = (o: number, x: number, outer: number, n: number, inner: number) => void;

/** A function of the module of two inputs over [outer, n, inner]. */
type PairedLines = (o: number, a: number, b: number, outer: number, n: number, inner: number) => void;

const isPlain = ({ dtype, layout }: CpuOperand): boolean => dtype === 'float32' && layout.contiguous;

/** Number of elements before `axis`, along it, and behind it. */
export function linesOf(shape: readonly number[], axis: number): [outer: number, n: number, inner: number] {
  let [outer, inner] = [1, 1];
  for (let d = 0; d < axis; d++) outer *= shape[d]!;
  for (let d = axis + 1; d < shape.length; d++) inner *= shape[d]!;
  return [outer, shape[axis]!, inner];
}

/** Runs a function along `axis`, in parts of the dimensions before it; `each` nanoseconds an element. */
function along(engine: Engine, run: Lines, x: CpuOperand, out: CpuOperand, axis: number, each: number): boolean {
  if (!isPlain(x)) return false;
  const { shape } = x.layout;
  const [outer, n, inner] = linesOf(shape, axis);
  const [to, from] = [place(out), place(x)];
  const [outStep, step] = [(4 * out.layout.size) / Math.max(outer, 1), 4 * n * inner];
  const bounds = parts(engine, outer, n * inner * each);
  const call = (first: number, last: number): Parameters<Lines> => [
    to + first * outStep,
    from + first * step,
    last - first,
    n,
    inner,
  ];
  parallel(engine, run, callsOf(bounds, call));
  return true;
}

/** The same of two inputs. */
function pairedAlong(
  engine: Engine,
  run: PairedLines,
  a: CpuOperand,
  b: CpuOperand,
  out: CpuOperand,
  axis: number,
): boolean {
  if (!isPlain(a) || !isPlain(b)) return false;
  const [outer, n, inner] = linesOf(a.layout.shape, axis);
  const [to, left, right] = [place(out), place(a), place(b)];
  const step = 4 * n * inner;
  const bounds = parts(engine, outer, n * inner * cost.polynomial);
  const call = (first: number, last: number): Parameters<PairedLines> => [
    to + first * step,
    left + first * step,
    right + first * step,
    last - first,
    n,
    inner,
  ];
  parallel(engine, run, callsOf(bounds, call));
  return true;
}

export function softmaxKernel(engine: Engine): Kernel<'softmax'> {
  const run = engine.exports.softmax_f32;
  return accelerate(([x], [out], { axis }) => along(engine, run, x, out, axis, cost.polynomial), softmaxReference);
}

export function logSoftmaxKernel(engine: Engine): Kernel<'logSoftmax'> {
  const run = engine.exports.logSoftmax_f32;
  return accelerate(([x], [out], { axis }) => along(engine, run, x, out, axis, cost.polynomial), logSoftmaxReference);
}

export function softmaxBackwardKernel(engine: Engine): Kernel<'softmaxBackward'> {
  const run = engine.exports.softmaxBackward_f32;
  return accelerate(([g, y], [out], { axis }) => pairedAlong(engine, run, g, y, out, axis), softmaxBackwardReference);
}

export function logSoftmaxBackwardKernel(engine: Engine): Kernel<'logSoftmaxBackward'> {
  const run = engine.exports.logSoftmaxBackward_f32;
  return accelerate(
    ([g, y], [out], { axis }) => pairedAlong(engine, run, g, y, out, axis),
    logSoftmaxBackwardReference,
  );
}

export function scanKernel(engine: Engine): Kernel<'scan'> {
  const run = engine.exports.cumsum_f32;
  return accelerate(
    ([x], [out], { kind, axis }) => kind === 'sum' && along(engine, run, x, out, axis, cost.jump),
    scanReference,
  );
}

export function argReduceKernel(engine: Engine): Kernel<'argReduce'> {
  const { argmax_f32: argmax, argmin_f32: argmin } = engine.exports;
  const searches: Readonly<Record<ArgReduceKind, Lines>> = { argmax, argmin };
  return accelerate(
    ([x], [out], { kind, axis }) => along(engine, searches[kind], x, out, axis, cost.sum),
    argReduceReference,
  );
}
