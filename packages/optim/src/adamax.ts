import type { Tensor } from '@x/tensor/core';
import type { Defaults, Hyperparameters, ParamGroup, Params } from './groups.js';
import { checkBetas, checkNotNegative, withDefaults } from './options.js';
import { direction, PerParameterOptimizer } from './per-parameter.js';
import type { SavedValues, StateReader } from './saved-state.js';
import { type CountedState, withScalarTensors, zeroState } from './state.js';

/** Hyperparameters of Adamax. */
export interface AdamaxHyperparameters extends Hyperparameters {
  /** Decay of the running average of the gradient and of its running maximum. Default: [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to the gradient's absolute value. Default: 1e-8. */
  eps: number;
  /** Factor of the L2 penalty. Default: 0. */
  weightDecay: number;
  /** Maximize the objective instead of minimizing it. Default: false. */
  maximize: boolean;
}

/** Options of Adamax. */
export type AdamaxOptions = Readonly<Partial<AdamaxHyperparameters>>;

/** State of one parameter. */
export interface AdamaxState extends CountedState {
  /** Running average of the gradient. */
  readonly expAvg: Tensor;
  /** Running maximum of the gradient's absolute value. */
  readonly expInf: Tensor;
}

const defaults: AdamaxHyperparameters = { lr: 2e-3, betas: [0.9, 0.999], eps: 1e-8, weightDecay: 0, maximize: false };

/**
 * Adamax: Adam with a running maximum of the gradient's absolute value in the place of its mean square.
 *
 * @throws ValueError for hyperparameters that do not exist or are out of range.
 * @example const optimizer = new Adamax(net.parameters(), { lr: 2e-3 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Adamax.html
 * @see https://arxiv.org/abs/1412.6980
 */
export class Adamax extends PerParameterOptimizer<AdamaxHyperparameters, AdamaxState> {
  constructor(params: Params<AdamaxHyperparameters>, options: AdamaxOptions = {}) {
    super(params, withDefaults<Defaults<AdamaxHyperparameters>>('Adamax', defaults, options));
  }

  protected override validate({ lr, betas, eps, weightDecay }: AdamaxHyperparameters): void {
    checkNotNegative(this.name, 'learning rate', lr);
    checkNotNegative(this.name, 'epsilon value', eps);
    checkBetas(this.name, betas);
    checkNotNegative(this.name, 'weight_decay value', weightDecay);
  }

  protected override initialState(param: Tensor): AdamaxState {
    return { step: 0, expAvg: zeroState(param), expInf: zeroState(param) };
  }

  protected override updateParam(
    param: Tensor,
    grad: Tensor,
    state: AdamaxState,
    group: ParamGroup<AdamaxHyperparameters>,
  ): void {
    const {
      lr,
      betas: [beta1, beta2],
      eps,
    } = group;
    const { expAvg, expInf } = state;
    const step = ++state.step;
    const ahead = direction(param, grad, group);
    expAvg.mul_(beta1).add_(ahead, { alpha: 1 - beta1 });
    expInf.mul_(beta2).maximum_(ahead.abs().add_(eps));
    param.addcdiv_(expAvg, expInf, { value: -lr / (1 - beta1 ** step) });
  }

  protected override saveState(param: Tensor, state: AdamaxState): SavedValues {
    return withScalarTensors(param, state, ['step']);
  }

  protected override loadState(saved: StateReader): AdamaxState {
    return { step: saved.number('step'), expAvg: saved.tensor('exp_avg'), expInf: saved.tensor('exp_inf') };
  }

  protected override get implementationEntries(): SavedValues {
    return { foreach: null };
  }
}
