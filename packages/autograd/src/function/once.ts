/**
 * @file Functions whose gradient has no gradient.
 */
import { type Gradient, Tensor, type TensorMeta } from '@x/tensor/core';
import { GradError } from '../errors.js';
import { GradMeta, gradEdge } from '../meta.js';
import { recording, withGradMode } from '../mode/state.js';
import { type Edge, metaOf, Node } from '../node.js';
import type { FunctionContext } from './context.js';
import type { FunctionGradients } from './node.js';

/** The node of a gradient that was not recorded: walking through it is an error. */
class NotDifferentiable extends Node {
  readonly name = 'Error';
  readonly edges: readonly (Edge | undefined)[];
  readonly outputs: readonly TensorMeta[];

  constructor(edges: readonly Edge[], output: Tensor) {
    super();
    this.edges = edges;
    this.outputs = [metaOf(output)];
  }

  apply(): readonly Gradient[] {
    throw new GradError(
      'onceDifferentiable',
      'trying to differentiate twice a function that was marked with onceDifferentiable',
    );
  }

  release(): void {}
}

/**
 * Makes a `backward` of a custom function that runs without recording, so that it may do anything; its gradients have no
 * gradients, and asking for them is an error.
 *
 * @throws GradError when the gradients are differentiated.
 * @example static backward = onceDifferentiable((ctx: FunctionContext, grad: Tensor) => grad.mul(2));
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.function.once_differentiable.html
 */
export function onceDifferentiable<C extends FunctionContext, G extends (Tensor | null)[]>(
  backward: (ctx: C, ...grads: G) => FunctionGradients,
): (ctx: C, ...grads: G) => FunctionGradients {
  return (ctx, ...grads) => {
    const result = withGradMode(false, () => backward(ctx, ...grads));
    const edges = grads.flatMap((grad) => (grad && gradEdge(grad)) ?? []);
    if (!recording() || edges.length === 0) return result;
    const ended = (grad: Tensor | null | undefined): Tensor | null | undefined => grad && endedAt(grad, edges);
    return result && 'map' in result ? result.map(ended) : ended(result);
  };
}

/** The gradient with a history that cannot be walked. */
function endedAt(grad: Tensor, edges: readonly Edge[]): Tensor {
  const alias = new Tensor(grad.storage, grad.layout, grad.dtype);
  alias.hook = new GradMeta(true, new NotDifferentiable(edges, grad));
  return alias;
}
