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
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { place } from './operands.js';

/** A function of the module over [outer, n, inner]. */
type Lines = (o: number, x: number, outer: number, n: number, inner: number) => void;

/** A function of the module of two inputs over [outer, n, inner]. */
type PairedLines = (o: number, a: number, b: number, outer: number, n: number, inner: number) => void;

const isPlain = ({ dtype, layout }: CpuOperand): boolean => dtype === 'float32' && layout.contiguous;

/** Product of the sizes of dimensions `from` to `to`, exclusive. */
function product(shape: readonly number[], from: number, to: number): number {
  let n = 1;
  for (let d = from; d < to; d++) n *= shape[d]!;
  return n;
}

function along(run: Lines, x: CpuOperand, out: CpuOperand, axis: number): boolean {
  if (!isPlain(x)) return false;
  const { shape } = x.layout;
  run(place(out), place(x), product(shape, 0, axis), shape[axis]!, product(shape, axis + 1, shape.length));
  return true;
}

function pairedAlong(run: PairedLines, a: CpuOperand, b: CpuOperand, out: CpuOperand, axis: number): boolean {
  if (!isPlain(a) || !isPlain(b)) return false;
  const { shape } = a.layout;
  run(place(out), place(a), place(b), product(shape, 0, axis), shape[axis]!, product(shape, axis + 1, shape.length));
  return true;
}

export function softmaxKernel({ exports }: Engine): Kernel<'softmax'> {
  return accelerate(([x], [out], { axis }) => along(exports.softmax_f32, x, out, axis), softmaxReference);
}

export function logSoftmaxKernel({ exports }: Engine): Kernel<'logSoftmax'> {
  return accelerate(([x], [out], { axis }) => along(exports.logSoftmax_f32, x, out, axis), logSoftmaxReference);
}

export function softmaxBackwardKernel({ exports }: Engine): Kernel<'softmaxBackward'> {
  const run = exports.softmaxBackward_f32;
  return accelerate(([g, y], [out], { axis }) => pairedAlong(run, g, y, out, axis), softmaxBackwardReference);
}

export function logSoftmaxBackwardKernel({ exports }: Engine): Kernel<'logSoftmaxBackward'> {
  const run = exports.logSoftmaxBackward_f32;
  return accelerate(([g, y], [out], { axis }) => pairedAlong(run, g, y, out, axis), logSoftmaxBackwardReference);
}

export function scanKernel({ exports }: Engine): Kernel<'scan'> {
  return accelerate(
    ([x], [out], { kind, axis }) => kind === 'sum' && along(exports.cumsum_f32, x, out, axis),
    scanReference,
  );
}

export function argReduceKernel({ exports }: Engine): Kernel<'argReduce'> {
  const searches: Readonly<Record<ArgReduceKind, Lines>> = { argmax: exports.argmax_f32, argmin: exports.argmin_f32 };
  return accelerate(([x], [out], { kind, axis }) => along(searches[kind], x, out, axis), argReduceReference);
}
