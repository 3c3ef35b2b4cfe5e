/**
 * @file Loss of sequences whose labels are not aligned with their steps.
 */
import {
  dispatch,
  DTypeError,
  isFloatingPoint,
  isTensor,
  ShapeError,
  shapeText,
  tensor,
  type Tensor,
} from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { type LossOptions, lossDefaults, lossOptions } from './reduction.js';

export interface CtcOptions extends LossOptions {
  /** Class that stands between labels. Default: 0. */
  readonly blank?: number;
  /** Count losses that are infinite, and their gradients, as 0. Default: false. */
  readonly zeroInfinity?: boolean;
}

/** One length for each sample, as a tensor or a list. */
export type Lengths = Tensor | readonly number[];

const op = 'ctcLoss';

function numbers(name: string, x: Lengths): number[] {
  if (!isTensor(x)) return [...x];
  if (!isFloatingPoint(x.dtype)) return [...x.toTypedArray()];
  throw new DTypeError(op, `${name} must be integers, got ${x.dtype}`, { dtypes: [x.dtype] });
}

/** Labels of each sample, out of padded rows `[N, S]` or of one list of all. */
function labelsOf(targets: Tensor, lengths: readonly number[]): number[][] {
  const labels = numbers('targets', targets);
  const padded = targets.ndim === 2;
  const total = lengths.reduce((sum, n) => sum + n, 0);
  const fits = padded
    ? targets.size(0) === lengths.length && lengths.every((n) => n <= targets.size(1))
    : targets.ndim === 1 && labels.length === total;
  if (!fits || lengths.some((n) => n < 0)) {
    throw new ShapeError(
      op,
      `targets must be [N, S], or [S] with all labels one after another, and hold as many as targetLengths say: got ${shapeText(targets.shape)} for the lengths ${shapeText(lengths)}`,
      { shapes: [targets.shape, [lengths.length]] },
    );
  }
  let next = 0;
  return lengths.map((length, i) => {
    const start = padded ? i * targets.size(1) : next;
    next += length;
    return labels.slice(start, start + length);
  });
}

/**
 * Minus the log likelihood of label sequences, summed over all ways to spell them with blanks and repetitions in the steps of
 * the input: log probabilities `[T, N, C]`, labels int32 `[N, S]` (or all in one `[S]`), lengths `[N]` → `[]`, or `[N]` with
 * reduction 'none'; also `[T, C]`, `[S]`, `[]`. The mean divides each loss by its number of labels first. Labels and lengths
 * are read at once.
 *
 * The gradient is the one that holds behind a log softmax, as in PyTorch.
 * @throws ShapeError when lengths do not fit, IndexError when a label is no class, DTypeError when labels are not integers,
 * ValueError for an option that does not exist.
 * @example ctcLoss(logits.logSoftmax(2), tensor([[1, 2]]), [10], [2])
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.ctc_loss.html
 * @see https://www.cs.toronto.edu/~graves/icml_2006.pdf
 */
export function ctcLoss(
  logProbs: Tensor,
  targets: Tensor,
  inputLengths: Lengths,
  targetLengths: Lengths,
  options: CtcOptions = {},
): Tensor {
  const defaults: Required<CtcOptions> = { ...lossDefaults, blank: 0, zeroInfinity: false };
  const { blank, zeroInfinity, reduction } = lossOptions(op, options, defaults);
  const lengths = numbers('targetLengths', targetLengths);
  const single = logProbs.ndim === 2;
  const x = single ? logProbs.unsqueeze(1) : logProbs;
  const attrs = {
    targets: labelsOf(targets, lengths),
    inputLengths: numbers('inputLengths', inputLengths),
    blank,
    zeroInfinity,
  };
  const [each] = dispatch(ops.ctcLoss, [x], attrs);
  const losses = zeroInfinity ? each.newZeros([]).where(each.isinf(), each) : each;
  if (reduction === 'mean') {
    const divisors = lengths.map((n) => Math.max(n, 1));
    return losses.div(tensor(divisors, { dtype: losses.dtype, device: losses.device })).mean();
  }
  if (reduction === 'sum') return losses.sum();
  return single ? losses.squeeze(0) : losses;
}
