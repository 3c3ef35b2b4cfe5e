/**
 * @file Negative log likelihood.
 */
import { dispatch, ShapeError, type Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { type LossOptions, lossOptions } from './reduction.js';

export interface NllOptions extends LossOptions {
  /** One factor for each class; the mean is weighted with them. Default: none. */
  readonly weight?: Tensor | null;
  /** Targets of this class count for nothing. Default: -100. */
  readonly ignoreIndex?: number;
}

/** Defaults of losses of classes. */
export const nllDefaults: Required<NllOptions> = { reduction: 'mean', weight: null, ignoreIndex: -100 };

/** The loss of log probabilities `[N, C, *]` or `[C]`, whatever the number of dimensions; `op` names it in errors. */
export function nll(op: string, input: Tensor, target: Tensor, options: Required<NllOptions>): Tensor {
  const { weight, ...attrs } = options;
  if (input.ndim === 0) {
    throw new ShapeError(op, 'expected an input [C] or [N, C, *], got []', { shapes: [input.shape, target.shape] });
  }
  ops.checkClasses(op, weight ? [input, target, weight] : [input, target]);
  const run = (kind: ops.NllOp, x: Tensor, y: Tensor): Tensor =>
    ops.naming(op, 'target', () => dispatch(kind, weight ? [x, y, weight] : [x, y], attrs)[0]);
  if (input.ndim === 1 || input.ndim === 2) return run(ops.nllLoss, input, target);
  if (input.ndim === 4) return run(ops.nllLoss2d, input, target);
  const [n = 0, classes = 0, ...rest] = input.shape;
  const size = rest.reduce((a, b) => a * b, 1);
  const losses = run(ops.nllLoss2d, input.contiguous().view(n, classes, 1, size), target.contiguous().view(n, 1, size));
  return attrs.reduction === 'none' ? losses.view(target.shape) : losses;
}

/**
 * `−weight[y] · x[y]` for log probabilities x and classes y: `[N, C, *], int32 [N, *] → []`, or `[N, *]` with reduction 'none';
 * also `[C], []`.
 *
 * @throws ShapeError when the shapes do not fit, IndexError when a target is no class, DTypeError when targets are not int32,
 * ValueError for an option that does not exist.
 * @example nllLoss(tensor([[-0.5, -2]]), tensor([1])) // 2
 * @see https://pytorch.org/docs/stable/generated/torch.nn.functional.nll_loss.html
 */
export function nllLoss(input: Tensor, target: Tensor, options: NllOptions = {}): Tensor {
  return nll('nllLoss', input, target, lossOptions('nllLoss', options, nllDefaults));
}
