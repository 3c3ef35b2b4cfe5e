/**
 * @file What losses have in common.
 */
import { broadcastShapes, sameShape, shapeText, type Tensor } from '@x/tensor/core';
import type * as ops from '@x/tensor/ops';
import { checkChoice, withDefaults } from './options.js';

/** The losses of single elements as they are, their mean, or their sum. */
export type Reduction = ops.Reduction;

export interface LossOptions {
  /** What becomes of the losses of single elements. Default: 'mean'. */
  readonly reduction?: Reduction;
}

/** Defaults of losses that have no other option. */
export const lossDefaults: Required<LossOptions> = { reduction: 'mean' };

/** The options with their defaults, and with a reduction that exists. */
export function lossOptions<O extends LossOptions>(op: string, options: O, defaults: Required<O>): Required<O> {
  const all = withDefaults(op, options, defaults);
  checkChoice(op, 'reduction', all.reduction ?? '', ['none', 'mean', 'sum']);
  return all;
}

/** Losses of single elements, reduced. */
export function reduceLosses(losses: Tensor, reduction: Reduction): Tensor {
  if (reduction === 'none') return losses;
  return reduction === 'mean' ? losses.mean() : losses.sum();
}

/**
 * Input and target in one shape. Different shapes broadcast, with a warning: `[n]` against `[n, 1]` gives n² losses, and is
 * seldom meant.
 */
export function sameSize(op: string, input: Tensor, target: Tensor): readonly [input: Tensor, target: Tensor] {
  if (sameShape(input.shape, target.shape)) return [input, target];
  const shape = broadcastShapes(op, input.shape, target.shape);
  console.warn(
    `${op}: the target size ${shapeText(target.shape)} differs from the input size ${shapeText(input.shape)}; both are broadcast to ${shapeText(shape)}`,
  );
  const wide = (x: Tensor): Tensor => (sameShape(x.shape, shape) ? x : x.expand(shape));
  return [wide(input), wide(target)];
}
