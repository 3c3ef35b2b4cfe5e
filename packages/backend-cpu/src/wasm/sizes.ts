/**
 * @file Size classes of small blocks: every 16 bytes up to 512, then four to each doubling.
 */

/** Blocks above this many bytes are no small ones. */
export const LARGEST_SMALL = 32_768;

const LINEAR = 512;

/** Class of a block of 1 to LARGEST_SMALL bytes, from 0. */
export function classOf(bytes: number): number {
  if (bytes <= LINEAR) return (bytes + 15) >> 4;
  const power = 31 - Math.clz32(bytes - 1);
  return 33 + (power - 9) * 4 + (((bytes - 1) >> (power - 2)) & 3);
}

/** Bytes that a block of this class has. */
export function classSize(index: number): number {
  if (index <= 32) return Math.max(index, 1) * 16;
  const power = 9 + ((index - 33) >> 2);
  return (1 << power) + (((index - 33) & 3) + 1) * (1 << (power - 2));
}

/** Number of classes. */
export const CLASSES: number = classOf(LARGEST_SMALL) + 1;
