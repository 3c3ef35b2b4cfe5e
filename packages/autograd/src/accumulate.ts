/**
 * @file The end of the graph at a leaf: its gradient is added to `grad`.
 */
import type { Tensor } from '@x/tensor';
import type { GradMeta } from './meta.js';
import { type Edge, type Gradient, metaOf, Node, type TensorMeta } from './node.js';

/** Adds incoming gradients to a leaf's `grad`. The engine does the adding; see `accumulate` there. */
export class AccumulateGrad extends Node {
  readonly name = 'AccumulateGrad';
  readonly edges: readonly (Edge | undefined)[] = [];
  /** Leaves come before everything else that is ready, as in PyTorch. */
  override readonly sequence: number = Infinity;
  readonly variable: Tensor;
  readonly meta: GradMeta;

  constructor(variable: Tensor, meta: GradMeta) {
    super();
    this.variable = variable;
    this.meta = meta;
  }

  get outputs(): readonly TensorMeta[] {
    return [metaOf(this.variable)];
  }

  apply(): readonly Gradient[] {
    return [];
  }

  release(): void {}
}
