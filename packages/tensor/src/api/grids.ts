/**
 * @file Grids and lists of combinations, of tensors and of indices.
 */
import { created, fromHost, target } from '../construct.js';
import { hostArray, isFloatingPoint } from '../dtype.js';
import { DTypeError, ShapeError, ValueError } from '../errors.js';
import { checkOptions, type TensorOptions } from '../options.js';
import { broadcastShapes, shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';
import { stack } from './join.js';
import { listed, type TensorList } from './pieces.js';

/**
 * The tensors expanded to the shape that they broadcast to.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example broadcastTensors(arange(2).view(2, 1), arange(3)).map((x) => x.shape) // [[2, 3], [2, 3]]
 * @see https://pytorch.org/docs/stable/generated/torch.broadcast_tensors.html
 */
export function broadcastTensors(...tensors: TensorList): Tensor[] {
  const list = listed(tensors);
  const shape = broadcastShapes('broadcastTensors', ...list.map((x) => x.shape));
  return list.map((x) => x.expand(shape));
}

/** Options of `meshgrid`. */
export interface MeshgridOptions {
  /** `ij`: the first tensor numbers the rows; `xy`: the columns. Default: ij. */
  readonly indexing?: 'ij' | 'xy';
}

/**
 * Coordinates of a grid, one tensor for each of the given axes: `[n], [m] → two of [n, m]`.
 *
 * @throws ShapeError for tensors of more than one dimension, ValueError for an empty list or another indexing.
 * @example meshgrid([arange(2), arange(3)])[0] // [[0, 0, 0], [1, 1, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.meshgrid.html
 */
export function meshgrid(tensors: readonly Tensor[], options: MeshgridOptions = {}): Tensor[] {
  checkOptions('meshgrid', options, ['indexing']);
  const { indexing = 'ij' } = options;
  if (indexing !== 'ij' && indexing !== 'xy')
    throw new ValueError('meshgrid', `indexing is 'ij' or 'xy', got '${String(indexing)}'`, { indexing });
  if (tensors.length === 0) throw new ValueError('meshgrid', 'expects a non-empty list of tensors');
  const odd = tensors.find((x) => x.ndim > 1 || x.dtype !== tensors[0]!.dtype);
  if (odd) {
    throw new ShapeError(
      'meshgrid',
      `expects vectors or numbers of one dtype, got ${odd.dtype} ${shapeText(odd.shape)}`,
      {
        shapes: tensors.map((x) => x.shape),
      },
    );
  }
  const shape = tensors.map((x) => x.numel());
  const grids = tensors.map((x, d) => x.reshape(shape.map((_, i) => (i === d ? -1 : 1))).expand(shape));
  return indexing === 'xy' && tensors.length > 1 ? grids.map((grid) => grid.transpose(0, 1)) : grids;
}

/**
 * All combinations of one element of each vector: `[n], [m] → [n · m, 2]`; of one vector, the vector.
 *
 * @throws ShapeError for tensors that are no vectors, ValueError for an empty list.
 * @example cartesianProd(tensor([1, 2]), tensor([3, 4])) // [[1, 3], [1, 4], [2, 3], [2, 4]]
 * @see https://pytorch.org/docs/stable/generated/torch.cartesian_prod.html
 */
export function cartesianProd(...tensors: TensorList): Tensor {
  const list = listed(tensors);
  const odd = list.find((x) => x.ndim !== 1);
  if (odd)
    throw new ShapeError('cartesianProd', `expects vectors, got ${shapeText(odd.shape)}`, { shapes: [odd.shape] });
  if (list.length === 1) return list[0]!;
  return stack(
    meshgrid(list).map((grid) => grid.reshape(-1)),
    1,
  );
}

/** Options of `combinations`. */
export interface CombinationsOptions {
  /** How many elements are combined. Default: 2. */
  readonly r?: number;
  /** Whether an element may be combined with itself. Default: false. */
  readonly withReplacement?: boolean;
}

/** Increasing lists of r indices below n, one after the other. */
function indexLists(n: number, r: number, withReplacement: boolean): number[] {
  const found: number[] = [];
  const extend = (list: readonly number[], from: number): void => {
    if (list.length === r) found.push(...list);
    else for (let i = from; i < n; i++) extend([...list, i], withReplacement ? i : i + 1);
  };
  if (r > 0) extend([], 0);
  return found;
}

/**
 * All combinations of r elements of a vector: `[n] → [n over r, r]`.
 *
 * @throws ShapeError for a tensor that is no vector, ValueError when r is negative.
 * @example combinations(tensor([1, 2, 3])) // [[1, 2], [1, 3], [2, 3]]
 * @see https://pytorch.org/docs/stable/generated/torch.combinations.html
 */
export function combinations(self: Tensor, options: CombinationsOptions = {}): Tensor {
  checkOptions('combinations', options, ['r', 'withReplacement']);
  const { r = 2, withReplacement = false } = options;
  if (self.ndim !== 1)
    throw new ShapeError('combinations', `expects a vector, got ${shapeText(self.shape)}`, { shapes: [self.shape] });
  if (!Number.isInteger(r) || r < 0)
    throw new ValueError('combinations', `expects a non-negative number, got ${r}`, { r });
  if (r === 0) return self.narrow(0, 0, 0).clone();
  const list = indexLists(self.numel(), r, withReplacement);
  const index = fromHost(self.storage.backend, [list.length], 'int32', Int32Array.from(list));
  return self.indexSelect(0, index).view(list.length / r, r);
}

/** Options of `trilIndices` and `triuIndices`. */
export interface TriangleIndicesOptions extends TensorOptions {
  /** Diagonal that still belongs to the triangle. Default: 0. */
  readonly offset?: number;
}

function triangleIndices(
  op: string,
  row: number,
  col: number,
  options: TriangleIndicesOptions,
  keep: (i: number, j: number, offset: number) => boolean,
): Tensor {
  const { offset = 0, ...rest } = options;
  if (!Number.isInteger(row) || !Number.isInteger(col) || row < 0 || col < 0)
    throw new ValueError(op, `row and col must be integers ≥ 0, got ${row} and ${col}`, { row, col });
  const { backend, dtype } = target(op, rest, 'int32');
  const rows: number[] = [];
  const columns: number[] = [];
  for (let i = 0; i < row; i++)
    for (let j = 0; j < col; j++)
      if (keep(i, j, offset)) {
        rows.push(i);
        columns.push(j);
      }
  const host = hostArray(dtype, 2 * rows.length);
  host.set([...rows, ...columns]);
  return created(op, fromHost(backend, [2, rows.length], dtype, host), rest);
}

/**
 * Row and column of each element in the lower triangle of a matrix: `→ int32 [2, n]`.
 *
 * @throws ValueError when a size is negative.
 * @example trilIndices(2, 2) // [[0, 1, 1], [0, 0, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.tril_indices.html
 */
export function trilIndices(row: number, col: number, options: TriangleIndicesOptions = {}): Tensor {
  return triangleIndices('trilIndices', row, col, options, (i, j, offset) => j <= i + offset);
}

/**
 * Row and column of each element in the upper triangle of a matrix: `→ int32 [2, n]`.
 *
 * @throws ValueError when a size is negative.
 * @example triuIndices(2, 2) // [[0, 0, 1], [0, 1, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.triu_indices.html
 */
export function triuIndices(row: number, col: number, options: TriangleIndicesOptions = {}): Tensor {
  return triangleIndices('triuIndices', row, col, options, (i, j, offset) => j >= i + offset);
}

/** Options of `logspace`. */
export interface LogspaceOptions extends TensorOptions {
  /** What the values are powers of. Default: 10. */
  readonly base?: number;
}

/**
 * `steps` powers of the base, their exponents evenly spaced from start to end: `→ [steps]`.
 *
 * @throws ValueError when steps is not a number ≥ 0.
 * @example logspace(0, 2, 3) // [1, 10, 100]
 * @see https://pytorch.org/docs/stable/generated/torch.logspace.html
 */
export function logspace(start: number, end: number, steps: number, options: LogspaceOptions = {}): Tensor {
  const { base = 10, ...rest } = options;
  const { backend, dtype } = target('logspace', rest);
  if (dtype === 'bool') throw new DTypeError('logspace', 'is not defined for bool', { dtypes: [dtype] });
  if (!Number.isInteger(steps) || steps < 0)
    throw new ValueError('logspace', `number of steps must be an integer ≥ 0, got ${steps}`, { steps });
  const host = hostArray(dtype, steps);
  const [first, last] = isFloatingPoint(dtype) ? [start, end] : [Math.trunc(start), Math.trunc(end)];
  const step = steps > 1 ? (last - first) / (steps - 1) : 0;
  for (let i = 0; i < steps; i++) host[i] = base ** (i < steps / 2 ? first + step * i : last - step * (steps - 1 - i));
  return created('logspace', fromHost(backend, [steps], dtype, host), rest);
}
