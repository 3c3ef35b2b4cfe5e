/**
 * @file Batches of padded sequences.
 */
import { withDefaults } from '@x/functional';
import { ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import { joined } from './joined.js';
import { indexTensor, lengthsOf, readLengths, rowsOf } from './lengths.js';
import type { PackedSequence } from './packed-sequence.js';

export interface PadOptions {
  /** Whether the batch is the first dimension, not the second. Default: false. */
  readonly batchFirst?: boolean;
  /** What is put behind the sequences. Default: 0. */
  readonly paddingValue?: number;
}

export interface PadPackedOptions extends PadOptions {
  /** Number of steps of the result. Default: null, that of the longest sequence. */
  readonly totalLength?: number | null;
}

/** Puts the rows of sequences side by side; `at` is the row of an element. */
function padRows(
  rows: Tensor,
  lengths: readonly number[],
  steps: number,
  { batchFirst, paddingValue }: Required<PadOptions>,
  at: (sequence: number, step: number) => number,
): Tensor {
  const batch = lengths.length;
  const indices = Array.from({ length: steps * batch }, (_, i) => {
    const [sequence, step] = batchFirst ? [Math.floor(i / steps), i % steps] : [i % batch, Math.floor(i / batch)];
    return step < lengths[sequence]! ? at(sequence, step) : null;
  });
  const size = batchFirst ? [batch, steps] : [steps, batch];
  return rowsOf(rows, indices, paddingValue).reshape([...size, ...rows.shape.slice(1)]);
}

/**
 * Puts sequences side by side, with padding behind the shorter ones: `[L_i, *] → [T, B, *]`.
 *
 * @throws ValueError when there is none, or for an unknown option; ShapeError when their other dimensions differ.
 * @example utils.rnn.padSequence([tensor([1, 2]), tensor([3])], { batchFirst: true }) // [[1, 2], [3, 0]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pad_sequence.html
 */
export function padSequence(sequences: readonly Tensor[], options: PadOptions = {}): Tensor {
  const all = withDefaults('padSequence', options, { batchFirst: false, paddingValue: 0 });
  const { rows, lengths, starts } = joined('padSequence', sequences);
  return padRows(rows, lengths, Math.max(...lengths), all, (sequence, step) => starts[sequence]! + step);
}

/**
 * Pads packed sequences, in the order they had before they were packed: `[Σ L_i, *] → [T, B, *], [B]`.
 *
 * @returns the padded batch, and the length of each sequence (int32).
 * @throws ValueError when `totalLength` is less than the longest sequence, or for an unknown option.
 * @example utils.rnn.padPackedSequence(utils.rnn.packSequence([tensor([1, 2]), tensor([3])]))[0] // [[1, 3], [2, 0]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.pad_packed_sequence.html
 */
export function padPackedSequence(
  sequence: PackedSequence,
  options: PadPackedOptions = {},
): [padded: Tensor, lengths: Tensor] {
  const op = 'padPackedSequence';
  const all = withDefaults(op, options, { batchFirst: false, paddingValue: 0, totalLength: null });
  const { data, batchSizes, unsortedIndices } = sequence;
  const { totalLength, ...padding } = all;
  if (totalLength !== null && !(totalLength >= batchSizes.length)) {
    throw new ValueError(
      op,
      `totalLength must be at least the length of the longest sequence: ${totalLength} and ${batchSizes.length}`,
      { totalLength, longest: batchSizes.length },
    );
  }
  let end = 0;
  const starts = batchSizes.map((size) => (end += size) - size);
  const lengths = lengthsOf(batchSizes);
  const at = (place: number, step: number): number => starts[step]! + place;
  const padded = padRows(data, lengths, totalLength ?? batchSizes.length, padding, at);
  const counts = indexTensor(lengths, data.device);
  if (!unsortedIndices) return [padded, counts];
  return [padded.indexSelect(padding.batchFirst ? 0 : 1, unsortedIndices), counts.indexSelect(0, unsortedIndices)];
}

/**
 * The sequences of a padded batch: `[T, B, *] → B tensors [L_i, *]`.
 *
 * @throws ShapeError for fewer than 2 dimensions; ValueError when the lengths do not fit, or for an unknown option.
 * @example utils.rnn.unpadSequence(tensor([[1, 2], [3, 0]]), [2, 1], { batchFirst: true })[1] // [3]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.unpad_sequence.html
 */
export function unpadSequence(
  padded: Tensor,
  lengths: Tensor | readonly number[],
  options: { readonly batchFirst?: boolean } = {},
): Tensor[] {
  const { batchFirst } = withDefaults('unpadSequence', options, { batchFirst: false });
  if (padded.ndim < 2) {
    throw new ShapeError('unpadSequence', `expected an input [T, B, *], got ${shapeText(padded.shape)}`, {
      shapes: [padded.shape],
    });
  }
  const sequences = batchFirst ? padded : padded.transpose(0, 1);
  const list = readLengths('unpadSequence', lengths, sequences.size(0), sequences.size(1));
  return list.map((n, i) => sequences.select(0, i).narrow(0, 0, n));
}

/**
 * The sequences of a packed one, in the order they had before they were packed: `[Σ L_i, *] → B tensors [L_i, *]`.
 *
 * @example utils.rnn.unpackSequence(utils.rnn.packSequence([tensor([1, 2]), tensor([3])]))[1] // [3]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.rnn.unpack_sequence.html
 */
export function unpackSequence(sequence: PackedSequence): Tensor[] {
  const [padded, lengths] = padPackedSequence(sequence, { batchFirst: true });
  return unpadSequence(padded, lengths, { batchFirst: true });
}
