/**
 * @file Taking tensors apart and putting them together, in NumPy's ways.
 */
import { ShapeError, ValueError } from '../errors.js';
import { isTensor, type Tensor } from '../tensor.js';
import { existingDim, shapeText } from '../shape.js';
import { cat, hstack } from './join.js';
import { split } from './split.js';

/** A number of parts, or the indices in front of which to cut. */
export type Sections = number | readonly number[] | Tensor;

function sections(op: string, at: Sections): number | readonly number[] {
  if (!isTensor(at)) return at;
  if (at.dtype !== 'int32' || at.ndim > 1) {
    throw new ValueError(op, `indices must be an int32 number or vector, got ${at.dtype} ${shapeText(at.shape)}`);
  }
  return at.ndim === 0 ? at.item() : Array.from(at.toTypedArray());
}

function cut(op: string, self: Tensor, at: Sections, dim: number): Tensor[] {
  const d = existingDim(op, dim, self.ndim);
  const n = self.size(d);
  const where = sections(op, at);
  if (typeof where === 'number') {
    if (!Number.isInteger(where) || where < 1)
      throw new ValueError(op, `number of sections must be larger than 0, got ${where}`, { sections: where });
    const [least, more] = [Math.floor(n / where), n % where];
    return split(
      self,
      Array.from({ length: where }, (_, i) => least + Number(i < more)),
      d,
    );
  }
  const clip = (i: number): number => Math.min(Math.max(i < 0 ? i + n : i, 0), n);
  const bounds = [0, ...where.map(clip), n];
  return bounds.slice(1).map((end, i) => self.narrow(d, bounds[i]!, Math.max(end - bounds[i]!, 0)));
}

/**
 * Parts along a dimension: a number of parts of nearly equal size, or parts that end at indices.
 *
 * @throws IndexError when the dimension does not exist, ValueError when the number of parts is not positive.
 * @example arange(5).tensorSplit(2) // [[0, 1, 2], [3, 4]]
 * @see https://pytorch.org/docs/stable/generated/torch.tensor_split.html
 */
export function tensorSplit(self: Tensor, indicesOrSections: Sections, dim: number = 0): Tensor[] {
  return cut('tensorSplit', self, indicesOrSections, dim);
}

function evenly(op: string, self: Tensor, at: number | readonly number[], dim: number, least: number): Tensor[] {
  if (self.ndim < least) {
    throw new ShapeError(op, `requires a tensor with at least ${least} dimension(s), got ${shapeText(self.shape)}`, {
      shapes: [self.shape],
    });
  }
  if (typeof at === 'number' && (at < 1 || self.size(dim) % at !== 0)) {
    throw new ShapeError(op, `size ${self.size(dim)} of dimension ${dim} is not divisible by ${at}`, {
      shapes: [self.shape],
      dim,
    });
  }
  return cut(op, self, at, dim);
}

/**
 * Parts side by side: along dimension 1, of vectors along dimension 0.
 *
 * @throws ShapeError for 0-d tensors, or when the size is not divisible by the number of parts.
 * @example arange(4).hsplit(2) // [[0, 1], [2, 3]]
 * @see https://pytorch.org/docs/stable/generated/torch.hsplit.html
 */
export function hsplit(self: Tensor, indicesOrSections: number | readonly number[]): Tensor[] {
  return evenly('hsplit', self, indicesOrSections, self.ndim === 1 ? 0 : 1, 1);
}

/**
 * Parts one below the other: along dimension 0.
 *
 * @throws ShapeError for less than two dimensions, or when the size is not divisible by the number of parts.
 * @example eye(2).vsplit(2)
 * @see https://pytorch.org/docs/stable/generated/torch.vsplit.html
 */
export function vsplit(self: Tensor, indicesOrSections: number | readonly number[]): Tensor[] {
  return evenly('vsplit', self, indicesOrSections, 0, 2);
}

/**
 * Parts one behind the other: along dimension 2.
 *
 * @throws ShapeError for less than three dimensions, or when the size is not divisible by the number of parts.
 * @example zeros(1, 1, 4).dsplit(2)
 * @see https://pytorch.org/docs/stable/generated/torch.dsplit.html
 */
export function dsplit(self: Tensor, indicesOrSections: number | readonly number[]): Tensor[] {
  return evenly('dsplit', self, indicesOrSections, 2, 3);
}

/**
 * Parts of the given sizes along a dimension.
 *
 * @throws ShapeError when the sizes do not add up.
 * @example arange(5).splitWithSizes([2, 3]) // [[0, 1], [2, 3, 4]]
 * @see https://pytorch.org/docs/stable/generated/torch.split.html
 */
export function splitWithSizes(self: Tensor, splitSizes: readonly number[], dim: number = 0): Tensor[] {
  return split(self, splitSizes, dim);
}

/**
 * A copy of `length` slices from `start` along a dimension.
 *
 * @throws IndexError when the slices reach outside of the dimension.
 * @example arange(5).narrowCopy(0, 1, 3) // [1, 2, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.narrow_copy.html
 */
export function narrowCopy(self: Tensor, dim: number, start: number, length: number): Tensor {
  return self.narrow(dim, start, length).clone();
}

/** The tensors of a call with separate arguments or one list. */
export type TensorList = Tensor[] | [tensors: readonly Tensor[]];

/** `(a, b)` and `([a, b])` as one list. */
export function listed(args: TensorList): readonly Tensor[] {
  return args.flatMap((arg) => (isTensor(arg) ? [arg] : [...arg]));
}

/** One tensor of at least so many dimensions, or a list of them for a list. */
function raised(tensors: TensorList, raise: (x: Tensor) => Tensor): Tensor | Tensor[] {
  const [first] = tensors;
  return tensors.length === 1 && isTensor(first) ? raise(first) : listed(tensors).map(raise);
}

const lines = (x: Tensor): Tensor => (x.ndim === 0 ? x.reshape(1) : x);
const planes = (x: Tensor): Tensor => (x.ndim < 2 ? lines(x).unsqueeze(0) : x);
const boxes = (x: Tensor): Tensor => (x.ndim < 3 ? planes(x).unsqueeze(-1) : x);

/**
 * The tensor with at least one dimension; of several tensors, each of them.
 *
 * @example atleast1d(tensor(5)) // [5]
 * @see https://pytorch.org/docs/stable/generated/torch.atleast_1d.html
 */
export function atleast1d(tensor: Tensor): Tensor;
export function atleast1d(...tensors: TensorList): Tensor[];
export function atleast1d(...tensors: TensorList): Tensor | Tensor[] {
  return raised(tensors, lines);
}

/**
 * The tensor with at least two dimensions, new ones in front; of several tensors, each of them.
 *
 * @example atleast2d(tensor(5)) // [[5]]
 * @see https://pytorch.org/docs/stable/generated/torch.atleast_2d.html
 */
export function atleast2d(tensor: Tensor): Tensor;
export function atleast2d(...tensors: TensorList): Tensor[];
export function atleast2d(...tensors: TensorList): Tensor | Tensor[] {
  return raised(tensors, planes);
}

/**
 * The tensor with at least three dimensions: `[n] → [1, n, 1]`, `[n, m] → [n, m, 1]`; of several tensors, each of them.
 *
 * @example atleast3d(tensor(5)) // [[[5]]]
 * @see https://pytorch.org/docs/stable/generated/torch.atleast_3d.html
 */
export function atleast3d(tensor: Tensor): Tensor;
export function atleast3d(...tensors: TensorList): Tensor[];
export function atleast3d(...tensors: TensorList): Tensor | Tensor[] {
  return raised(tensors, boxes);
}

/**
 * Tensors joined one behind the other, along dimension 2.
 *
 * @throws ShapeError when the other sizes differ, ValueError for an empty list.
 * @example dstack([tensor([1, 2]), tensor([3, 4])]) // [[[1, 3], [2, 4]]]
 * @see https://pytorch.org/docs/stable/generated/torch.dstack.html
 */
export function dstack(tensors: readonly Tensor[]): Tensor {
  return cat(tensors.map(boxes), 2);
}

/**
 * Tensors as columns side by side; vectors count as columns.
 *
 * @throws ShapeError when the other sizes differ, ValueError for an empty list.
 * @example columnStack([tensor([1, 2]), tensor([3, 4])]) // [[1, 3], [2, 4]]
 * @see https://pytorch.org/docs/stable/generated/torch.column_stack.html
 */
export function columnStack(tensors: readonly Tensor[]): Tensor {
  return hstack(tensors.map((x) => (x.ndim < 2 ? x.reshape(x.numel(), 1) : x)));
}
