/**
 * @file matmul and addmm: one call of the module for every evenly spaced run of matrices.
 */
import { itemSize, Layout } from '@x/tensor/core';
import { addmm as addmmReference, matmul as matmulReference } from '../kernels/matmul.js';
import { eachRow } from '../kernels/rows.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { place } from './operands.js';
import { type Mode, mode, multiplies, multiplyAll, type Product } from './products.js';

/** One product of matrices. */
function multiply(
  engine: Engine,
  a: CpuOperand,
  b: CpuOperand,
  out: CpuOperand,
  how: Mode = mode.store,
  bias = 0,
): boolean {
  const [m, n] = out.layout.shape as [number, number];
  const [row, column] = a.layout.strides as [number, number];
  const [bRow, bColumn] = b.layout.strides as [number, number];
  const k = a.layout.shape[1]!;
  const product: Product = [
    1,
    m,
    n,
    k,
    place(a),
    0,
    row,
    column,
    place(b),
    0,
    bRow,
    bColumn,
    place(out),
    0,
    n,
    how,
    bias,
    m,
  ];
  return multiplyAll(engine, out.dtype, [product]);
}

function batchOf({ layout }: CpuOperand): Layout {
  return Layout.strided(layout.shape.slice(0, -2), layout.strides.slice(0, -2), layout.offset);
}

/** Products of a batch: one for every evenly spaced run of matrices. */
function multiplyBatch(engine: Engine, a: CpuOperand, b: CpuOperand, out: CpuOperand): boolean {
  const size = itemSize[out.dtype];
  const [m, n] = out.layout.shape.slice(-2) as [number, number];
  const [row, column] = a.layout.strides.slice(-2) as [number, number];
  const [bRow, bColumn] = b.layout.strides.slice(-2) as [number, number];
  const k = a.layout.shape.at(-1)!;
  const products: Product[] = [];
  eachRow([batchOf(out), batchOf(a), batchOf(b)], (count, at, step) => {
    const [to, left, right] = [out, a, b].map(({ buffer }, i) => buffer.address + at[i]! * size) as [
      number,
      number,
      number,
    ];
    const [next, aNext, bNext] = step as [number, number, number];
    products.push([
      count,
      m,
      n,
      k,
      left,
      aNext,
      row,
      column,
      right,
      bNext,
      bRow,
      bColumn,
      to,
      next,
      n,
      mode.store,
      0,
      m,
    ]);
  });
  return multiplyAll(engine, out.dtype, products);
}

/** The batch as one product where one matrix `b` meets the rows of all matrices `a`. */
function folded(a: CpuOperand, b: CpuOperand, out: CpuOperand): [CpuOperand, CpuOperand, CpuOperand] | undefined {
  const { shape, strides } = b.layout;
  if (!strides.every((stride, d) => d >= strides.length - 2 || stride === 0 || shape[d] === 1)) return undefined;
  const rows = a.layout.size / shape.at(-2)!;
  const left = a.layout.reshape([rows, shape.at(-2)!]);
  if (left === undefined) return undefined;
  const right = Layout.strided(shape.slice(-2), strides.slice(-2), b.layout.offset);
  const result = Layout.strided([rows, shape.at(-1)!], [shape.at(-1)!, 1], out.layout.offset);
  return [
    { ...a, layout: left },
    { ...b, layout: right },
    { ...out, layout: result },
  ];
}

export function matmulKernel(engine: Engine): Kernel<'matmul'> {
  return accelerate(([a, b], [out]) => {
    if (a.layout.size === 0 || b.layout.size === 0) return false;
    if (out.layout.ndim === 2) return multiply(engine, a, b, out);
    const one = folded(a, b, out);
    return one ? multiply(engine, ...one) : multiplyBatch(engine, a, b, out);
  }, matmulReference);
}

/** How the module adds this bias [m, n]; undefined where it has to lie in the result before. */
function biasMode({ shape, strides }: Layout): Mode | undefined {
  const along = (d: 0 | 1, stride: number): boolean => shape[d] === 1 || strides[d] === stride;
  if (along(0, 0) && along(1, 1)) return mode.columnBias;
  return along(0, 1) && along(1, 0) ? mode.rowBias : undefined;
}

export function addmmKernel(engine: Engine, copy: Kernel<'copy'>): Kernel<'addmm'> {
  return accelerate(([bias, a, b], [out]) => {
    if (a.layout.size === 0 || b.layout.size === 0) return false;
    const how = biasMode(bias.layout);
    if (how !== undefined) return multiply(engine, a, b, out, how, place(bias));
    if (!multiplies(out.dtype)) return false;
    copy([bias], [out], {});
    return multiply(engine, a, b, out, mode.add);
  }, addmmReference);
}
