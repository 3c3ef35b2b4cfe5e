/**
 * @file Pruning single elements, of one parameter or of several together.
 */
import { withDefaults } from '@x/functional';
import { cat, rand, type Tensor, tensor, ValueError } from '@x/tensor/core';
import type { Target } from '../computed.js';
import { applyMask, checkShape, countOf, type Masked, maskedOf, op } from './mask.js';

export interface ImportanceOptions {
  /** Take the place of the parameter's values in the choice of what is pruned; in its shape. Default: none. */
  readonly importanceScores?: Tensor | null;
}

/** Scores of values: the elements with the lowest are pruned. */
type Score = (values: Tensor) => Tensor;

const scores: ReadonlyMap<unknown, Score> = new Map<unknown, Score>([
  [l1Unstructured, (values: Tensor): Tensor => values.abs()],
  [randomUnstructured, (values: Tensor): Tensor => rand(values.numel()).neg()],
]);

/** The mask without the lowest of the elements that still count. */
function withoutLowest({ original, mask }: Masked, amount: number, method: unknown): Tensor {
  const score = scores.get(method);
  if (!score) throw new ValueError(op, 'the method must be l1Unstructured or randomUnstructured');
  const kept = [...mask.toTypedArray()];
  const places = [...kept.keys()].filter((i) => kept[i] !== 0);
  const at = tensor(places, { dtype: 'int32', device: original.device });
  const found = score(original.reshape(-1).indexSelect(0, at)).toTypedArray();
  const byScore = [...places.keys()].sort((a, b) => found[a]! - found[b]!);
  for (const i of byScore.slice(0, countOf(amount, places.length))) kept[places[i]!] = 0;
  return tensor(kept, { dtype: original.dtype, device: original.device }).reshape(original.shape);
}

/** The values that decide, in the parameter's shape. */
function deciding(masked: Masked, importance: Tensor | null): Masked {
  if (!importance) return masked;
  checkShape('importanceScores', importance, masked.original);
  return { original: importance.detach(), mask: masked.mask };
}

/**
 * Sets the elements of a parameter with the smallest absolute values to zero, for good: `weight = weight_orig · weight_mask`. Called
 * again, it prunes some of the rest. The values are read at once.
 *
 * @param amount - how many: a whole number of elements, or a part between 0 and 1.
 * @returns the module.
 * @throws ValueError when there is no such parameter, the amount does not fit, or for an unknown option; ShapeError when the
 * importance scores have another shape.
 * @example utils.prune.l1Unstructured(new Linear(2, 2), 'weight', 0.5).getBuffer('weight_mask').sum().item() // 2
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.prune.l1_unstructured.html
 */
export function l1Unstructured<M extends Target>(
  module: M,
  name: string,
  amount: number,
  options: ImportanceOptions = {},
): M {
  const { importanceScores } = withDefaults('l1Unstructured', options, { importanceScores: null });
  const mask = withoutLowest(deciding(maskedOf(module, name), importanceScores), amount, l1Unstructured);
  applyMask(module, name, mask);
  return module;
}

/**
 * Sets random elements of a parameter to zero, for good: `weight = weight_orig · weight_mask`. Called again, it prunes some of the
 * rest.
 *
 * @param amount - how many: a whole number of elements, or a part between 0 and 1.
 * @returns the module.
 * @throws ValueError when there is no such parameter, or the amount does not fit.
 * @example utils.prune.randomUnstructured(new Linear(2, 2), 'weight', 1).getBuffer('weight_mask').sum().item() // 3
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.prune.random_unstructured.html
 */
export function randomUnstructured<M extends Target>(module: M, name: string, amount: number): M {
  applyMask(module, name, withoutLowest(maskedOf(module, name), amount, randomUnstructured));
  return module;
}

export interface GlobalOptions {
  /** How many of all elements together: a whole number, or a part between 0 and 1. */
  readonly amount: number;
  /** For each of the parameters, what takes the place of its values in the choice. Default: none. */
  readonly importanceScores?: readonly (Tensor | null)[];
}

/**
 * Prunes several parameters together: the choice is made among the elements of all of them.
 *
 * @param parameters - modules and properties.
 * @param method - `l1Unstructured` or `randomUnstructured`.
 * @throws ValueError when there are no parameters, for another method, or an amount or option that does not fit; ShapeError when
 * importance scores have another shape than their parameter.
 * @example
 * const { prune } = utils;
 * prune.globalUnstructured([[conv, 'weight'], [fc, 'weight']], prune.l1Unstructured, { amount: 0.2 });
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.prune.global_unstructured.html
 */
export function globalUnstructured(
  parameters: readonly (readonly [module: Target, name: string])[],
  method: typeof l1Unstructured | typeof randomUnstructured,
  options: GlobalOptions,
): void {
  const { amount, importanceScores } = withDefaults('globalUnstructured', options, { amount: 0, importanceScores: [] });
  if (parameters.length === 0) throw new ValueError(op, 'globalUnstructured needs at least one parameter');
  const all = parameters.map(([module, name], i) => deciding(maskedOf(module, name), importanceScores[i] ?? null));
  const together = {
    original: cat(all.map(({ original, mask }) => original.mul(mask).reshape(-1))),
    mask: cat(all.map(({ mask }) => mask.reshape(-1))),
  };
  const mask = withoutLowest(together, amount, method);
  let start = 0;
  for (const [i, [module, name]] of parameters.entries()) {
    const { original } = all[i]!;
    applyMask(module, name, mask.narrow(0, start, original.numel()).reshape(original.shape));
    start += original.numel();
  }
}
