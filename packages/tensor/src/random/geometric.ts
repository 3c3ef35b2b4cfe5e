import type { DType, TypedArray } from '../dtype.js';
import { DTypeError, ValueError } from '../errors.js';
import type { Generator } from './generator.js';

/**
 * Fills `out` with the number of trials up to the first success of probability `p`, 1, 2, 3, …, as PyTorch's
 * `Tensor.geometric_` on CPU. Integer dtypes keep the low bits of a count that they cannot hold.
 *
 * @param dtype the dtype of the elements of `out`
 * @throws ValueError when `p` is not in (0, 1)
 * @throws DTypeError for bool
 * @example fillGeometric(new Int32Array(3), 'int32', new Generator().manualSeed(0), 0.5); // 1, 1, 2
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.geometric_.html
 */
export function fillGeometric(out: TypedArray, dtype: DType, { engine }: Generator, p: number): void {
  if (!(p > 0 && p < 1)) throw new ValueError('geometric_', `p must lie in (0, 1), but got ${p}`, { p });
  if (dtype === 'bool')
    throw new DTypeError('geometric_', 'bool cannot hold counts (use an integer or float dtype)', { dtypes: [dtype] });
  const logFailure = Math.log(1 - p);
  for (let i = 0; i < out.length; i++) out[i] = Math.ceil(Math.log(engine.uniform64()) / logFailure);
}
