/**
 * @file Losses that want scores apart by a margin.
 */
import { recomputed } from '../../gradient.js';
import { cumprod } from '../../api/scan.js';
import { arange } from '../../create.js';
import { DTypeError, ShapeError } from '../../errors.js';
import type { Shape } from '../../layout.js';
import { noAttrs, type Op } from '../../op.js';
import { sameShape, shapeText } from '../../shape.js';
import { dispatch } from '../../dispatch.js';
import type { Tensor } from '../../tensor.js';
import { unaryOps } from '../elementwise.js';
import { checkEqualShapes, checkFloating, checkSameFloating, composite, naming } from './composite.js';
import { type LossAttrs, reduceLosses } from './reduction.js';

/** `log(1 + e^(−y · x))` with targets y of 1 and −1. */
export const softMarginLoss: Op<readonly [input: Tensor, target: Tensor], LossAttrs, readonly [Tensor]> = composite(
  'softMarginLoss',
  ([input, target]) => {
    checkFloating('softMarginLoss', input);
    checkEqualShapes('softMarginLoss', input, target);
  },
  ([input, target], { reduction }) => {
    const [log] = dispatch(unaryOps.logSigmoid, [input.mul(target)], noAttrs);
    return reduceLosses(log.neg(), reduction);
  },
  recomputed({ name: 'SoftMarginLossBackward0', wrt: [0] }),
);

export interface MultiMarginAttrs extends LossAttrs {
  /** Power of each violation: 1 or 2. */
  readonly p: number;
  readonly margin: number;
}

/** Scores, target classes, and one weight for each class. */
export type MultiMarginInputs =
  | readonly [input: Tensor, target: Tensor]
  | readonly [input: Tensor, target: Tensor, weight: Tensor];

/** @throws DTypeError or ShapeError when there are no scores, or targets of another kind or none of these shapes. */
function checkScores(op: string, input: Tensor, target: Tensor, ...targetShapes: readonly Shape[]): void {
  checkFloating(op, input);
  if (target.dtype !== 'int32') {
    throw new DTypeError(op, `targets are class numbers of dtype int32, got ${target.dtype}`, {
      dtypes: [input.dtype, target.dtype],
    });
  }
  const scores = input.ndim <= 2 && input.shape.at(-1) !== 0;
  if (scores && targetShapes.some((shape) => sameShape(target.shape, shape))) return;
  throw new ShapeError(
    op,
    `expected an input [N, C] or [C] and a target ${shapeText(targetShapes[0]!)}, got ${shapeText(input.shape)} and ${shapeText(target.shape)}`,
    { shapes: [input.shape, target.shape] },
  );
}

/** `Σ weight[y] · max(0, margin − x[y] + x[c])^p / C` over the classes c other than the target's. */
export const multiMarginLoss: Op<MultiMarginInputs, MultiMarginAttrs, readonly [Tensor]> = composite(
  'multiMarginLoss',
  ([input, target, weight]) => {
    // one sample's target may have a dimension of its own
    const targetShapes = input.ndim === 2 ? [input.shape.slice(0, 1)] : [[], [1]];
    checkScores('multiMarginLoss', input, target, ...targetShapes);
    if (!weight) return;
    checkSameFloating('multiMarginLoss', input, weight);
    const classes = input.shape.at(-1) ?? 1;
    if (sameShape(weight.shape, [classes])) return;
    throw new ShapeError(
      'multiMarginLoss',
      `weight must hold one number for each of the ${classes} classes, got ${shapeText(weight.shape)}`,
      { shapes: [input.shape, weight.shape] },
    );
  },
  ([input, target, weight], { p, margin, reduction }) => {
    const own = target.unsqueeze(-1);
    const classes = input.shape.at(-1) ?? 1;
    const scores = input.reshape(...target.shape, classes);
    const score = naming('multiMarginLoss', 'target', () => scores.gather(-1, own));
    const excess = scores.sub(score).add(margin).relu();
    const others = arange(classes, { device: input.device }).eq(own);
    const each = (p === 1 ? excess : excess.mul(excess)).maskedFill(others, 0);
    const weighted = weight ? each.mul(weight.indexSelect(0, target.reshape(-1)).view(own.shape)) : each;
    return reduceLosses(weighted.sum(-1).div(classes), reduction);
  },
  recomputed({ name: 'MultiMarginLossBackward0', wrt: [0] }),
);

/** Which classes are targets, as the list up to the first negative number says. */
interface Listed {
  /** Classes, 0 behind the end of the list. */
  readonly classes: Tensor;
  /** Whether the list goes that far, as 0 or 1. */
  readonly counts: Tensor;
}

function listed(target: Tensor): Listed {
  const counts = cumprod(target.ge(0).to('int32'), -1);
  return { classes: target.mul(counts), counts };
}

/** `Σ max(0, 1 − x[y] + x[c]) / C` over all pairs of a target class y and another class c; lists of targets end with −1. */
export const multilabelMarginLoss: Op<readonly [input: Tensor, target: Tensor], LossAttrs, readonly [Tensor]> =
  composite(
    'multilabelMarginLoss',
    ([input, target]) => checkScores('multilabelMarginLoss', input, target, input.shape),
    ([input, target], { reduction }) => {
      const scores = input.ndim === 0 ? input.unsqueeze(0) : input;
      const { classes, counts } = listed(target.view(scores.shape));
      const score = naming('multilabelMarginLoss', 'target', () => scores.gather(-1, classes));
      const isTarget = counts.newZeros(counts.shape).scatterAdd(-1, classes, counts).gt(0);
      const excess = scores.unsqueeze(-2).sub(score.unsqueeze(-1)).add(1).relu();
      const pairs = counts.eq(0).unsqueeze(-1).logicalOr(isTarget.unsqueeze(-2));
      return reduceLosses(excess.maskedFill(pairs, 0).sum([-2, -1]).div(scores.size(-1)), reduction);
    },
    recomputed({ name: 'MultilabelMarginLossBackward0', wrt: [0] }),
  );
