import { type DType, type TypedArray, hostArray } from '../dtype.js';
import { ValueError } from '../errors.js';
import type { Generator } from './generator.js';

/** The largest `n` whose permutation each dtype holds exactly. */
const MAX_LENGTH: Readonly<Record<DType, number>> = {
  bool: 2,
  uint8: 2 ** 8,
  int32: 2 ** 31,
  float32: 2 ** 24 + 1,
  float64: 2 ** 53,
};

/**
 * A random permutation of 0 … n - 1, the one that PyTorch's `randperm` on CPU gives.
 *
 * @param dtype of the result, `'int32'` unless given
 * @throws ValueError when `n` is no integer >= 0 or the dtype cannot hold n - 1
 * @example randpermArray(4, new Generator().manualSeed(0)); // Int32Array [0, 1, 3, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.randperm.html
 */
export function randpermArray(n: number, generator: Generator, dtype: DType = 'int32'): TypedArray {
  if (!Number.isInteger(n) || n < 0) throw new ValueError('randperm', `n must be an integer >= 0, but got ${n}`, { n });
  if (n > MAX_LENGTH[dtype]) throw new ValueError('randperm', `n is too large for ${dtype}: ${n}`, { n, dtype });
  const out = hostArray(dtype, n);
  for (let i = 0; i < n; i++) out[i] = i;
  for (let i = 0; i < n - 1; i++) {
    const j = i + ((generator.engine.random() >>> 0) % ((n - i) >>> 0));
    const value = out[i]!;
    out[i] = out[j]!;
    out[j] = value;
  }
  return out;
}
