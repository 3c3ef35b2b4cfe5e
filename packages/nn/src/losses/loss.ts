/**
 * @file What losses share.
 */
import { checkChoice } from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { Buffer } from '../module/buffer.js';
import { Module } from '../module/module.js';

const reductions = ['none', 'mean', 'sum'];

/** Base of losses: what becomes of the losses of single elements is checked once, when the loss is made. */
export abstract class Loss<
  Reduction extends string,
  In extends readonly unknown[] = [input: Tensor, target: Tensor],
> extends Module<In> {
  /** What becomes of the losses of single elements. */
  readonly reduction: Reduction;

  constructor(op: string, reduction: Reduction, choices: readonly string[] = reductions) {
    super();
    checkChoice(op, 'reduction', reduction, choices);
    this.reduction = reduction;
  }
}

/** A weight that moves with the module and is saved with it. */
export function weightBuffer(weight: Tensor | null): Buffer | null {
  return weight && new Buffer(weight);
}
