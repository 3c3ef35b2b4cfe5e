/**
 * @file Reading and writing at indices along one dimension. Indices are int32; negative ones do not wrap here, as in PyTorch.
 */
import type { Operand } from '../backend.js';
import { DTypeError, ShapeError } from '../errors.js';
import { allocate, commonBackend, converted, discard, operand } from '../kernel.js';
import type { Layout, Shape } from '../layout.js';
import type { Op } from '../op.js';
import { shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { toCopy } from './elementwise.js';

export interface IndexAttrs {
  readonly dim: number;
}

export type GatherOp = Op<readonly [x: Tensor, index: Tensor], IndexAttrs, readonly [Tensor]>;
export type ScatterOp = Op<readonly [self: Tensor, index: Tensor, src: Tensor], IndexAttrs, readonly [Tensor]>;

/** @throws DTypeError when a tensor of indices is not int32. */
export function checkIndex(op: string, index: Tensor): void {
  if (index.dtype !== 'int32' && index.numel() > 0)
    throw new DTypeError(op, `indices must be int32, got ${index.dtype}`, { dtypes: [index.dtype] });
}

function checkSizes(op: string, index: Tensor, of: Tensor, dim: number | undefined, what: string): void {
  const fits =
    Math.max(index.ndim, 1) === Math.max(of.ndim, 1) &&
    index.shape.every((n, d) => d === dim || n <= (of.shape[d] ?? 1));
  if (fits) return;
  const apart = dim === undefined ? '' : ` apart from dimension ${dim}`;
  throw new ShapeError(
    op,
    `index ${shapeText(index.shape)} must not be larger than ${what} ${shapeText(of.shape)}${apart}`,
    {
      shapes: [index.shape, of.shape],
    },
  );
}

/** The part of a layout that an index of `shape` reaches in the dimensions other than `dim`. */
function reached(layout: Layout, shape: Shape, dim: number): Layout {
  if (layout.ndim === 0) return layout;
  return shape.reduce((part, n, d) => (d === dim || part.shape[d] === n ? part : part.slice(d, 0, n)), layout);
}

const lined = (x: Operand): Operand => (x.layout.ndim > 0 ? x : { ...x, layout: x.layout.unsqueeze(0) });

/** `out[i, j, k] = x[i, index[i, j, k], k]` for dim 1. */
export const gather: GatherOp = {
  name: 'gather',
  run([x, index], { dim }) {
    checkIndex('gather', index);
    checkSizes('gather', index, x, dim, 'the input');
    const backend = commonBackend('gather', [x, index]);
    const out = allocate(backend, index.shape, x.dtype);
    const source = operand(x, reached(x.layout, index.shape, dim));
    if (out.numel() > 0)
      backend.kernels.gather([lined(source), lined(operand(index))], [lined(operand(out))], { axis: dim });
    return [out];
  },
};

function scattering(name: string, kernel: 'scatter' | 'scatterAdd'): ScatterOp {
  const write = ([self, index, src]: readonly [Tensor, Tensor, Tensor], dim: number, into: Tensor): void => {
    checkIndex(name, index);
    if (self.dtype !== src.dtype) {
      throw new DTypeError(name, `expected self and src of the same dtype, got ${self.dtype} and ${src.dtype}`, {
        dtypes: [self.dtype, src.dtype],
      });
    }
    checkSizes(name, index, self, dim, 'self');
    checkSizes(name, index, src, undefined, 'src');
    const backend = commonBackend(name, [self, index, src]);
    if (index.numel() === 0) return;
    // a sum of bools stays 0 or 1: it is one of int32, converted there and back
    const counted = kernel === 'scatterAdd' && self.dtype === 'bool';
    const from = counted ? converted(src, 'int32') : src;
    const to = counted ? converted(into, 'int32') : into;
    const source = operand(from, reached(from.layout, index.shape, -1));
    const out = operand(to, reached(to.layout, index.shape, dim));
    backend.kernels[kernel]([lined(operand(index)), lined(source)], [lined(out)], { axis: dim });
    if (counted) backend.kernels.cast([operand(to)], [operand(into)], {});
    discard(from, src);
    discard(to, into);
  };
  return {
    name,
    run(inputs, { dim }) {
      const [out] = toCopy.run([inputs[0]], { dtype: inputs[0].dtype }) ?? [];
      if (!out) return undefined;
      write(inputs, dim, out);
      return [out];
    },
    runInplace: (inputs, { dim }) => write(inputs, dim, inputs[0]),
  };
}

/** `self` with `src` written at the indices. */
export const scatter: ScatterOp = scattering('scatter', 'scatter');

/** `self` with `src` added at the indices. */
export const scatterAdd: ScatterOp = scattering('scatterAdd', 'scatterAdd');

/** Rows of `x` along `dim`, chosen by a 1-d index. */
export const indexSelect: GatherOp = {
  name: 'indexSelect',
  run([x, index], { dim }) {
    checkIndex('indexSelect', index);
    if (index.ndim > 1) {
      throw new ShapeError('indexSelect', `the index must have 0 or 1 dimensions, got ${shapeText(index.shape)}`, {
        shapes: [index.shape],
      });
    }
    const backend = commonBackend('indexSelect', [x, index]);
    const shape = x.ndim === 0 ? [] : x.shape.with(dim, index.numel());
    const out = allocate(backend, shape, x.dtype);
    const spread = alongDim(index.layout, out.layout.ndim > 0 ? out.shape : [1], dim);
    if (out.numel() > 0)
      backend.kernels.gather([lined(operand(x)), operand(index, spread)], [lined(operand(out))], { axis: dim });
    return [out];
  },
};

/** A 0-d or 1-d layout laid along dimension `dim` of `shape` and repeated over the others. */
export function alongDim(layout: Layout, shape: Shape, dim: number): Layout {
  const line = layout.ndim === 0 ? layout.unsqueeze(0) : layout;
  const single = shape.map((_, d) => (d === dim ? line.shape[0]! : 1));
  let placed = line;
  for (let d = 0; d < single.length; d++) if (d !== dim) placed = placed.unsqueeze(d);
  return placed.expand(shape);
}
