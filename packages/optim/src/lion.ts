import type { Tensor } from '@x/tensor/core';
import type { Defaults, Hyperparameters, ParamGroup, Params } from './groups.js';
import { checkBetas, checkNotNegative, withDefaults } from './options.js';
import { direction, PerParameterOptimizer } from './per-parameter.js';
import type { StateReader } from './saved-state.js';
import { zeroState } from './state.js';

/** Hyperparameters of Lion. */
export interface LionHyperparameters extends Hyperparameters {
  /** Share of the running average in the step, and its decay. Default: [0.9, 0.99]. */
  betas: readonly [number, number];
  /** Share of the learning rate by which parameters shrink. Default: 0. */
  weightDecay: number;
  /** Maximize the objective instead of minimizing it. Default: false. */
  maximize: boolean;
}

/** Options of Lion. */
export type LionOptions = Readonly<Partial<LionHyperparameters>>;

/** State of one parameter. */
export interface LionState {
  /** Running average of the gradient. */
  readonly expAvg: Tensor;
}

const defaults: LionHyperparameters = { lr: 1e-4, betas: [0.9, 0.99], weightDecay: 0, maximize: false };

/**
 * Lion: steps of the same size for all elements, in the direction of the sign of an average of gradients. Its learning rate
 * is three to ten times smaller than AdamW's, its weight decay larger by as much.
 *
 * @throws ValueError for hyperparameters that do not exist or are out of range.
 * @example const optimizer = new Lion(net.parameters(), { lr: 1e-4, weightDecay: 0.1 })
 * @see https://arxiv.org/abs/2302.06675
 */
export class Lion extends PerParameterOptimizer<LionHyperparameters, LionState> {
  constructor(params: Params<LionHyperparameters>, options: LionOptions = {}) {
    super(params, withDefaults<Defaults<LionHyperparameters>>('Lion', defaults, options));
  }

  protected override validate({ lr, betas, weightDecay }: LionHyperparameters): void {
    checkNotNegative(this.name, 'learning rate', lr);
    checkBetas(this.name, betas);
    checkNotNegative(this.name, 'weight_decay value', weightDecay);
  }

  protected override initialState(param: Tensor): LionState {
    return { expAvg: zeroState(param) };
  }

  protected override updateParam(
    param: Tensor,
    grad: Tensor,
    { expAvg }: LionState,
    { lr, betas: [beta1, beta2], weightDecay, maximize }: ParamGroup<LionHyperparameters>,
  ): void {
    const ahead = direction(param, grad, { maximize });
    const blend = expAvg.mul(beta1).add_(ahead, { alpha: 1 - beta1 });
    param.mul_(1 - lr * weightDecay).add_(blend.sign_(), { alpha: -lr });
    expAvg.mul_(beta2).add_(ahead, { alpha: 1 - beta2 });
  }

  protected override loadState(saved: StateReader): LionState {
    return { expAvg: saved.tensor('exp_avg') };
  }
}
