/**
 * @file Sequences of different lengths without padding.
 */
import { isTensor, type Tensor, type ToTarget, ValueError } from '@x/tensor/core';

/** What a packed sequence is made of. */
export interface PackedParts {
  /** All elements, step after step: `[Σ batchSizes, *]`. */
  readonly data: Tensor;
  /** How many sequences have an element at each step; never more than at the step before. */
  readonly batchSizes: readonly number[];
  /** Which sequence came to each place when they were sorted: `[B]` (int32). Default: null, they were sorted. */
  readonly sortedIndices?: Tensor | null;
  /** The place that each sequence came to: `[B]` (int32). Default: null, they were sorted. */
  readonly unsortedIndices?: Tensor | null;
}

/**
 * Sequences of different lengths, the longest first, without padding: all first elements, all second ones, and so on.
 * `utils.rnn.packSequence` and `utils.rnn.packPaddedSequence` make it, recurrent layers take it and give it.
 *
 * @throws ValueError when the batch sizes increase, are not positive, or do not add up to the elements.
 * @example utils.rnn.packSequence([tensor([1, 2, 3]), tensor([4, 5])]).data // [1, 4, 2, 5, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.PackedSequence.html
 */
export class PackedSequence {
  static readonly name: string = 'PackedSequence';
  readonly data: Tensor;
  readonly batchSizes: readonly number[];
  readonly sortedIndices: Tensor | null;
  readonly unsortedIndices: Tensor | null;

  constructor({ data, batchSizes, sortedIndices = null, unsortedIndices = null }: PackedParts) {
    checkSizes(data, batchSizes);
    this.data = data;
    this.batchSizes = batchSizes;
    this.sortedIndices = sortedIndices;
    this.unsortedIndices = unsortedIndices;
  }

  /** The same sequences with other elements, one for each. @throws ValueError when their number is another one. */
  withData(data: Tensor): PackedSequence {
    const { batchSizes, sortedIndices, unsortedIndices } = this;
    return new PackedSequence({ data, batchSizes, sortedIndices, unsortedIndices });
  }

  /** The elements in another dtype or on another device. @throws DeviceError when the device is not registered. */
  to(target: ToTarget): PackedSequence {
    const data = this.data.to(target);
    const move = (indices: Tensor | null): Tensor | null => indices && indices.to({ device: data.device });
    const { batchSizes } = this;
    return new PackedSequence({
      data,
      batchSizes,
      sortedIndices: move(this.sortedIndices),
      unsortedIndices: move(this.unsortedIndices),
    });
  }
}

function checkSizes(data: Tensor, batchSizes: readonly number[]): void {
  const rows = isTensor(data) && data.ndim > 0 ? data.size(0) : 0;
  const falling = batchSizes.every((size, step) => size > 0 && size <= (batchSizes[step - 1] ?? size));
  const total = batchSizes.reduce((sum, size) => sum + size, 0);
  if (falling && total === rows && rows > 0) return;
  throw new ValueError(
    'PackedSequence',
    `batchSizes must not increase and must add up to the ${rows} elements, got [${batchSizes.join(', ')}] (use utils.rnn.packSequence)`,
    { batchSizes, rows },
  );
}
