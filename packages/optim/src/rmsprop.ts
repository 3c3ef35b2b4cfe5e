import { dispatch, type Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { batches } from './batches.js';
import type { Defaults, Hyperparameters, ParamGroup, Params } from './groups.js';
import { checkNotNegative, withDefaults } from './options.js';
import { Optimizer } from './optimizer.js';
import type { SavedValues, StateReader } from './saved-state.js';
import { zeroState } from './state.js';

/** Hyperparameters of RMSprop. */
export interface RMSpropHyperparameters extends Hyperparameters {
  /** Decay of the running average of squares. Default: 0.99. */
  alpha: number;
  /** Added to the denominator. Default: 1e-8. */
  eps: number;
  /** Factor of the L2 penalty. Default: 0. */
  weightDecay: number;
  /** Factor of the running sum of scaled gradients. Default: 0, there is none. */
  momentum: number;
  /** Divide by the standard deviation instead of the root mean square. Default: false. */
  centered: boolean;
  /** Maximize the objective instead of minimizing it. Default: false. */
  maximize: boolean;
}

/** Options of RMSprop. */
export type RMSpropOptions = Readonly<Partial<RMSpropHyperparameters>>;

/** State of one parameter. */
export interface RMSpropState {
  /** Number of steps so far. */
  step: number;
  /** Running average of the gradient's square. */
  readonly squareAvg: Tensor;
  /** Running sum of the scaled gradients; with momentum only. */
  momentumBuffer?: Tensor;
  /** Running average of the gradient; when centered only. */
  gradAvg?: Tensor;
}

const defaults: RMSpropHyperparameters = {
  lr: 0.01,
  alpha: 0.99,
  eps: 1e-8,
  weightDecay: 0,
  momentum: 0,
  centered: false,
  maximize: false,
};

/**
 * RMSprop: gradients divided by the root of a running average of their squares.
 *
 * @throws ValueError for hyperparameters that do not exist or are out of range.
 * @example const optimizer = new RMSprop(net.parameters(), { lr: 1e-3, centered: true })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.RMSprop.html
 */
export class RMSprop extends Optimizer<RMSpropHyperparameters, RMSpropState> {
  constructor(params: Params<RMSpropHyperparameters>, options: RMSpropOptions = {}) {
    super(params, withDefaults<Defaults<RMSpropHyperparameters>>('RMSprop', defaults, options));
  }

  protected override validate({ lr, alpha, eps, weightDecay, momentum }: RMSpropHyperparameters): void {
    checkNotNegative(this.name, 'learning rate', lr);
    checkNotNegative(this.name, 'epsilon value', eps);
    checkNotNegative(this.name, 'momentum value', momentum);
    checkNotNegative(this.name, 'weight_decay value', weightDecay);
    checkNotNegative(this.name, 'alpha value', alpha);
  }

  protected override stepGroup({ params, ...group }: ParamGroup<RMSpropHyperparameters>): void {
    const stateOf = (param: Tensor): RMSpropState =>
      this.stateOf(param, () => ({ step: 0, squareAvg: zeroState(param) }));
    for (const { params: updated, grads, states } of batches(params, stateOf, () => '')) {
      const squares = states.map((state) => state.squareAvg);
      const buffers =
        group.momentum > 0 ? states.map((state, i) => (state.momentumBuffer ??= zeroState(updated[i]!))) : [];
      const means = group.centered ? states.map((state, i) => (state.gradAvg ??= zeroState(updated[i]!))) : [];
      dispatch(ops.rmspropStep, [...updated, ...grads, ...squares, ...buffers, ...means], group);
      for (const state of states) state.step++;
    }
  }

  protected override loadState(saved: StateReader): RMSpropState {
    const momentumBuffer = saved.optionalTensor('momentum_buffer');
    const gradAvg = saved.optionalTensor('grad_avg');
    return {
      step: saved.number('step'),
      squareAvg: saved.tensor('square_avg'),
      ...(momentumBuffer && { momentumBuffer }),
      ...(gradAvg && { gradAvg }),
    };
  }

  protected override get implementationEntries(): SavedValues {
    return { foreach: null, differentiable: false };
  }
}
