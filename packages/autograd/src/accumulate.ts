/**
 * @file The end of the graph at a leaf: its gradient is added to `grad`.
 */
import type { Gradient, Tensor, TensorMeta } from '@x/tensor/core';
import { GradError } from './errors.js';
import { HookList } from './hooks.js';
import type { GradMeta } from './meta.js';
import { type Edge, metaOf, Node } from './node.js';

/** Called with a leaf whose `grad` has just been added to. */
export type PostAccumulateHook = (leaf: Tensor) => void;

/** Adds incoming gradients to a leaf's `grad`. The engine does the adding; see `accumulate` there. */
export class AccumulateGrad extends Node {
  readonly name = 'AccumulateGrad';
  readonly edges: readonly (Edge | undefined)[] = [];
  /** Leaves come before everything else that is ready, as in PyTorch. */
  override readonly sequence: number = Infinity;
  readonly variable: Tensor;
  readonly meta: GradMeta;
  readonly afterwards: HookList<PostAccumulateHook> = new HookList();

  constructor(variable: Tensor, meta: GradMeta) {
    super();
    this.variable = variable;
    this.meta = meta;
  }

  get outputs(): readonly TensorMeta[] {
    return [metaOf(this.variable)];
  }

  /** Calls the hooks that run after `grad` was added to. */
  runAfterwards(): void {
    for (const hook of this.afterwards.all()) {
      const result: unknown = hook(this.variable);
      if (result === undefined || result === null) continue;
      throw new GradError(
        'registerPostAccumulateGradHook',
        `hooks after accumulation should return nothing, got ${result instanceof Promise ? 'a promise (hooks are synchronous)' : typeof result}`,
      );
    }
  }

  apply(): readonly Gradient[] {
    return [];
  }

  release(): void {}
}
