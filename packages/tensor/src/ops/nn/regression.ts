/**
 * @file Losses of numbers against numbers.
 */
import { isFloatingPoint } from '../../dtype.js';
import { gradientRule } from '../../gradient.js';
import type { Op } from '../../op.js';
import { broadcastShapes } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { commonType } from '../elementwise.js';
import { checkFloating, composite } from './composite.js';
import { type LossAttrs, perElement, reduceLosses } from './reduction.js';

export type RegressionLossOp<A extends LossAttrs> = Op<readonly [input: Tensor, target: Tensor], A, readonly [Tensor]>;

/** Slope of a loss at the difference, and PyTorch's name of the gradient. */
interface Slope<A> {
  readonly name: string;
  at(difference: Tensor, attrs: A): Tensor;
}

function regressionLoss<A extends LossAttrs>(
  name: string,
  loss: (difference: Tensor, attrs: A) => Tensor,
  slope: Slope<A>,
): RegressionLossOp<A> {
  return composite(
    name,
    ([input, target]) => {
      if (!isFloatingPoint(commonType(input, target))) checkFloating(name, input, target);
      broadcastShapes(name, input.shape, target.shape);
    },
    ([input, target], attrs) => reduceLosses(loss(input.sub(target), attrs), attrs.reduction),
    gradientRule({
      name: slope.name,
      save: ({ inputs: [input, target] }) => [input, target],
      backward: ({ grad, saved: [input, target], needs, attrs }) => {
        const difference = input.sub(target);
        const gradient = slope.at(difference, attrs).mul(perElement(grad, attrs.reduction, difference.numel()));
        return [needs[0] && gradient, needs[1] && gradient.neg()];
      },
    }),
  );
}

/** `d²` with d the difference. */
export const mseLoss: RegressionLossOp<LossAttrs> = regressionLoss('mseLoss', (d) => d.mul(d), {
  name: 'MseLossBackward0',
  at: (d) => d.mul(2),
});

export interface SmoothL1Attrs extends LossAttrs {
  /** Where the parabola ends; 0 means |d|. */
  readonly beta: number;
}

/** `d² / (2 beta)` where |d| < beta, `|d| − beta / 2` elsewhere. */
export const smoothL1Loss: RegressionLossOp<SmoothL1Attrs> = regressionLoss(
  'smoothL1Loss',
  (d, { beta }) => {
    const distance = d.abs();
    if (beta === 0) return distance;
    return d
      .mul(d)
      .mul(0.5 / beta)
      .where(distance.lt(beta), distance.sub(0.5 * beta));
  },
  {
    name: 'SmoothL1LossBackward0',
    at: (d, { beta }) => (beta === 0 ? d.sign() : d.div(beta).clamp({ min: -1, max: 1 })),
  },
);

export interface HuberAttrs extends LossAttrs {
  /** Where the parabola ends. */
  readonly delta: number;
}

/** `d² / 2` where |d| ≤ delta, `delta · (|d| − delta / 2)` elsewhere. */
export const huberLoss: RegressionLossOp<HuberAttrs> = regressionLoss(
  'huberLoss',
  (d, { delta }) => {
    const distance = d.abs();
    return d
      .mul(d)
      .mul(0.5)
      .where(distance.le(delta), distance.sub(0.5 * delta).mul(delta));
  },
  {
    name: 'HuberLossBackward0',
    at: (d, { delta }) => d.clamp({ min: -delta, max: delta }),
  },
);
