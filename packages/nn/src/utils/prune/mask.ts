/**
 * @file Masks over parameters, and the amounts that they leave out.
 */
import { noGrad } from '@x/autograd';
import { sameShape, ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import type { AnyModule } from '../../module/any-module.js';
import { Buffer } from '../../module/buffer.js';
import { isTakenApart, parameterOf, partOf, putTogether, takeApart, type Target } from '../computed.js';

export const op = 'prune';

/** A parameter without its mask, and the mask: 1 for elements that still count. */
export interface Masked {
  readonly original: Tensor;
  readonly mask: Tensor;
}

/** @throws ValueError when there is no such parameter. */
export function maskedOf(module: Target, name: string): Masked {
  if (isTakenApart(op, module, name)) {
    return { original: partOf(module, `${name}Orig`).detach(), mask: partOf(module, `${name}Mask`) };
  }
  const original = parameterOf(op, module, name).detach();
  return { original, mask: original.newOnes(original.shape) };
}

/** Sets the mask of a parameter, which from now on is the product of `weight_orig` and `weight_mask`. */
export function applyMask(module: Target, name: string, mask: Tensor): void {
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

/**
 * How many of `size` an amount is. Whole numbers are counts, others parts of the whole, rounded to the nearest, of two the even
 * one.
 *
 * @throws ValueError when it is neither.
 */
export function countOf(amount: number, size: number): number {
  if (Number.isInteger(amount) && amount >= 0 && amount <= size) return amount;
  const exact = amount * size;
  const below = Math.floor(exact);
  const nearest = exact - below === 0.5 ? below + (below % 2) : Math.round(exact);
  if (amount > 0 && amount < 1) return nearest;
  throw new ValueError(
    op,
    `amount must be a part between 0 and 1 or a number of elements up to ${size}, got ${amount}`,
    { amount, size },
  );
}

/** @throws ShapeError when a tensor that goes with the parameter, such as a mask, has another shape. */
export function checkShape(what: string, given: Tensor, original: Tensor): void {
  if (sameShape(given.shape, original.shape)) return;
  const shapes = [original.shape, given.shape];
  throw new ShapeError(op, `the ${what} must have the parameter's shape: ${shapes.map(shapeText).join(' and ')}`, {
    shapes,
  });
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
  const { original, mask: before } = maskedOf(module, name);
  checkShape('mask', mask, original);
  applyMask(module, name, before.mul(mask.to(original.dtype)));
  return module;
}

/**
 * Gives a parameter a mask that leaves nothing out.
 *
 * @returns the module.
 * @throws ValueError when there is no such parameter.
 * @example utils.prune.identity(new Linear(2, 1), 'bias').getBuffer('bias_mask') // [1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.prune.identity.html
 */
export function identity<M extends Target>(module: M, name: string): M {
  applyMask(module, name, maskedOf(module, name).mask);
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
