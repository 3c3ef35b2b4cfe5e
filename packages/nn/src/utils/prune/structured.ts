/**
 * @file Pruning whole slices of a parameter, such as channels.
 */
import { withDefaults } from '@x/functional';
import { norm, rand, ShapeError, shapeText, type Tensor, tensor, wrapDim } from '@x/tensor/core';
import type { Target } from '../computed.js';
import { applyMask, checkShape, countOf, maskedOf, op } from './mask.js';
import type { ImportanceOptions } from './unstructured.js';

/** All dimensions but one. */
function others(x: Tensor, dim: number): number[] {
  return x.shape.map((_, d) => d).filter((d) => d !== dim);
}

/** Prunes the slices with the lowest scores of those that have elements left. */
function pruneSlices(
  module: Target,
  name: string,
  amount: number,
  dim: number,
  importance: Tensor | null,
  score: (slices: Tensor, dim: number) => Tensor,
): void {
  const { original, mask } = maskedOf(module, name);
  if (importance) checkShape('importanceScores', importance, original);
  if (original.ndim < 2) {
    throw new ShapeError(op, `only tensors of several dimensions have slices, got ${shapeText(original.shape)}`, {
      shapes: [original.shape],
    });
  }
  const along = wrapDim(op, dim, original.ndim);
  const left = mask.sum(others(mask, along)).toTypedArray();
  const slices = [...left.keys()].filter((i) => left[i] !== 0);
  const at = tensor(slices, { dtype: 'int32', device: original.device });
  const found = score((importance?.detach() ?? original).indexSelect(along, at), along).toTypedArray();
  const byScore = [...slices.keys()].sort((a, b) => found[a]! - found[b]!);
  const kept = Array.from(left, () => 1);
  for (const i of byScore.slice(0, countOf(amount, slices.length))) kept[slices[i]!] = 0;
  const shape = original.shape.map((n, d) => (d === along ? n : 1));
  applyMask(module, name, mask.mul(tensor(kept, { dtype: mask.dtype, device: mask.device }).view(shape)));
}

/**
 * Sets the slices of a parameter with the smallest norms to zero, for good: `weight = weight_orig · weight_mask`. The norms are
 * read at once.
 *
 * @param amount - how many: a whole number of slices, or a part between 0 and 1.
 * @param n - which norm; may be infinite.
 * @param dim - the dimension along which the slices lie.
 * @returns the module.
 * @throws ValueError when there is no such parameter, the amount does not fit, or for an unknown option; IndexError when the
 * dimension does not exist, ShapeError for vectors, or when the importance scores have another shape.
 * @example utils.prune.lnStructured(new Conv2d(4, 4, 3), 'weight', 0.5, 2, 0)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.prune.ln_structured.html
 */
export function lnStructured<M extends Target>(
  module: M,
  name: string,
  amount: number,
  n: number,
  dim: number,
  options: ImportanceOptions = {},
): M {
  const { importanceScores } = withDefaults('lnStructured', options, { importanceScores: null });
  pruneSlices(module, name, amount, dim, importanceScores, (slices, along) =>
    norm(slices, others(slices, along), { p: n }),
  );
  return module;
}

/**
 * Sets random slices of a parameter to zero, for good: `weight = weight_orig · weight_mask`.
 *
 * @param amount - how many: a whole number of slices, or a part between 0 and 1.
 * @param dim - the dimension along which the slices lie.
 * @returns the module.
 * @throws ValueError when there is no such parameter or the amount does not fit, IndexError when the dimension does not exist,
 * ShapeError for vectors.
 * @example utils.prune.randomStructured(new Conv2d(4, 4, 3), 'weight', 2, 1)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.prune.random_structured.html
 */
export function randomStructured<M extends Target>(module: M, name: string, amount: number, dim: number): M {
  pruneSlices(module, name, amount, dim, null, (slices, along) => rand(slices.size(along)));
  return module;
}
