/**
 * @file Negative log likelihood of classes.
 */
import { zerosOf } from '../../create.js';
import { DTypeError, ShapeError } from '../../errors.js';
import { gradientRule } from '../../gradient.js';
import type { Op } from '../../op.js';
import { sameShape, shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkFloating, checkSameFloating, composite, naming } from './composite.js';
import type { LossAttrs } from './reduction.js';

export interface NllAttrs extends LossAttrs {
  /** Targets of this class count for nothing. */
  readonly ignoreIndex: number;
}

/** Log probabilities of classes, target classes, and one weight for each class. */
export type NllInputs =
  | readonly [input: Tensor, target: Tensor]
  | readonly [input: Tensor, target: Tensor, weight: Tensor];

export type NllOp = Op<NllInputs, NllAttrs, readonly [Tensor]>;

/** What a target picks of its input. */
export interface Picks {
  /** Target classes with a dimension of size 1 where the input has its classes; ignored ones are 0. */
  readonly index: Tensor;
  /** Weight of each target; ignored ones have 0. */
  readonly weights: Tensor;
  /** Where the target is ignored. */
  readonly ignored: Tensor;
}

/** Dimension of the classes. */
export function classDim(ndim: number): number {
  return ndim === 1 ? 0 : 1;
}

/** Which classes count, and how much. */
export function picks(target: Tensor, weight: Tensor | undefined, ignoreIndex: number, like: Tensor): Picks {
  const ignored = target.eq(ignoreIndex);
  const classes = target.maskedFill(ignored, 0);
  const each = weight
    ? naming('nllLoss', 'target', () => weight.indexSelect(0, classes.flatten())).view(target.shape)
    : like.newOnes(target.shape);
  return { index: classes.unsqueeze(classDim(like.ndim)), weights: each.maskedFill(ignored, 0), ignored };
}

/** @throws DTypeError or ShapeError when targets or weights do not go with the input. */
export function checkClasses(name: string, [input, target, weight]: NllInputs): void {
  if (weight) checkSameFloating(name, input, weight);
  else checkFloating(name, input);
  if (target.dtype !== 'int32') {
    throw new DTypeError(
      name,
      `targets are class numbers of dtype int32, got ${target.dtype}; use target.to('int32')`,
      {
        dtypes: [target.dtype],
      },
    );
  }
  const dim = classDim(input.ndim);
  if (!sameShape(input.shape.toSpliced(dim, 1), target.shape)) {
    throw new ShapeError(
      name,
      `target ${shapeText(target.shape)} must have the shape of the input ${shapeText(input.shape)} without its classes (dimension ${dim})`,
      { shapes: [input.shape, target.shape] },
    );
  }
  checkClassWeight(name, input, weight);
}

/** @throws ShapeError when there is not one weight for each class of the input. */
export function checkClassWeight(name: string, input: Tensor, weight: Tensor | null | undefined): void {
  const classes = input.shape[classDim(input.ndim)]!;
  if (!weight || sameShape(weight.shape, [classes])) return;
  throw new ShapeError(
    name,
    `weight must hold one number for each of the ${classes} classes, got ${shapeText(weight.shape)}`,
    { shapes: [input.shape, weight.shape] },
  );
}

function nll(name: string, backwardName: string, ranks: readonly number[], expected: string): NllOp {
  return composite(
    name,
    (inputs) => {
      const [{ ndim, shape }] = inputs;
      if (!ranks.includes(ndim)) {
        throw new ShapeError(name, `input must be ${expected}, got ${shapeText(shape)}`, { shapes: [shape] });
      }
      checkClasses(name, inputs);
    },
    ([input, target, weight], { reduction, ignoreIndex }) => {
      const dim = classDim(input.ndim);
      const { index, weights, ignored } = picks(target, weight, ignoreIndex, input);
      const chosen = naming(name, 'target', () => input.gather(dim, index)).squeeze(dim);
      // not by their weight of 0: an ignored target may have picked -Infinity, and 0 times that is NaN
      const losses = (weight ? chosen.mul(weights) : chosen).neg().maskedFill(ignored, 0);
      if (reduction === 'none') return losses;
      return reduction === 'sum' ? losses.sum() : losses.sum().div(weights.sum());
    },
    gradientRule({
      name: backwardName,
      wrt: [0],
      save: ({ inputs: [, target, weight] }) => [target, weight],
      backward: ({ grad, saved: [target, weight], inputs: [input], attrs: { reduction, ignoreIndex } }) => {
        const zeros = zerosOf(input!);
        const dim = classDim(zeros.ndim);
        const { index, weights, ignored } = picks(target, weight, ignoreIndex, zeros);
        const shares = reduction === 'mean' ? weights.div(weights.sum()) : weights;
        // where all targets are ignored the mean is 0 / 0, but the gradient is 0
        return [zeros.scatter(dim, index, shares.mul(grad).neg().maskedFill(ignored, 0).unsqueeze(dim))];
      },
    }),
  );
}

/** `−weight[y] · x[y]` for log probabilities x, `[N, C]` and `[N]` or `[C]` and `[]`; the mean is weighted. */
export const nllLoss: NllOp = nll('nllLoss', 'NllLossBackward0', [1, 2], '[C] or [N, C]');

/** The same for pictures, `[N, C, H, W]` and `[N, H, W]`. */
export const nllLoss2d: NllOp = nll('nllLoss2d', 'NllLoss2DBackward0', [4], '[N, C, H, W]');
