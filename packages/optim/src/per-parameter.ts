/**
 * @file Optimizers without a kernel of their own: a step is a few ops for each parameter.
 */
import { scope, type Tensor } from '@x/tensor/core';
import type { Hyperparameters, ParamGroup } from './groups.js';
import { Optimizer } from './optimizer.js';

/** Base class of optimizers that update one parameter after the other. */
export abstract class PerParameterOptimizer<H extends Hyperparameters, S extends object> extends Optimizer<H, S> {
  /** The state of a parameter before its first step; its tensors are kept. */
  protected abstract initialState(param: Tensor, group: ParamGroup<H>): S;

  /** One step of one parameter. Tensors that are made in it and not kept are disposed. */
  protected abstract updateParam(param: Tensor, grad: Tensor, state: S, group: ParamGroup<H>): void;

  protected override stepGroup(group: ParamGroup<H>): void {
    for (const param of group.params) {
      const { grad } = param;
      if (!grad) continue;
      const state = this.stateOf(param, () => this.initialState(param, group));
      scope(() => this.updateParam(param, grad, state, group));
    }
  }
}

/** The direction of descent, or of ascent with `maximize`, with the gradient of the L2 penalty. */
export function direction(
  param: Tensor,
  grad: Tensor,
  { maximize = false, weightDecay = 0 }: { readonly maximize?: boolean; readonly weightDecay?: number },
): Tensor {
  const ascent = maximize ? grad.neg() : grad;
  return weightDecay === 0 ? ascent : ascent.add(param, { alpha: weightDecay });
}
