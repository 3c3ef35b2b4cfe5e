import { ShapeError, type Tensor, tensor, ValueError } from '@x/tensor/core';
import type { Collated } from '../loader/collate.js';
import { checkIndex, Dataset } from './dataset.js';

/** A tuple of as many tensors as `Ts` has. */
export type TensorTuple<Ts extends readonly Tensor[]> = { [K in keyof Ts]: Tensor };

function itemOf<Ts extends readonly Tensor[]>(tensors: Ts, fn: (t: Tensor) => Tensor): TensorTuple<Ts>;
function itemOf(tensors: readonly Tensor[], fn: (t: Tensor) => Tensor): readonly Tensor[] {
  return tensors.map(fn);
}

/** The same for batches: collating a tuple of tensors gives a tuple of tensors. */
function batchOf<Ts extends readonly Tensor[]>(
  tensors: Ts,
  fn: (t: Tensor) => Tensor,
): Collated<Awaited<TensorTuple<Ts>>>;
function batchOf(tensors: readonly Tensor[], fn: (t: Tensor) => Tensor): unknown {
  return tensors.map(fn);
}

/**
 * A dataset of tensors: item `i` is the tuple of the tensors' slices `i` along their first dimension.
 *
 * Tensors `[N, …]`, all with the same N; an item holds `[…]`, a batch of B items `[B, …]`, gathered in one step.
 *
 * @example
 * ```ts
 * const dataset = new TensorDataset(randn(100, 3), arange(100));
 * const [x, y] = dataset.get(0); // [3] and []
 * ```
 * @throws ValueError without tensors, ShapeError when their first sizes differ or one has no dimension.
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.TensorDataset
 */
export class TensorDataset<const Ts extends readonly Tensor[]> extends Dataset<TensorTuple<Ts>> {
  readonly tensors: Ts;
  readonly length: number;

  constructor(...tensors: Ts) {
    super();
    const shapes = tensors.map((t) => t.shape);
    const length = shapes[0]?.[0];
    if (tensors.length === 0) throw new ValueError('TensorDataset', 'at least one tensor is needed');
    if (length === undefined || shapes.some((shape) => shape[0] !== length)) {
      const list = shapes.map((shape) => `[${shape.join(', ')}]`).join(', ');
      throw new ShapeError('TensorDataset', `the tensors differ in their first size: ${list}`, { shapes, dim: 0 });
    }
    this.tensors = tensors;
    this.length = length;
  }

  get(index: number): TensorTuple<Ts> {
    const position = checkIndex('TensorDataset', index, this.length);
    return itemOf(this.tensors, (t) => t.select(0, position));
  }

  override getBatch(indices: readonly number[]): Collated<Awaited<TensorTuple<Ts>>> {
    const positions = Int32Array.from(indices, (index) => checkIndex('TensorDataset', index, this.length));
    return batchOf(this.tensors, (t) => t.indexSelect(0, tensor(positions, { device: t.device })));
  }
}
