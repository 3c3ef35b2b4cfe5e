/**
 * @file Reading and writing at positions given by several index tensors at once.
 *
 * One index tensor goes straight to the kernels, along its dimension. Several work on the flattened tensor: every element of
 * the result has a position there, made from the indices and, for the dimensions that are not indexed, from counting.
 */
import { fromHost } from '../construct.js';
import { arange } from '../create.js';
import { IndexError } from '../errors.js';
import { readSync } from '../host.js';
import { allocate, commonBackend, compact, converted, operand } from '../kernel.js';
import { contiguousStrides, type Shape, sizeOf } from '../layout.js';
import type { Op } from '../op.js';
import { scope } from '../scope.js';
import { broadcastShapes, checkBroadcastable } from '../shape.js';
import { type Tensor, viewOf } from '../tensor.js';
import { toCopy } from './elementwise.js';
import { alongDim, checkIndex } from './gather.js';

/** Which dimensions the index tensors belong to, ascending. */
export interface MultiIndexAttrs {
  readonly dims: readonly number[];
}

export interface IndexPutAttrs extends MultiIndexAttrs {
  /** Add to what is there instead of replacing it. */
  readonly accumulate: boolean;
}

/** What several indices name together. */
interface Selection {
  /** Dimensions that are not indexed, before and after the place of the index dimensions. */
  readonly before: readonly number[];
  readonly after: readonly number[];
  /** The shape that the index tensors broadcast to. */
  readonly indexed: Shape;
  /** The shape of the result. */
  readonly shape: Shape;
}

/** The broadcast index dimensions go in place of the indexed ones if those are neighbours, else to the front. */
function select(shape: Shape, indices: readonly Tensor[], dims: readonly number[]): Selection {
  const rest = shape.map((_, d) => d).filter((d) => !dims.includes(d));
  const first = dims[0]!;
  const neighbours = dims.every((d, i) => d === first + i);
  const before = neighbours ? rest.filter((d) => d < first) : [];
  const after = neighbours ? rest.filter((d) => d > first) : rest;
  const indexed = broadcastShapes('index', ...indices.map((t) => t.shape));
  const sizes = (list: readonly number[]): number[] => list.map((d) => shape[d]!);
  return { before, after, indexed, shape: [...sizes(before), ...indexed, ...sizes(after)] };
}

/** The shape of the result of indexing a tensor of `shape`. */
export function indexedShape(shape: Shape, indices: readonly Tensor[], dims: readonly number[]): Shape {
  return select(shape, indices, dims).shape;
}

/**
 * Indices counted from the front. Where the device cannot be read at once, an index out of bounds becomes -1, which kernels refuse.
 *
 * @throws IndexError when an index is out of bounds.
 */
function fromFront(index: Tensor, dim: number, size: number): Tensor {
  checkIndex('index', index);
  const { backend } = index.storage;
  if (!backend.readSync) {
    const plain = viewOf(index, index.layout); // without the hook: this is no op of its own
    const front = plain.add(plain.lt(0).to('int32').mul(size));
    return front.maskedFill(front.lt(0).logicalOr(front.ge(size)), -1);
  }
  const list = readSync('index', index);
  list.forEach((i, at) => {
    if (i < -size || i >= size) {
      throw new IndexError('index', `index ${i} is out of bounds for dimension ${dim} with size ${size}`, {
        index: i,
        size,
      });
    }
    if (i < 0) list[at] = i + size;
  });
  return fromHost(backend, index.shape, 'int32', list);
}

/** Positions in the flattened tensor of `shape`; -1 where one of the indices is. */
function positions(shape: Shape, fronts: readonly Tensor[], dims: readonly number[], selection: Selection): Tensor {
  const { before, after, indexed } = selection;
  const strides = contiguousStrides(shape);
  const { device } = fronts[0]!;
  const spread = (part: Tensor, trailing: number): Tensor =>
    part.view([...part.shape, ...Array.from({ length: trailing }, () => 1)]);
  const counted = (list: readonly number[], trailing: number): Tensor[] =>
    list.map((d, i) => spread(arange(shape[d]!, { device }).mul(strides[d]!), trailing + list.length - 1 - i));
  const named = fronts.map((front, i) => front.mul(strides[dims[i]!]!)).reduce((a, b) => a.add(b));
  const all = [spread(named, after.length), ...counted(after, 0), ...counted(before, indexed.length + after.length)];
  const sum = all.reduce((a, b) => a.add(b)).expand(selection.shape);
  if (fronts[0]!.storage.backend.readSync) return sum;
  const outside = fronts.map((front) => front.lt(0)).reduce((a, b) => a.logicalOr(b));
  return sum.maskedFill(spread(outside, after.length), -1);
}

/** What the kernels are called with: `index` holds positions along `axis` of the tensor seen as `shape`. */
interface Access {
  readonly axis: number;
  /** The tensor's own shape, or one dimension. */
  readonly shape: Shape;
  /** The result's elements in the same form. */
  readonly result: Shape;
  readonly index: Tensor;
}

function accessTo(shape: Shape, indices: readonly Tensor[], dims: readonly number[], selection: Selection): Access {
  const fronts = indices.map((index, i) => fromFront(index, dims[i]!, shape[dims[i]!]!));
  const [only, second] = fronts;
  if (only && !second) {
    const axis = dims[0]!;
    return { axis, shape, result: shape.with(axis, only.numel()), index: only };
  }
  const index = positions(shape, fronts, dims, selection);
  return { axis: 0, shape: [sizeOf(shape)], result: [index.numel()], index: compact(index) };
}

/** The index of an access, laid along its axis. */
const laid = ({ index, result, axis }: Access): ReturnType<typeof operand> =>
  operand(index, alongDim(index.layout.reshape([index.numel()])!, result, axis));

/** Elements at the positions that several indices name together. */
export const index: Op<readonly [x: Tensor, ...indices: Tensor[]], MultiIndexAttrs, readonly [Tensor]> = {
  name: 'index',
  run([x, ...indices], { dims }) {
    const backend = commonBackend('index', [x, ...indices]);
    const selection = select(x.shape, indices, dims);
    const out = allocate(backend, selection.shape, x.dtype);
    scope(() => {
      const access = accessTo(x.shape, indices, dims, selection);
      if (out.numel() === 0) return;
      const source = indices.length === 1 ? x : compact(x);
      const from = operand(source, indices.length === 1 ? x.layout : source.layout.reshape(access.shape));
      const to = operand(out, out.layout.reshape(access.result));
      backend.kernels.gather([from, laid(access)], [to], { axis: access.axis });
    });
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
    const backend = commonBackend('indexPut', [self, values, ...indices]);
    const selection = select(self.shape, indices, dims);
    checkBroadcastable('indexPut', values.shape, selection.shape);
    const [out] = toCopy.run([self], { dtype: self.dtype })!;
    scope(() => {
      const access = accessTo(self.shape, indices, dims, selection);
      if (sizeOf(selection.shape) === 0) return;
      const typed = converted(values, self.dtype);
      const spread = compact(viewOf(typed, typed.layout.expand(selection.shape)));
      const from = operand(spread, spread.layout.reshape(access.result));
      const to = operand(out, out.layout.reshape(access.shape));
      backend.kernels[accumulate ? 'scatterAdd' : 'scatter']([laid(access), from], [to], { axis: access.axis });
    });
    return [out];
  },
};
