import { fullLike, keep, type Tensor } from '@x/tensor/core';
import type { Defaults, Hyperparameters, ParamGroup, Params } from './groups.js';
import { checkNotNegative, withDefaults } from './options.js';
import { direction, PerParameterOptimizer } from './per-parameter.js';
import type { SavedValues, StateReader } from './saved-state.js';
import { type CountedState, withScalarTensors } from './state.js';

/** Hyperparameters of Adagrad. */
export interface AdagradHyperparameters extends Hyperparameters {
  /** How fast the learning rate falls: to `lr / (1 + steps · lrDecay)`. Default: 0. */
  lrDecay: number;
  /** Factor of the L2 penalty. Default: 0. */
  weightDecay: number;
  /** What the sums of squares start with. Default: 0. */
  initialAccumulatorValue: number;
  /** Added to the denominator. Default: 1e-10. */
  eps: number;
  /** Maximize the objective instead of minimizing it. Default: false. */
  maximize: boolean;
}

/** Options of Adagrad. */
export type AdagradOptions = Readonly<Partial<AdagradHyperparameters>>;

/** State of one parameter. */
export interface AdagradState extends CountedState {
  /** Sum of the gradient's squares. */
  readonly sum: Tensor;
}

const defaults: AdagradHyperparameters = {
  lr: 0.01,
  lrDecay: 0,
  weightDecay: 0,
  initialAccumulatorValue: 0,
  eps: 1e-10,
  maximize: false,
};

/**
 * Adagrad: gradients divided by the root of the sum of all their squares.
 *
 * @throws ValueError for hyperparameters that do not exist or are out of range.
 * @example const optimizer = new Adagrad(net.parameters(), { lr: 0.01 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Adagrad.html
 */
export class Adagrad extends PerParameterOptimizer<AdagradHyperparameters, AdagradState> {
  constructor(params: Params<AdagradHyperparameters>, options: AdagradOptions = {}) {
    super(params, withDefaults<Defaults<AdagradHyperparameters>>('Adagrad', defaults, options));
    // the state is there before the first step, as in PyTorch
    for (const group of this.paramGroups) {
      for (const param of group.params) this.stateOf(param, () => this.initialState(param, group));
    }
  }

  protected override validate(group: AdagradHyperparameters): void {
    checkNotNegative(this.name, 'learning rate', group.lr);
    checkNotNegative(this.name, 'lr_decay value', group.lrDecay);
    checkNotNegative(this.name, 'weight_decay value', group.weightDecay);
    checkNotNegative(this.name, 'initial_accumulator_value value', group.initialAccumulatorValue);
    checkNotNegative(this.name, 'epsilon value', group.eps);
  }

  protected override initialState(param: Tensor, group: AdagradHyperparameters): AdagradState {
    return { step: 0, sum: keep(fullLike(param, group.initialAccumulatorValue)) };
  }

  protected override updateParam(
    param: Tensor,
    grad: Tensor,
    state: AdagradState,
    group: ParamGroup<AdagradHyperparameters>,
  ): void {
    const { sum } = state;
    const rate = group.lr / (1 + state.step * group.lrDecay);
    state.step++;
    const ahead = direction(param, grad, group);
    sum.addcmul_(ahead, ahead);
    param.addcdiv_(ahead, sum.sqrt().add_(group.eps), { value: -rate });
  }

  protected override saveState(param: Tensor, state: AdagradState): SavedValues {
    return withScalarTensors(param, state, ['step']);
  }

  protected override loadState(saved: StateReader): AdagradState {
    return { step: saved.number('step'), sum: saved.tensor('sum') };
  }

  protected override get implementationEntries(): SavedValues {
    return { foreach: null };
  }
}
