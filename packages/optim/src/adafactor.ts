import { keep, matmul, type Shape, type Tensor, ValueError, norm } from '@x/tensor/core';
import type { Defaults, Hyperparameters, ParamGroup, Params } from './groups.js';
import { checkNotNegative, withDefaults } from './options.js';
import { direction, PerParameterOptimizer } from './per-parameter.js';
import type { SavedValues, StateReader } from './saved-state.js';
import { type CountedState, withScalarTensors, zeroState } from './state.js';

/** Hyperparameters of Adafactor. */
export interface AdafactorHyperparameters extends Hyperparameters {
  /** Power of the step count that new squares count with in the running averages. Default: -0.8. */
  beta2Decay: number;
  /**
   * Smallest root of a mean square (null takes the dtype's machine epsilon), and smallest root mean square of a parameter that
   * its steps are measured by. Default: [null, 1e-3].
   */
  eps: readonly [number | null, number];
  /** Largest root mean square of a step, in parts of the learning rate. Default: 1. */
  d: number;
  /** Share of the learning rate by which parameters shrink. Default: 0. */
  weightDecay: number;
  /** Maximize the objective instead of minimizing it. Default: false. */
  maximize: boolean;
}

/** Options of Adafactor. */
export type AdafactorOptions = Readonly<Partial<AdafactorHyperparameters>>;

/** Mean squares of a matrix, or of the matrices in a parameter of more dimensions. */
export interface FactoredSquares {
  /** Running average of the squares in each row: the parameter's shape with 1 at the end. */
  readonly rowVar: Tensor;
  /** Running average of the squares in each column: the parameter's shape with 1 before the end. */
  readonly colVar: Tensor;
}

/** Mean squares of a parameter with fewer dimensions. */
export interface ElementSquares {
  /** Running average of the square of each element. */
  readonly variance: Tensor;
}

/** State of one parameter. */
export type AdafactorState = CountedState & (FactoredSquares | ElementSquares);

const defaults: AdafactorHyperparameters = {
  lr: 0.01,
  beta2Decay: -0.8,
  eps: [null, 1e-3],
  d: 1,
  weightDecay: 0,
  maximize: false,
};

/** Spacing of the numbers above 1. */
const machineEpsilon: Readonly<Record<string, number>> = { float32: 2 ** -23, float64: 2 ** -52 };

/** The shape with 1 in the place of the dimension at `-fromEnd`. */
const reduced = (shape: Shape, fromEnd: number): number[] => shape.with(-fromEnd, 1);

/** Root mean square of all elements: no dimension. */
const rms = (x: Tensor): Tensor => norm(x).div_(Math.sqrt(x.numel()));

/** Mean squares along a dimension, which stays with size 1. */
const meanSquares = (x: Tensor, dim: number): Tensor =>
  norm(x, dim, { keepdim: true })
    .square_()
    .div_(x.shape.at(dim) ?? 1);

/** Takes the gradient's squares into the running averages. @returns the mean square of each element. */
function followedSquares(grad: Tensor, state: AdafactorState, share: number, eps: number): Tensor {
  if ('variance' in state) return state.variance.lerp_(grad.square(), share).clone();
  const { rowVar, colVar } = state;
  rowVar.lerp_(meanSquares(grad, -1), share);
  colVar.lerp_(meanSquares(grad, -2), share);
  return matmul(rowVar, colVar).div_(rowVar.mean(-2, { keepdim: true }).clamp_({ min: eps }));
}

/**
 * Adafactor: steps scaled by the parameter's own size and by running averages of the gradient's square, which take memory
 * for the rows and columns of a matrix only.
 *
 * @throws ValueError for hyperparameters that do not exist or are out of range.
 * @example const optimizer = new Adafactor(net.parameters(), { lr: 0.01 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Adafactor.html
 * @see https://arxiv.org/abs/1804.04235
 */
export class Adafactor extends PerParameterOptimizer<AdafactorHyperparameters, AdafactorState> {
  constructor(params: Params<AdafactorHyperparameters>, options: AdafactorOptions = {}) {
    super(params, withDefaults<Defaults<AdafactorHyperparameters>>('Adafactor', defaults, options));
  }

  protected override validate({ lr, beta2Decay, eps, d, weightDecay }: AdafactorHyperparameters): void {
    checkNotNegative(this.name, 'learning rate', lr);
    checkNotNegative(this.name, 'first epsilon value', eps[0] ?? 0);
    checkNotNegative(this.name, 'second epsilon value', eps[1]);
    checkNotNegative(this.name, 'weight_decay value', weightDecay);
    if (!(beta2Decay <= 0)) {
      throw new ValueError(this.name, `Invalid beta2_decay value: ${beta2Decay} (it must be 0 or less)`, {
        beta2Decay,
      });
    }
    if (!(d >= 1)) throw new ValueError(this.name, `Invalid clipping threshold d: ${d} (it must be 1 or more)`, { d });
  }

  protected override initialState(param: Tensor): AdafactorState {
    const { shape } = param;
    if (shape.length < 2) return { step: 0, variance: zeroState(param) };
    return {
      step: 0,
      rowVar: keep(param.newZeros(reduced(shape, 1))),
      colVar: keep(param.newZeros(reduced(shape, 2))),
    };
  }

  protected override updateParam(
    param: Tensor,
    grad: Tensor,
    state: AdafactorState,
    group: ParamGroup<AdafactorHyperparameters>,
  ): void {
    const { lr, beta2Decay, d, weightDecay, maximize } = group;
    const [eps1, eps2] = [group.eps[0] ?? machineEpsilon[param.dtype] ?? 0, group.eps[1]];
    const step = ++state.step;
    const size = rms(param)
      .clamp_({ min: eps2 })
      .mul_(Math.min(lr, 1 / Math.sqrt(step)));
    param.mul_(1 - lr * weightDecay);
    const ahead = direction(param, grad, { maximize });
    const squares = followedSquares(ahead, state, step ** beta2Decay, eps1);
    const update = squares
      .clamp_({ min: eps1 * eps1 })
      .rsqrt_()
      .mul_(ahead);
    param.sub_(update.mul(size.div_(rms(update).div_(d).clamp_({ min: 1 }))));
  }

  protected override saveState(param: Tensor, state: AdafactorState): SavedValues {
    return withScalarTensors(param, state, ['step']);
  }

  protected override loadState(saved: StateReader, { shape }: Tensor): AdafactorState {
    const step = saved.number('step');
    if (shape.length < 2) return { step, variance: saved.tensor('variance') };
    return {
      step,
      rowVar: saved.tensor('row_var', reduced(shape, 1)),
      colVar: saved.tensor('col_var', reduced(shape, 2)),
    };
  }

  protected override get floatEntries(): readonly string[] {
    return ['d', 'weight_decay'];
  }

  protected override get implementationEntries(): SavedValues {
    return { foreach: null };
  }
}
