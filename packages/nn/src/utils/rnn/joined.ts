/**
 * @file Sequences one behind the other.
 */
import { cat, type Tensor, ValueError } from '@x/tensor/core';

/** Sequences as rows of one tensor. */
export interface Joined {
  readonly rows: Tensor;
  readonly lengths: readonly number[];
  /** The row that each sequence starts at. */
  readonly starts: readonly number[];
}

/** @throws ValueError when there is no sequence, or one has no dimension. */
export function joined(op: string, sequences: readonly Tensor[]): Joined {
  if (sequences.length === 0 || sequences.some((sequence) => sequence.ndim === 0)) {
    throw new ValueError(op, `expected sequences of at least one dimension, got ${sequences.length} of them`, {
      count: sequences.length,
    });
  }
  const lengths = sequences.map((sequence) => sequence.size(0));
  let end = 0;
  const starts = lengths.map((n) => (end += n) - n);
  return { rows: cat(sequences), lengths, starts };
}
