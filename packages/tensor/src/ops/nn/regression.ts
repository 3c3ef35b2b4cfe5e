/**
 * @file Losses of numbers against numbers.
 */
import { isFloatingPoint } from '../../dtype.js';
import type { Op } from '../../op.js';
import { broadcastShapes } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { commonType } from '../elementwise.js';
import { checkFloating, composite } from './composite.js';
import { type LossAttrs, reduceLosses } from './reduction.js';

export type RegressionLossOp<A extends LossAttrs> = Op<readonly [input: Tensor, target: Tensor], A, readonly [Tensor]>;

function regressionLoss<A extends LossAttrs>(
  name: string,
  loss: (difference: Tensor, attrs: A) => Tensor,
): RegressionLossOp<A> {
  return composite(
    name,
    ([input, target]) => {
      if (!isFloatingPoint(commonType(input, target))) checkFloating(name, input, target);
      broadcastShapes(name, input.shape, target.shape);
    },
    ([input, target], attrs) => reduceLosses(loss(input.sub(target), attrs), attrs.reduction),
  );
}

/** `d²` with d the difference. */
export const mseLoss: RegressionLossOp<LossAttrs> = regressionLoss('mseLoss', (d) => d.mul(d));

export interface SmoothL1Attrs extends LossAttrs {
  /** Where the parabola ends; 0 means |d|. */
  readonly beta: number;
}

/** `d² / (2 beta)` where |d| < beta, `|d| − beta / 2` elsewhere. */
export const smoothL1Loss: RegressionLossOp<SmoothL1Attrs> = regressionLoss('smoothL1Loss', (d, { beta }) => {
  const distance = d.abs();
  if (beta === 0) return distance;
  return d
    .mul(d)
    .mul(0.5 / beta)
    .where(distance.lt(beta), distance.sub(0.5 * beta));
});

export interface HuberAttrs extends LossAttrs {
  /** Where the parabola ends. */
  readonly delta: number;
}

/** `d² / 2` where |d| ≤ delta, `delta · (|d| − delta / 2)` elsewhere. */
export const huberLoss: RegressionLossOp<HuberAttrs> = regressionLoss('huberLoss', (d, { delta }) => {
  const distance = d.abs();
  return d
    .mul(d)
    .mul(0.5)
    .where(distance.le(delta), distance.sub(0.5 * delta).mul(delta));
});
