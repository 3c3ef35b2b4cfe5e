import type { Tensor } from '@x/tensor/core';
import type { Defaults, Hyperparameters, ParamGroup, Params } from './groups.js';
import { checkBetas, checkNotNegative, withDefaults } from './options.js';
import { direction, PerParameterOptimizer } from './per-parameter.js';
import type { SavedValues, StateReader } from './saved-state.js';
import { type CountedState, withScalarTensors, zeroState } from './state.js';

/** Hyperparameters of NAdam. */
export interface NAdamHyperparameters extends Hyperparameters {
  /** Decay of the running averages of the gradient and of its square. Default: [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to the denominator. Default: 1e-8. */
  eps: number;
  /** Factor of the L2 penalty. Default: 0. */
  weightDecay: number;
  /** How fast the momentum approaches `betas[0]`. Default: 4e-3. */
  momentumDecay: number;
}

/** Options of NAdam. */
export type NAdamOptions = Readonly<Partial<NAdamHyperparameters>>;

/** State of one parameter. */
export interface NAdamState extends CountedState {
  /** Product of the momentums so far, in single precision as in PyTorch. */
  muProduct: number;
  /** Running average of the gradient. */
  readonly expAvg: Tensor;
  /** Running average of the gradient's square. */
  readonly expAvgSq: Tensor;
}

const defaults: NAdamHyperparameters = {
  lr: 2e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  momentumDecay: 4e-3,
};

/** The product in single precision. */
const product = (a: number, b: number): number => Math.fround(a * Math.fround(b));

/**
 * NAdam: Adam with Nesterov momentum.
 *
 * @throws ValueError for hyperparameters that do not exist or are out of range.
 * @example const optimizer = new NAdam(net.parameters(), { lr: 2e-3 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.NAdam.html
 */
export class NAdam extends PerParameterOptimizer<NAdamHyperparameters, NAdamState> {
  constructor(params: Params<NAdamHyperparameters>, options: NAdamOptions = {}) {
    super(params, withDefaults<Defaults<NAdamHyperparameters>>('NAdam', defaults, options));
  }

  protected override validate({ lr, betas, eps, weightDecay, momentumDecay }: NAdamHyperparameters): void {
    checkNotNegative(this.name, 'learning rate', lr);
    checkNotNegative(this.name, 'epsilon value', eps);
    checkBetas(this.name, betas);
    checkNotNegative(this.name, 'weight_decay value', weightDecay);
    checkNotNegative(this.name, 'momentum_decay value', momentumDecay);
  }

  protected override initialState(param: Tensor): NAdamState {
    return { step: 0, muProduct: 1, expAvg: zeroState(param), expAvgSq: zeroState(param) };
  }

  protected override updateParam(
    param: Tensor,
    grad: Tensor,
    state: NAdamState,
    group: ParamGroup<NAdamHyperparameters>,
  ): void {
    const {
      lr,
      betas: [beta1, beta2],
      eps,
      momentumDecay,
    } = group;
    const { expAvg, expAvgSq } = state;
    const step = ++state.step;
    const momentum = (count: number): number => beta1 * (1 - 0.5 * 0.96 ** (count * momentumDecay));
    const [mu, muNext] = [momentum(step), momentum(step + 1)];
    state.muProduct = product(state.muProduct, mu);
    // PyTorch 1.13 multiplies by mu once more
    const productNext = product(product(state.muProduct, mu), muNext);

    const ahead = direction(param, grad, group);
    expAvg.mul_(beta1).add_(ahead, { alpha: 1 - beta1 });
    expAvgSq.mul_(beta2).addcmul_(ahead, ahead, { value: 1 - beta2 });
    const spread = expAvgSq
      .div(1 - beta2 ** step)
      .sqrt_()
      .add_(eps);
    param.addcdiv_(ahead, spread, { value: (-lr * (1 - mu)) / (1 - state.muProduct) });
    param.addcdiv_(expAvg, spread, { value: (-lr * muNext) / (1 - productNext) });
  }

  protected override saveState(param: Tensor, state: NAdamState): SavedValues {
    return withScalarTensors(param, state, ['step', 'muProduct']);
  }

  protected override loadState(saved: StateReader): NAdamState {
    return {
      step: saved.number('step'),
      muProduct: saved.number('mu_product'),
      expAvg: saved.tensor('exp_avg'),
      expAvgSq: saved.tensor('exp_avg_sq'),
    };
  }

  protected override get implementationEntries(): SavedValues {
    return { foreach: null };
  }
}
