import type { Tensor } from '@x/tensor/core';
import type { Defaults, Hyperparameters, ParamGroup, Params } from './groups.js';
import { checkNotNegative, withDefaults } from './options.js';
import { direction, PerParameterOptimizer } from './per-parameter.js';
import type { SavedValues, StateReader } from './saved-state.js';
import { type CountedState, withScalarTensors, zeroState } from './state.js';

/** Hyperparameters of ASGD. */
export interface ASGDHyperparameters extends Hyperparameters {
  /** How fast parameters shrink: by the learning rate times this in each step. Default: 1e-4. */
  lambd: number;
  /** Power by which the learning rate falls. Default: 0.75. */
  alpha: number;
  /** Step at which averaging starts. Default: 1e6. */
  t0: number;
  /** Factor of the L2 penalty. Default: 0. */
  weightDecay: number;
  /** Maximize the objective instead of minimizing it. Default: false. */
  maximize: boolean;
}

/** Options of ASGD. */
export type ASGDOptions = Readonly<Partial<ASGDHyperparameters>>;

/** State of one parameter; its numbers are in single precision, as in PyTorch. */
export interface ASGDState extends CountedState {
  /** Learning rate of the next step. */
  eta: number;
  /** Share of the next parameter in the average. */
  mu: number;
  /** Average of the parameter since step `t0`. */
  readonly ax: Tensor;
}

const defaults: ASGDHyperparameters = {
  lr: 0.01,
  lambd: 1e-4,
  alpha: 0.75,
  t0: 1e6,
  weightDecay: 0,
  maximize: false,
};

/**
 * ASGD: gradient descent with a falling learning rate, that also keeps an average of the parameters: `state.get(p).ax`.
 *
 * @throws ValueError for hyperparameters that do not exist or are out of range.
 * @example const optimizer = new ASGD(net.parameters(), { lr: 0.01, t0: 1000 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.ASGD.html
 */
export class ASGD extends PerParameterOptimizer<ASGDHyperparameters, ASGDState> {
  constructor(params: Params<ASGDHyperparameters>, options: ASGDOptions = {}) {
    super(params, withDefaults<Defaults<ASGDHyperparameters>>('ASGD', defaults, options));
  }

  protected override validate({ lr, weightDecay }: ASGDHyperparameters): void {
    checkNotNegative(this.name, 'learning rate', lr);
    checkNotNegative(this.name, 'weight_decay value', weightDecay);
  }

  protected override initialState(param: Tensor, { lr }: ASGDHyperparameters): ASGDState {
    return { step: 0, eta: Math.fround(lr), mu: 1, ax: zeroState(param) };
  }

  protected override updateParam(
    param: Tensor,
    grad: Tensor,
    state: ASGDState,
    group: ParamGroup<ASGDHyperparameters>,
  ): void {
    const { lr, lambd, alpha, t0 } = group;
    const { eta, mu, ax } = state;
    const step = ++state.step;
    const ahead = direction(param, grad, group);
    param.mul_(1 - lambd * eta).add_(ahead, { alpha: -eta });
    if (mu === 1) ax.copy_(param);
    else ax.add_(param.sub(ax).mul_(mu));
    state.eta = Math.fround(lr / (1 + lambd * lr * step) ** alpha);
    state.mu = Math.fround(1 / Math.max(1, step - t0));
  }

  protected override saveState(param: Tensor, state: ASGDState): SavedValues {
    return withScalarTensors(param, state, ['step', 'eta', 'mu']);
  }

  protected override loadState(saved: StateReader): ASGDState {
    return {
      step: saved.number('step'),
      eta: saved.number('eta'),
      mu: saved.number('mu'),
      ax: saved.tensor('ax'),
    };
  }

  protected override get floatEntries(): readonly string[] {
    return ['t0'];
  }

  protected override get implementationEntries(): SavedValues {
    return { foreach: null };
  }
}
