import { dispatch, type Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { batches } from './batches.js';
import type { Defaults, Hyperparameters, ParamGroup, Params } from './groups.js';
import { checkBetas, checkNotNegative, withDefaults } from './options.js';
import { Optimizer } from './optimizer.js';
import type { SavedValues, StateReader } from './saved-state.js';
import { withScalarTensors, zeroState } from './state.js';

/** Hyperparameters of Adam and AdamW. */
export interface AdamHyperparameters extends Hyperparameters {
  /** Decay of the running averages of the gradient and of its square. Default: [0.9, 0.999]. */
  betas: readonly [number, number];
  /** Added to the denominator. Default: 1e-8. */
  eps: number;
  /** Adam: factor of the L2 penalty, default 0. AdamW: share of the learning rate by which weights shrink, default 0.01. */
  weightDecay: number;
  /** Divide by the largest running average of squares so far. Default: false. */
  amsgrad: boolean;
  /** Maximize the objective instead of minimizing it. Default: false. */
  maximize: boolean;
}

/** Options of Adam and AdamW. */
export type AdamOptions = Readonly<Partial<AdamHyperparameters>>;

/** State of one parameter. */
export interface AdamState {
  /** Number of steps so far. */
  step: number;
  /** Running average of the gradient. */
  readonly expAvg: Tensor;
  /** Running average of the gradient's square. */
  readonly expAvgSq: Tensor;
  /** The largest `expAvgSq` so far; with AMSGrad only. */
  maxExpAvgSq?: Tensor;
}

const defaults: AdamHyperparameters = {
  lr: 1e-3,
  betas: [0.9, 0.999],
  eps: 1e-8,
  weightDecay: 0,
  amsgrad: false,
  maximize: false,
};

/** What Adam and AdamW share: all but how weight decay acts. */
abstract class AdamFamily extends Optimizer<AdamHyperparameters, AdamState> {
  /** Weight decay acts on the parameter instead of the gradient. */
  protected abstract readonly decoupled: boolean;

  protected override validate({ lr, betas, eps, weightDecay }: AdamHyperparameters): void {
    checkNotNegative(this.name, 'learning rate', lr);
    checkNotNegative(this.name, 'epsilon value', eps);
    checkBetas(this.name, betas);
    checkNotNegative(this.name, 'weight_decay value', weightDecay);
  }

  protected override stepGroup({ params, betas, ...group }: ParamGroup<AdamHyperparameters>): void {
    const [beta1, beta2] = betas;
    const stateOf = (param: Tensor): AdamState =>
      this.stateOf(param, () => ({ step: 0, expAvg: zeroState(param), expAvgSq: zeroState(param) }));
    for (const { params: updated, grads, states } of batches(params, stateOf, (state) => state.step)) {
      const step = 1 + (states[0]?.step ?? 0);
      const largest = group.amsgrad ? states.map((state, i) => (state.maxExpAvgSq ??= zeroState(updated[i]!))) : [];
      const means = states.map((state) => state.expAvg);
      const squares = states.map((state) => state.expAvgSq);
      const attrs = { ...group, beta1, beta2, step, decoupled: this.decoupled };
      dispatch(ops.adamStep, [...updated, ...grads, ...means, ...squares, ...largest], attrs);
      for (const state of states) state.step = step;
    }
  }

  protected override saveState(param: Tensor, state: AdamState): SavedValues {
    return withScalarTensors(param, state, ['step']);
  }

  protected override loadState(saved: StateReader): AdamState {
    const maxExpAvgSq = saved.optionalTensor('max_exp_avg_sq');
    return {
      step: saved.number('step'),
      expAvg: saved.tensor('exp_avg'),
      expAvgSq: saved.tensor('exp_avg_sq'),
      ...(maxExpAvgSq && { maxExpAvgSq }),
    };
  }
}

/**
 * Adam: steps scaled by running averages of the gradient and of its square, optionally AMSGrad.
 *
 * @throws ValueError for hyperparameters that do not exist or are out of range.
 * @example const optimizer = new Adam(net.parameters(), { lr: 1e-3 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Adam.html
 */
export class Adam extends AdamFamily {
  protected readonly decoupled: boolean = false;

  constructor(params: Params<AdamHyperparameters>, options: AdamOptions = {}) {
    super(params, withDefaults<Defaults<AdamHyperparameters>>('Adam', defaults, options));
  }

  protected override get implementationEntries(): SavedValues {
    return { foreach: null, capturable: false, differentiable: false, fused: false };
  }
}

/**
 * AdamW: Adam with weight decay that shrinks the parameters themselves, whatever their gradients.
 *
 * @throws ValueError for hyperparameters that do not exist or are out of range.
 * @example const optimizer = new AdamW(net.parameters(), { lr: 1e-3, weightDecay: 0.05 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.AdamW.html
 */
export class AdamW extends AdamFamily {
  protected readonly decoupled: boolean = true;

  constructor(params: Params<AdamHyperparameters>, options: AdamOptions = {}) {
    super(params, withDefaults<Defaults<AdamHyperparameters>>('AdamW', { ...defaults, weightDecay: 0.01 }, options));
  }

  protected override get implementationEntries(): SavedValues {
    return { foreach: null, capturable: false };
  }
}
