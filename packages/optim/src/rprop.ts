import { fullLike, keep, type Tensor, ValueError } from '@x/tensor/core';
import type { Defaults, Hyperparameters, ParamGroup, Params } from './groups.js';
import { checkNotNegative, withDefaults } from './options.js';
import { direction, PerParameterOptimizer } from './per-parameter.js';
import type { SavedValues, StateReader } from './saved-state.js';
import { type CountedState, zeroState } from './state.js';

/** Hyperparameters of Rprop. */
export interface RpropHyperparameters extends Hyperparameters {
  /** Factors of a step size after the gradient changed its sign, and after it kept it. Default: [0.5, 1.2]. */
  etas: readonly [number, number];
  /** Smallest and largest step size. Default: [1e-6, 50]. */
  stepSizes: readonly [number, number];
  /** Maximize the objective instead of minimizing it. Default: false. */
  maximize: boolean;
}

/** Options of Rprop. */
export type RpropOptions = Readonly<Partial<RpropHyperparameters>>;

/** State of one parameter. */
export interface RpropState extends CountedState {
  /** The gradient of the last step; 0 where its sign had changed. */
  readonly prev: Tensor;
  /** Step size of each element. */
  readonly stepSize: Tensor;
}

const defaults: RpropHyperparameters = { lr: 0.01, etas: [0.5, 1.2], stepSizes: [1e-6, 50], maximize: false };

/**
 * Rprop: step sizes that grow while the gradient keeps its sign and shrink when it changes. It is made for gradients of the
 * whole data set.
 *
 * @throws ValueError for hyperparameters that do not exist or are out of range.
 * @example const optimizer = new Rprop(net.parameters(), { lr: 0.01 })
 * @see https://pytorch.org/docs/stable/generated/torch.optim.Rprop.html
 */
export class Rprop extends PerParameterOptimizer<RpropHyperparameters, RpropState> {
  constructor(params: Params<RpropHyperparameters>, options: RpropOptions = {}) {
    super(params, withDefaults<Defaults<RpropHyperparameters>>('Rprop', defaults, options));
  }

  protected override validate({ lr, etas: [minus, plus] }: RpropHyperparameters): void {
    checkNotNegative(this.name, 'learning rate', lr);
    if (!(minus > 0 && minus < 1 && plus > 1)) {
      throw new ValueError(
        this.name,
        `Invalid eta values: ${minus}, ${plus} (the first must be in (0, 1), the other above 1)`,
        {
          etas: [minus, plus],
        },
      );
    }
  }

  protected override initialState(param: Tensor, { lr }: RpropHyperparameters): RpropState {
    return { step: 0, prev: zeroState(param), stepSize: keep(fullLike(param, lr)) };
  }

  protected override updateParam(
    param: Tensor,
    grad: Tensor,
    state: RpropState,
    group: ParamGroup<RpropHyperparameters>,
  ): void {
    const { prev, stepSize } = state;
    state.step++;
    const [minus, plus] = group.etas;
    const [min, max] = group.stepSizes;
    const ahead = direction(param, grad, group);
    const agreement = ahead.mul(prev);
    const changed = agreement.lt(0);
    // the sign keeps NaN, where no comparison holds
    const factor = agreement
      .sign()
      .maskedFill_(agreement.eq(0), 1)
      .maskedFill_(agreement.gt(0), plus)
      .maskedFill_(changed, minus);
    stepSize.mul_(factor).clamp_({ min, max });
    prev.copy_(ahead).maskedFill_(changed, 0);
    param.addcmul_(prev.sign(), stepSize, { value: -1 });
  }

  protected override loadState(saved: StateReader): RpropState {
    return { step: saved.number('step'), prev: saved.tensor('prev'), stepSize: saved.tensor('step_size') };
  }

  protected override get implementationEntries(): SavedValues {
    return { foreach: null };
  }
}
