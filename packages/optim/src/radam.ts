import { div, type Tensor } from '@x/tensor/core';
import type { Defaults, Hyperparameters, ParamGroup, Params } from './groups.js';
import { checkBetas, checkNotNegative, withDefaults } from './options.js';
import { direction, PerParameterOptimizer } from './per-parameter.js';
import type { SavedValues, StateReader } from './saved-state.js';
import { type CountedState, withScalarTensors, zeroState } from './state.js';

/** Hyperparameters of RAdam. */
export interface RAdamHyperparameters extends Hyperparameters {
  /** Decay of the running averages of the gradient and of its square. Default: [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to the denominator. Default: 1e-8. */
  eps: number;
  /** Factor of the L2 penalty. Default: 0. */
  weightDecay: number;
}

/** Options of RAdam. */
export type RAdamOptions = Readonly<Partial<RAdamHyperparameters>>;

/** State of one parameter. */
export interface RAdamState extends CountedState {
  /** Running average of the gradient. */
  readonly expAvg: Tensor;
  /** Running average of the gradient's square. */
  readonly expAvgSq: Tensor;
}

const defaults: RAdamHyperparameters = { lr: 1e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0 };

/**
 * Factor that makes up for the variance of the running average of squares in the first steps; 0 while that average says too
 * little to divide by it.
 */
function rectification(step: number, beta2: number): number {
  const limit = 2 / (1 - beta2) - 1;
  const length = limit - (2 * step * beta2 ** step) / (1 - beta2 ** step);
  if (length <= 5) return 0;
  return Math.sqrt(((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length));
}

/**
 * RAdam: Adam whose step is not scaled until the running average of squares can be relied on.
 *
 * @throws ValueError for hyperparameters that do not exist or are out of range.
 * @example const optimizer = new RAdam(net.parameters(), { lr: 1e-3 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.RAdam.html
 * @see https://arxiv.org/abs/1908.03265
 */
export class RAdam extends PerParameterOptimizer<RAdamHyperparameters, RAdamState> {
  constructor(params: Params<RAdamHyperparameters>, options: RAdamOptions = {}) {
    super(params, withDefaults<Defaults<RAdamHyperparameters>>('RAdam', defaults, options));
  }

  protected override validate({ lr, betas, eps, weightDecay }: RAdamHyperparameters): void {
    checkNotNegative(this.name, 'learning rate', lr);
    checkNotNegative(this.name, 'epsilon value', eps);
    checkBetas(this.name, betas);
    checkNotNegative(this.name, 'weight_decay value', weightDecay);
  }

  protected override initialState(param: Tensor): RAdamState {
    return { step: 0, expAvg: zeroState(param), expAvgSq: zeroState(param) };
  }

  protected override updateParam(
    param: Tensor,
    grad: Tensor,
    state: RAdamState,
    group: ParamGroup<RAdamHyperparameters>,
  ): void {
    const {
      lr,
      betas: [beta1, beta2],
      eps,
    } = group;
    const { expAvg, expAvgSq } = state;
    const step = ++state.step;
    const ahead = direction(param, grad, group);
    expAvg.mul_(beta1).add_(ahead, { alpha: 1 - beta1 });
    expAvgSq.mul_(beta2).addcmul_(ahead, ahead, { value: 1 - beta2 });

    const mean = expAvg.div(1 - beta1 ** step).mul_(lr);
    const factor = rectification(step, beta2);
    if (factor > 0) mean.mul_(div(Math.sqrt(1 - beta2 ** step), expAvgSq.sqrt().add_(eps))).mul_(factor);
    param.sub_(mean);
  }

  protected override saveState(param: Tensor, state: RAdamState): SavedValues {
    return withScalarTensors(param, state, ['step']);
  }

  protected override loadState(saved: StateReader): RAdamState {
    return { step: saved.number('step'), expAvg: saved.tensor('exp_avg'), expAvgSq: saved.tensor('exp_avg_sq') };
  }

  protected override get implementationEntries(): SavedValues {
    return { foreach: null };
  }
}
