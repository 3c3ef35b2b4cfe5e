import { type Tensor, ValueError } from '@x/tensor/core';
import type { Defaults, Hyperparameters, ParamGroup, Params } from './groups.js';
import { checkNotNegative, withDefaults } from './options.js';
import { direction, PerParameterOptimizer } from './per-parameter.js';
import type { SavedValues, StateReader } from './saved-state.js';
import { type CountedState, zeroState } from './state.js';

/** Hyperparameters of Adadelta. */
export interface AdadeltaHyperparameters extends Hyperparameters {
  /** Decay of the running averages of the squares of gradients and steps. Default: 0.9. */
  rho: number;
  /** Added to the averages under the roots. Default: 1e-6. */
  eps: number;
  /** Factor of the L2 penalty. Default: 0. */
  weightDecay: number;
  /** Maximize the objective instead of minimizing it. Default: false. */
  maximize: boolean;
}

/** Options of Adadelta. */
export type AdadeltaOptions = Readonly<Partial<AdadeltaHyperparameters>>;

/** State of one parameter. */
export interface AdadeltaState extends CountedState {
  /** Running average of the gradient's square. */
  readonly squareAvg: Tensor;
  /** Running average of the step's square. */
  readonly accDelta: Tensor;
}

const defaults: AdadeltaHyperparameters = { lr: 1, rho: 0.9, eps: 1e-6, weightDecay: 0, maximize: false };

/**
 * Adadelta: gradients scaled by the ratio of the root mean squares of the steps and of the gradients so far.
 *
 * @throws ValueError for hyperparameters that do not exist or are out of range.
 * @example const optimizer = new Adadelta(net.parameters(), { rho: 0.95 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Adadelta.html
 * @see https://arxiv.org/abs/1212.5701
 */
export class Adadelta extends PerParameterOptimizer<AdadeltaHyperparameters, AdadeltaState> {
  constructor(params: Params<AdadeltaHyperparameters>, options: AdadeltaOptions = {}) {
    super(params, withDefaults<Defaults<AdadeltaHyperparameters>>('Adadelta', defaults, options));
  }

  protected override validate({ lr, rho, eps, weightDecay }: AdadeltaHyperparameters): void {
    checkNotNegative(this.name, 'learning rate', lr);
    if (!(rho >= 0 && rho <= 1)) {
      throw new ValueError(this.name, `Invalid rho value: ${rho} (it must be in [0, 1])`, { value: rho });
    }
    checkNotNegative(this.name, 'epsilon value', eps);
    checkNotNegative(this.name, 'weight_decay value', weightDecay);
  }

  protected override initialState(param: Tensor): AdadeltaState {
    return { step: 0, squareAvg: zeroState(param), accDelta: zeroState(param) };
  }

  protected override updateParam(
    param: Tensor,
    grad: Tensor,
    state: AdadeltaState,
    group: ParamGroup<AdadeltaHyperparameters>,
  ): void {
    const { lr, rho, eps } = group;
    const { squareAvg, accDelta } = state;
    state.step++;
    const ahead = direction(param, grad, group);
    squareAvg.mul_(rho).addcmul_(ahead, ahead, { value: 1 - rho });
    const delta = accDelta.add(eps).sqrt_().div_(squareAvg.add(eps).sqrt_()).mul_(ahead);
    accDelta.mul_(rho).addcmul_(delta, delta, { value: 1 - rho });
    param.add_(delta, { alpha: -lr });
  }

  protected override loadState(saved: StateReader): AdadeltaState {
    return {
      step: saved.number('step'),
      squareAvg: saved.tensor('square_avg'),
      accDelta: saved.tensor('acc_delta'),
    };
  }

  protected override get floatEntries(): readonly string[] {
    return ['lr'];
  }

  protected override get implementationEntries(): SavedValues {
    return { foreach: null };
  }
}
