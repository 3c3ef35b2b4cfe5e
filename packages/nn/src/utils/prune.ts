/**
 * @file Weights that are set to zero, as torch.nn.utils.prune.
 */
import { noGrad } from '@x/autograd';
import { rand, sameShape, ShapeError, shapeText, type Tensor, tensor, ValueError } from '@x/tensor/core';
import type { AnyModule } from '../module/any-module.js';
import { Buffer } from '../module/buffer.js';
import { isTakenApart, parameterOf, partOf, putTogether, takeApart, type Target } from './computed.js';

const op = 'prune';

/** The tensor whose elements are pruned, and which of them still count. */
function stateOf(module: Target, name: string): { readonly original: Tensor; readonly mask: Tensor } {
  if (isTakenApart(op, module, name)) {
    return { original: partOf(module, `${name}Orig`).detach(), mask: partOf(module, `${name}Mask`) };
  }
  const original = parameterOf(op, module, name).detach();
  return { original, mask: original.newOnes(original.shape) };
}

function applyMask(module: Target, name: string, mask: Tensor): void {
  const compute = (self: AnyModule): Tensor => partOf(self, `${name}Mask`).mul(partOf(self, `${name}Orig`));
  if (isTakenApart(op, module, name)) {
    noGrad(() => partOf(module, `${name}Mask`).copy_(mask));
    Reflect.set(module, name, compute(module));
    return;
  }
  takeApart(module, name, { op, sources: ['Orig', 'Mask'], compute }, (parameter) => {
    module.registerParameter(`${name}Orig`, parameter);
    module.registerBuffer(`${name}Mask`, new Buffer(mask.to(parameter.dtype)));
  });
}

/** Whole numbers are counts, others parts of the whole, rounded to the nearest, of two the even one. */
function countOf(amount: number, size: number): number {
  if (Number.isInteger(amount) && amount >= 0 && amount <= size) return amount;
  const exact = amount * size;
  const below = Math.floor(exact);
  const nearest = exact - below === 0.5 ? below + (below % 2) : Math.round(exact);
  if (amount > 0 && amount < 1) return nearest;
  throw new ValueError(
    op,
    `amount must be a part between 0 and 1 or a number of elements up to ${size}, got ${amount}`,
    {
      amount,
      size,
    },
  );
}

/** Prunes the elements with the lowest scores of those that still count. */
function pruneLowest(module: Target, name: string, amount: number, score: (values: Tensor) => Tensor): void {
  const { original, mask } = stateOf(module, name);
  const kept = [...mask.toTypedArray()];
  const places = [...kept.keys()].filter((i) => kept[i] !== 0);
  const at = tensor(places, { dtype: 'int32', device: original.device });
  const scores = score(original.reshape(-1).indexSelect(0, at)).toTypedArray();
  const byScore = [...places.keys()].sort((a, b) => scores[a]! - scores[b]!);
  for (const i of byScore.slice(0, countOf(amount, places.length))) kept[places[i]!] = 0;
  applyMask(module, name, tensor(kept, { dtype: original.dtype, device: original.device }).reshape(original.shape));
}

/**
 * Sets the elements of a parameter with the smallest absolute values to zero, for good: `weight = weight_orig · weight_mask`. Called
 * again, it prunes some of the rest. The values are read at once.
 *
 * @param amount - how many: a whole number of elements, or a part between 0 and 1.
 * @returns the module.
 * @throws ValueError when there is no such parameter, or the amount does not fit.
 * @example utils.prune.l1Unstructured(new Linear(2, 2), 'weight', 0.5).getBuffer('weight_mask').sum().item() // 2
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.prune.l1_unstructured.html
 */
export function l1Unstructured<M extends Target>(module: M, name: string, amount: number): M {
  pruneLowest(module, name, amount, (values) => values.abs());
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
  pruneLowest(module, name, amount, (values) => rand(values.numel()).neg());
  return module;
}

/**
 * Sets the elements of a parameter where a mask is zero to zero, for good: `weight = weight_orig · weight_mask`.
 *
 * @returns the module.
 * @throws ValueError when there is no such parameter, ShapeError when the mask has another shape.
 * @example utils.prune.customFromMask(new Linear(2, 1), 'bias', tensor([0])).getBuffer('bias_mask') // [0]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.prune.custom_from_mask.html
 */
export function customFromMask<M extends Target>(module: M, name: string, mask: Tensor): M {
  const { original, mask: before } = stateOf(module, name);
  if (!sameShape(mask.shape, original.shape)) {
    const shapes = [original.shape, mask.shape];
    throw new ShapeError(op, `the mask must have the parameter's shape: ${shapes.map(shapeText).join(' and ')}`, {
      shapes,
    });
  }
  applyMask(module, name, before.mul(mask.to(original.dtype)));
  return module;
}

/**
 * Makes a pruned parameter a parameter again, with zeros where it was pruned.
 *
 * @returns the module.
 * @throws ValueError when it was not pruned.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.prune.remove.html
 */
export function remove<M extends Target>(module: M, name: string): M {
  putTogether(op, 'prune.remove', module, name);
  return module;
}

/**
 * Whether a parameter of a module, or of one below it, is pruned.
 *
 * @example utils.prune.isPruned(new Linear(1, 1)) // false
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.prune.is_pruned.html
 */
export function isPruned(module: AnyModule): boolean {
  return module.modules().some((m) => Object.keys(m).some((name) => isTakenApart(op, m, name)));
}
