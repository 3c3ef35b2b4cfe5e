/**
 * @file Taking the padding out of batches of sequences.
 */
import { withDefaults } from '@x/functional';
import { ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import { joined } from './joined.js';
import { batchSizesOf, indexTensor, readLengths, rowsOf } from './lengths.js';
import { PackedSequence } from './packed-sequence.js';

export interface PackOptions {
  /** Whether the sequences have to come sorted, the longest first; else they are sorted here. Default: true. */
  readonly enforceSorted?: boolean;
}

export interface PackPaddedOptions extends PackOptions {
  /** Whether the batch is the first dimension, not the second. Default: false. */
  readonly batchFirst?: boolean;
}

/** The sequences by falling length; null when they have to be sorted already. */
function sortOrder(op: string, lengths: readonly number[], enforceSorted: boolean): readonly number[] | null {
  if (!enforceSorted) return [...lengths.keys()].sort((a, b) => lengths[b]! - lengths[a]!);
  if (lengths.every((n, i) => n <= (lengths[i - 1] ?? n))) return null;
  throw new ValueError(
    op,
    `lengths must be sorted in decreasing order, got [${lengths.join(', ')}] (or pass enforceSorted: false)`,
    { lengths },
  );
}

/** For each place the sequence that comes to it; the other way round, the place of each sequence. */
function inverse(order: readonly number[]): number[] {
  const places = order.map(() => 0);
  order.forEach((sequence, place) => (places[sequence] = place));
  return places;
}

/** Packs rows; `at` is the row of an element. */
function packRows(
  op: string,
  rows: Tensor,
  lengths: readonly number[],
  enforceSorted: boolean,
  at: (sequence: number, step: number) => number,
): PackedSequence {
  const order = sortOrder(op, lengths, enforceSorted);
  const batchSizes = batchSizesOf(lengths);
  const sequences = order ?? [...lengths.keys()];
  const indices = batchSizes.flatMap((size, step) => sequences.slice(0, size).map((sequence) => at(sequence, step)));
  return new PackedSequence({
    data: rowsOf(rows, indices, 0),
    batchSizes,
    sortedIndices: order && indexTensor(order, rows.device),
    unsortedIndices: order && indexTensor(inverse(order), rows.device),
  });
}

/**
 * Packs a padded batch of sequences: `[T, B, *] → [Σ lengths, *]`.
 *
 * @param lengths - the length of each sequence; a tensor has to be readable at once.
 * @throws ShapeError for fewer than 2 dimensions; ValueError when the lengths are no positive numbers up to T, are not sorted
 * although they have to be, or for an unknown option.
 * @example utils.rnn.packPaddedSequence(tensor([[1, 2], [3, 0]]), [2, 1], { batchFirst: true }).data // [1, 3, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pack_padded_sequence.html
 */
export function packPaddedSequence(
  input: Tensor,
  lengths: Tensor | readonly number[],
  options: PackPaddedOptions = {},
): PackedSequence {
  const op = 'packPaddedSequence';
  const { batchFirst, enforceSorted } = withDefaults(op, options, { batchFirst: false, enforceSorted: true });
  if (input.ndim < 2) {
    throw new ShapeError(op, `expected an input [T, B, *], got ${shapeText(input.shape)}`, { shapes: [input.shape] });
  }
  const [first, second] = [input.size(0), input.size(1)];
  const [steps, batch] = batchFirst ? [second, first] : [first, second];
  const list = readLengths(op, lengths, batch, steps);
  const at = batchFirst
    ? (sequence: number, step: number) => sequence * steps + step
    : (sequence: number, step: number) => step * batch + sequence;
  return packRows(op, input.flatten(0, 1), list, enforceSorted, at);
}

/**
 * Packs sequences of different lengths: `[L_i, *] → [Σ L_i, *]`.
 *
 * @throws ValueError when there is none, one is empty, they are not sorted although they have to be, or for an unknown option.
 * @example utils.rnn.packSequence([tensor([1, 2, 3]), tensor([4, 5]), tensor([6])]).data // [1, 4, 6, 2, 5, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pack_sequence.html
 */
export function packSequence(sequences: readonly Tensor[], options: PackOptions = {}): PackedSequence {
  const op = 'packSequence';
  const { enforceSorted } = withDefaults(op, options, { enforceSorted: true });
  const { rows, lengths, starts } = joined(op, sequences);
  readLengths(op, lengths, sequences.length, Infinity);
  return packRows(op, rows, lengths, enforceSorted, (sequence, step) => starts[sequence]! + step);
}
