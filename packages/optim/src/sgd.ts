import { dispatch, emptyLike, keep, type Tensor, ValueError } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { batches } from './batches.js';
import type { Defaults, Hyperparameters, ParamGroup, Params } from './groups.js';
import { checkNotNegative, withDefaults } from './options.js';
import { Optimizer } from './optimizer.js';
import type { SavedValues, StateReader } from './saved-state.js';

/** Hyperparameters of SGD. */
export interface SGDHyperparameters extends Hyperparameters {
  /** Factor of the running sum of gradients. Default: 0, there is none. */
  momentum: number;
  /** What the gradient's share in the running sum is reduced by. Default: 0. */
  dampening: number;
  /** Factor of the L2 penalty. Default: 0. */
  weightDecay: number;
  /** Look ahead by one step. Needs a momentum and no dampening. Default: false. */
  nesterov: boolean;
  /** Maximize the objective instead of minimizing it. Default: false. */
  maximize: boolean;
}

/** Options of SGD; the learning rate may be left to the groups. */
export type SGDOptions = Readonly<Partial<SGDHyperparameters>>;

/** State of one parameter. */
export interface SGDState {
  /** Running sum of the gradients; null without momentum. */
  momentumBuffer: Tensor | null;
}

const defaults = {
  lr: undefined,
  momentum: 0,
  dampening: 0,
  weightDecay: 0,
  nesterov: false,
  maximize: false,
};

/**
 * Stochastic gradient descent, with momentum (also Nesterov's) and weight decay.
 *
 * @throws ValueError for hyperparameters that do not exist or are out of range, and when `lr` is missing.
 * @example const optimizer = new SGD(net.parameters(), { lr: 0.01, momentum: 0.9 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.SGD.html
 */
export class SGD extends Optimizer<SGDHyperparameters, SGDState> {
  constructor(params: Params<SGDHyperparameters>, options: SGDOptions = {}) {
    super(params, withDefaults<Defaults<SGDHyperparameters>>('SGD', defaults, options));
  }

  protected override validate({ lr, momentum, dampening, weightDecay, nesterov }: SGDHyperparameters): void {
    checkNotNegative(this.name, 'learning rate', lr);
    checkNotNegative(this.name, 'momentum value', momentum);
    checkNotNegative(this.name, 'weight_decay value', weightDecay);
    if (nesterov && (momentum === 0 || dampening !== 0)) {
      throw new ValueError(this.name, 'Nesterov momentum requires a momentum and zero dampening', {
        momentum,
        dampening,
      });
    }
  }

  protected override stepGroup({ params, ...group }: ParamGroup<SGDHyperparameters>): void {
    const stateOf = (param: Tensor): SGDState => this.stateOf(param, () => ({ momentumBuffer: null }));
    for (const batch of batches(params, stateOf, (state) => state.momentumBuffer === null)) {
      const first = batch.states[0]?.momentumBuffer === null;
      const averaged = group.momentum === 0 ? [] : batch.params;
      const buffers = averaged.map((param, i) => batch.states[i]!.momentumBuffer ?? keep(emptyLike(param)));
      dispatch(ops.sgdStep, [...batch.params, ...batch.grads, ...buffers], { ...group, first });
      buffers.forEach((buffer, i) => {
        batch.states[i]!.momentumBuffer = buffer;
      });
    }
  }

  protected override loadState(saved: StateReader): SGDState {
    return { momentumBuffer: saved.optionalTensor('momentum_buffer') ?? null };
  }

  protected override get implementationEntries(): SavedValues {
    return { foreach: null, differentiable: false };
  }
}
