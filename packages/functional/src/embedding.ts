/**
 * @file Rows of tables, and classes as vectors.
 */
import { dispatch, DTypeError, type Tensor, tensor, type TypedArray, ValueError, zeros, norm } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { withDefaults } from './options.js';

export interface EmbeddingOptions {
  /** Row that gets no gradient; negative numbers count from the end. Default: none. */
  readonly paddingIdx?: number | null;
  /** Rows that are looked up and have a larger norm are shortened to this, in place. Default: none. */
  readonly maxNorm?: number | null;
  /** Which norm that is. Default: 2. */
  readonly normType?: number;
  /** Divide the gradient of each row by how often it is looked up. Default: false. */
  readonly scaleGradByFreq?: boolean;
}

/** Defaults of look-ups. */
export const embeddingDefaults: Required<EmbeddingOptions> = {
  paddingIdx: null,
  maxNorm: null,
  normType: 2,
  scaleGradByFreq: false,
};

/** Shortens the rows that are looked up to `maxNorm`, outside of gradients. */
export function shorten(weight: Tensor, indices: Tensor, maxNorm: number, normType: number): void {
  const table = weight.data;
  const index = indices.flatten();
  const rows = table.indexSelect(0, index);
  const norms = norm(rows, 1, { p: normType, keepdim: true });
  const scale = norms.add(1e-7).reciprocal().mul(maxNorm).where(norms.gt(maxNorm), 1);
  table.scatter_(0, index.unsqueeze(1).expand(rows.shape), rows.mul(scale));
}

/**
 * Rows of a table: indices `[*]` and weight `[V, D]` → `[*, D]`.
 *
 * @throws IndexError when an index is not in [0, V), DTypeError when indices are not int32, ValueError for an option that does
 * not exist or fit.
 * @example embedding(tensor([1, 0]), tensor([[1, 2.5], [3, 4]])) // [[3, 4], [1, 2.5]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.embedding.html
 */
export function embedding(input: Tensor, weight: Tensor, options: EmbeddingOptions = {}): Tensor {
  const all = withDefaults('embedding', options, embeddingDefaults);
  const paddingIdx = paddingRow('embedding', weight, all.paddingIdx);
  if (all.maxNorm !== null) shorten(weight, input, all.maxNorm, all.normType);
  return dispatch(ops.embedding, [weight, input], { paddingIdx, scaleGradByFreq: all.scaleGradByFreq })[0];
}

/** The row counted from the start. @throws ValueError when the table does not have it. */
export function paddingRow(op: string, weight: Tensor, paddingIdx: number | null): number | null {
  if (paddingIdx === null) return null;
  const rows = weight.shape[0] ?? 0;
  if (Number.isInteger(paddingIdx) && paddingIdx >= -rows && paddingIdx < rows) {
    return paddingIdx < 0 ? paddingIdx + rows : paddingIdx;
  }
  throw new ValueError(op, `paddingIdx must be within the ${rows} rows of the table, got ${paddingIdx}`, {
    paddingIdx,
  });
}

/** The number of classes where the option does not say it: the largest class plus one. */
function countClasses(classes: TypedArray): number {
  if (classes.length === 0) {
    throw new ValueError('oneHot', 'cannot tell the number of classes from an empty tensor; use the option numClasses');
  }
  let largest = 0;
  for (const c of classes) largest = Math.max(largest, c);
  return largest + 1;
}

function checkClasses(classes: TypedArray, count: number): void {
  const bad = classes.find((c) => c < 0 || c >= count);
  if (bad === undefined) return;
  throw new ValueError('oneHot', `class values must be in [0, ${count - 1}], got ${bad}`, { value: bad, count });
}

/**
 * Classes as vectors of zeros and a one: int32 `[*] → [*, numClasses]`. The classes are read at once.
 *
 * @param options.numClasses - length of the vectors; default: the largest class plus one.
 * @throws ValueError when a class is negative or not below numClasses, DTypeError when classes are not int32.
 * @example oneHot(tensor([0, 2])) // [[1, 0, 0], [0, 0, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.one_hot.html
 */
export function oneHot(input: Tensor, options: { readonly numClasses?: number } = {}): Tensor {
  const { numClasses } = withDefaults('oneHot', options, { numClasses: -1 });
  if (input.dtype !== 'int32') {
    throw new DTypeError('oneHot', `classes must be int32, got ${input.dtype}`, { dtypes: [input.dtype] });
  }
  if (numClasses !== -1 && !(Number.isInteger(numClasses) && numClasses > 0)) {
    throw new ValueError('oneHot', `numClasses must be a positive integer, got ${numClasses}`, { numClasses });
  }
  const classes = input.toTypedArray();
  const count = numClasses === -1 ? countClasses(classes) : numClasses;
  checkClasses(classes, count);
  const { device } = input;
  const one = tensor(1, { device }).expand([...input.shape, 1]);
  return zeros([...input.shape, count], { dtype: 'int32', device }).scatter(-1, input.unsqueeze(-1), one);
}
