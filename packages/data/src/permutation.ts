import { type Generator, randpermArray } from '@x/tensor/core';

/** The numbers 0 to n - 1 in random order: the order of PyTorch's `randperm`. */
export function permutation(n: number, generator: Generator): number[] {
  return Array.from(randpermArray(n, generator));
}
