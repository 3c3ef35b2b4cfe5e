/**
 * @file Matrix products.
 */
import { isFloatingPoint, Layout } from '@x/tensor/core';
import { copy, fill } from './copy.js';
import { evenly, gemm, type Matrix } from './gemm.js';
import { eachRow } from './rows.js';
import { type CpuOperand, elements, type Kernel } from './types.js';

/** The operand's last two dimensions as a matrix. */
function lastTwo(x: CpuOperand): Matrix {
  const { shape, strides, offset } = x.layout;
  return {
    data: elements(x),
    offset,
    rows: evenly(shape.at(-2)!, strides.at(-2)!),
    cols: evenly(shape.at(-1)!, strides.at(-1)!),
  };
}

/** The dimensions before the last two. */
function batchOf({ layout }: CpuOperand): Layout {
  return Layout.strided(layout.shape.slice(0, -2), layout.strides.slice(0, -2), layout.offset);
}

/** `out += a × b` modulo 2³². */
function integerGemm(a: Matrix, b: Matrix, out: Matrix): void {
  for (let r = 0; r < a.rows.length; r++) {
    for (let c = 0; c < b.cols.length; c++) {
      let sum = 0;
      const row = a.offset + a.rows[r]!;
      const column = b.offset + b.cols[c]!;
      for (let p = 0; p < a.cols.length; p++) {
        sum = (sum + Math.imul(a.data[row + a.cols[p]!]!, b.data[column + b.rows[p]!]!)) | 0;
      }
      out.data[out.offset + out.rows[r]! + out.cols[c]!]! += sum;
    }
  }
}

/** Adds the products of all pairs of matrices in the batch. */
function addProducts(a: CpuOperand, b: CpuOperand, out: CpuOperand): void {
  const [x, y, to] = [lastTwo(a), lastTwo(b), lastTwo(out)];
  const product = isFloatingPoint(out.dtype) ? gemm : integerGemm;
  eachRow([batchOf(out), batchOf(a), batchOf(b)], (n, at, step) => {
    for (let i = 0; i < n; i++) {
      product(
        { ...x, offset: at[1]! + i * step[1]! },
        { ...y, offset: at[2]! + i * step[2]! },
        { ...to, offset: at[0]! + i * step[0]! },
      );
    }
  });
}

export const matmul: Kernel<'matmul'> = ([a, b], [out]) => {
  fill([], [out], { value: 0 });
  addProducts(a, b, out);
};

export const addmm: Kernel<'addmm'> = ([bias, a, b], [out], attrs) => {
  copy([{ ...bias, layout: bias.layout.expand(out.layout.shape) }], [out], attrs);
  addProducts(a, b, out);
};
