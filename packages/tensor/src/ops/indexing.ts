/**
 * @file Reading and writing at positions given by several index tensors at once.
 *
 * Both work on the flattened tensor: every element of the result has a position there, made from the indices and, for the
 * dimensions that are not indexed, from counting.
 */
import { arange } from '../create.js';
import { IndexError } from '../errors.js';
import { allocate, compact, discard, operand } from '../kernel.js';
import { contiguousStrides, type Shape, sizeOf } from '../layout.js';
import type { Op } from '../op.js';
import { readSync } from '../host.js';
import { broadcastShapes, checkBroadcastable } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { checkIndex } from './gather.js';
import { clone } from './elementwise.js';

/** Which dimensions the index tensors belong to, ascending. */
export interface MultiIndexAttrs {
  readonly dims: readonly number[];
}

export interface IndexPutAttrs extends MultiIndexAttrs {
  /** Add to what is there instead of replacing it. */
  readonly accumulate: boolean;
}

/** Where the broadcast index dimensions go: in place of the indexed ones if those are neighbours, else to the front. */
function resultPlan(shape: Shape, dims: readonly number[]): { before: number[]; after: number[] } {
  const rest = shape.map((_, d) => d).filter((d) => !dims.includes(d));
  const neighbours = dims.every((d, i) => d === dims[0]! + i);
  return neighbours
    ? { before: rest.filter((d) => d < dims[0]!), after: rest.filter((d) => d > dims[0]!) }
    : { before: [], after: rest };
}

function checkBounds(index: Tensor, dim: number, size: number): void {
  if (!index.storage.backend.readSync) return;
  for (const i of readSync('index', index)) {
    if (i < -size || i >= size) {
      throw new IndexError('index', `index ${i} is out of bounds for dimension ${dim} with size ${size}`, {
        index: i,
        size,
      });
    }
  }
}

/** Positions in the flattened tensor of `shape` of every element of the result; -1, which kernels refuse, for an index out of bounds. */
function positions(shape: Shape, indices: readonly Tensor[], dims: readonly number[]): Tensor {
  const strides = contiguousStrides(shape);
  const { before, after } = resultPlan(shape, dims);
  const indexed = broadcastShapes('index', ...indices.map((t) => t.shape));
  const counted = (list: readonly number[]): Shape => list.map((d) => shape[d]!);
  const full = [...counted(before), ...indexed, ...counted(after)];
  const { device } = indices[0]!;
  let sum: Tensor | undefined;
  const add = (part: Tensor): void => {
    sum = sum ? sum.add(part) : part;
  };
  const place = (part: Tensor, trailing: number): Tensor =>
    part.view([...part.shape, ...new Array<number>(trailing).fill(1)]);
  let valid: Tensor | undefined;
  indices.forEach((index, i) => {
    checkIndex('index', index);
    const d = dims[i]!;
    const size = shape[d]!;
    checkBounds(index, d, size);
    const wrapped = index.add(index.lt(0).to('int32').mul(size));
    const inside = wrapped.ge(0).logicalAnd(wrapped.lt(size));
    valid = valid ? valid.logicalAnd(inside) : inside;
    add(wrapped.mul(strides[d]!));
  });
  if (!sum || !valid) throw new IndexError('index', 'no index tensors given');
  sum = place(sum.maskedFill(valid.logicalNot(), -2147483647), after.length);
  const count = (list: readonly number[], trailing: number): void =>
    list.forEach((d, i) => add(place(arange(shape[d]!, { device }).mul(strides[d]!), trailing + list.length - 1 - i)));
  count(after, 0);
  count(before, indexed.length + after.length);
  return sum.expand(full);
}

/** Elements at the positions that several indices name together. */
export const index: Op<readonly [x: Tensor, ...indices: Tensor[]], MultiIndexAttrs, readonly [Tensor]> = {
  name: 'index',
  run([x, ...indices], { dims }) {
    const { backend } = x.storage;
    const where = positions(x.shape, indices, dims);
    const out = allocate(backend, where.shape, x.dtype);
    if (out.numel() > 0) {
      const source = compact(x);
      const line = source.layout.reshape([x.numel()]);
      const list = compact(where);
      const flat = list.layout.reshape([out.numel()]);
      const result = out.layout.reshape([out.numel()]);
      backend.kernels.gather([operand(source, line), operand(list, flat)], [operand(out, result)], { axis: 0 });
      discard(list, where);
      discard(source, x);
    }
    return [out];
  },
};

/** `self` with values written, or added, at the positions that several indices name together. */
export const indexPut: Op<
  readonly [self: Tensor, values: Tensor, ...indices: Tensor[]],
  IndexPutAttrs,
  readonly [Tensor]
> = {
  name: 'indexPut',
  run([self, values, ...indices], { dims, accumulate }) {
    const { backend } = self.storage;
    const where = positions(self.shape, indices, dims);
    checkBroadcastable('indexPut', values.shape, where.shape);
    const out = clone.run([self], {})?.[0] ?? allocate(backend, self.shape, self.dtype);
    if (where.numel() > 0) {
      const n = sizeOf(where.shape);
      const list = compact(where);
      const spread = values.to(self.dtype).detach().expand(where.shape);
      const source = compact(spread);
      const ins = [operand(list, list.layout.reshape([n])), operand(source, source.layout.reshape([n]))] as const;
      const target = [operand(out, out.layout.reshape([out.numel()]))] as const;
      if (accumulate) backend.kernels.scatterAdd(ins, target, { axis: 0 });
      else backend.kernels.scatter(ins, target, { axis: 0 });
      discard(source, spread);
      discard(list, where);
    }
    return [out];
  },
};
