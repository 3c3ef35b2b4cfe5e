/**
 * @file Products that sum over dimensions of both tensors.
 */
import { ShapeError } from '../errors.js';
import { checkOptions } from '../options.js';
import { shapeText, wrapDim } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { multiDot } from './linalg/products.js';
import { listed, type TensorList } from './pieces.js';

/** Sums of products over pairs of dimensions, of which those of size 1 are summed alone. */
export function contractDims(
  op: string,
  a: Tensor,
  b: Tensor,
  dimsA: readonly number[],
  dimsB: readonly number[],
): Tensor {
  const [alongA, alongB] = [dimsA.map((d) => wrapDim(op, d, a.ndim)), dimsB.map((d) => wrapDim(op, d, b.ndim))];
  const shapes = [a.shape, b.shape];
  if (alongA.length !== alongB.length) {
    throw new ShapeError(op, `as many dims are needed for both, got ${shapeText(dimsA)} and ${shapeText(dimsB)}`, {
      shapes,
    });
  }
  alongA.forEach((d, i) => {
    const [m, n] = [a.shape[d]!, b.shape[alongB[i]!]!];
    if (m === n || m === 1 || n === 1) return;
    throw new ShapeError(
      op,
      `contracted dimensions need to match, but first has size ${m} in dim ${d} and second has size ${n} in dim ${alongB[i]}`,
      { shapes },
    );
  });
  const ones = (x: Tensor, own: readonly number[], other: Tensor, others: readonly number[]): number[] =>
    own.filter((d, i) => x.shape[d] !== 1 && other.shape[others[i]!] === 1);
  const sum = (x: Tensor, dims: readonly number[]): Tensor => (dims.length > 0 ? x.sum(dims, { keepdim: true }) : x);
  const [x, y] = [sum(a, ones(a, alongA, b, alongB)), sum(b, ones(b, alongB, a, alongA))];
  const free = (t: Tensor, along: readonly number[]): number[] =>
    t.shape.map((_, d) => d).filter((d) => !along.includes(d));
  const [freeA, freeB] = [free(x, alongA), free(y, alongB)];
  const inside = alongA.reduce((n, d) => n * x.shape[d]!, 1);
  const [shapeA, shapeB] = [freeA.map((d) => x.shape[d]!), freeB.map((d) => y.shape[d]!)];
  const sizeOf = (shape: readonly number[]): number => shape.reduce((n, s) => n * s, 1);
  const left = x.permute([...freeA, ...alongA]).reshape([sizeOf(shapeA), inside]);
  const right = y.permute([...alongB, ...freeB]).reshape([inside, sizeOf(shapeB)]);
  return left.mm(right).reshape([...shapeA, ...shapeB]);
}

export interface TensordotOptions {
  /** How many of a's last and b's first dimensions, or which of a and which of b. Default: 2. */
  readonly dims?: number | readonly [a: readonly number[], b: readonly number[]];
}

/**
 * Sum of products over dimensions of both tensors: `[*a, *c], [*c, *b] → [*a, *b]`.
 *
 * @throws ShapeError when sizes differ, IndexError when a dimension does not exist.
 * @example tensordot(ones(2, 3), ones(3, 4), { dims: 1 }).shape // [2, 4]
 * @see https://pytorch.org/docs/stable/generated/torch.tensordot.html
 */
export function tensordot(a: Tensor, b: Tensor, options: TensordotOptions = {}): Tensor {
  checkOptions('tensordot', options, ['dims']);
  const { dims = 2 } = options;
  if (typeof dims !== 'number') return contractDims('tensordot', a, b, dims[0], dims[1]);
  if (!Number.isInteger(dims) || dims < 0 || dims > Math.min(a.ndim, b.ndim)) {
    throw new ShapeError(
      'tensordot',
      `dims must be from 0 to ${Math.min(a.ndim, b.ndim)}, the smaller number of dimensions, got ${dims}`,
      { shapes: [a.shape, b.shape] },
    );
  }
  const count = Array.from({ length: dims }, (_, i) => i);
  return contractDims(
    'tensordot',
    a,
    b,
    count.map((i) => a.ndim - dims + i),
    count,
  );
}

/**
 * Product of a chain of matrices, `linalg.multiDot`: `[a, b], [b, c], … → [a, z]`; of one matrix, itself.
 *
 * @throws ShapeError when neighbours do not go together.
 * @example chainMatmul(ones(2, 3), ones(3, 1)) // [[3], [3]]
 * @see https://pytorch.org/docs/stable/generated/torch.chain_matmul.html
 */
export function chainMatmul(...matrices: TensorList): Tensor {
  const list = listed(matrices);
  return list.length === 1 ? list[0]! : multiDot(list);
}
