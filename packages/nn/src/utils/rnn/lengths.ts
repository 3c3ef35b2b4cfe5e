/**
 * @file Lengths of sequences, and where their elements lie.
 */
import { cat, isTensor, type Tensor, tensor, ValueError } from '@x/tensor/core';

/** Lengths as numbers. @throws ValueError when there are not `count` positive whole numbers up to `longest`. */
export function readLengths(
  op: string,
  lengths: Tensor | readonly number[],
  count: number,
  longest: number,
): readonly number[] {
  const list = isTensor(lengths) ? [...lengths.toTypedArray()] : lengths;
  const valid = list.every((n) => Number.isInteger(n) && n > 0 && n <= longest);
  if (valid && list.length === count) return list;
  throw new ValueError(
    op,
    `expected ${count} lengths between 1 and ${longest}, one for each sequence, got [${list.join(', ')}]`,
    { lengths: list },
  );
}

/** How many of the lengths reach beyond each step. */
export function batchSizesOf(lengths: readonly number[]): number[] {
  return Array.from({ length: Math.max(0, ...lengths) }, (_, step) => lengths.filter((n) => n > step).length);
}

/** The length of each sequence, the longest first. */
export function lengthsOf(batchSizes: readonly number[]): number[] {
  return Array.from({ length: batchSizes[0] ?? 0 }, (_, b) => batchSizes.filter((size) => size > b).length);
}

/** Whole numbers as an int32 vector on a device. */
export function indexTensor(indices: readonly number[], device: string): Tensor {
  return tensor(indices, { dtype: 'int32', device });
}

/** Rows of a tensor by their numbers; null is a row filled with `value`. */
export function rowsOf(rows: Tensor, indices: readonly (number | null)[], value: number): Tensor {
  const padded = indices.includes(null) ? cat([rows, rows.newFull([1, ...rows.shape.slice(1)], value)]) : rows;
  const from = indices.map((i) => i ?? rows.size(0));
  return padded.indexSelect(0, indexTensor(from, rows.device));
}
