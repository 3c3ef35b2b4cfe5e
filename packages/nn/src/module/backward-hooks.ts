/**
 * @file Functions that see the gradients of a module's inputs and outputs.
 */
import { dispatch, isTensor, keep, type Op, type Tensor, type Tensors, zerosOf } from '@x/tensor/core';

/** Gradients of inputs or outputs in their order; null for what has none. */
export type ModuleGradients = readonly (Tensor | null)[];

/** Sees the gradients of a module's inputs and outputs; what it returns, if anything, replaces those of the inputs. */
export type FullBackwardHook<M> = {
  hook(module: M, gradInput: ModuleGradients, gradOutput: ModuleGradients): ModuleGradients | void;
}['hook'];

type Watch = (gradients: ModuleGradients) => ModuleGradients;

/** Copies of the tensors; in the backward pass, their gradients go through a function. */
const watchedCopies: Op<Tensors, { readonly watch: Watch }> = {
  name: 'watchedCopies',
  run: (tensors) => tensors.map((tensor) => tensor.detach().clone()),
  gradient: {
    name: 'BackwardHookFunctionBackward',
    backward: ({ grads, inputs, attrs: { watch } }) =>
      watch(inputs.map((meta, i) => grads[i] ?? zerosOf(meta))).map((gradient) => gradient ?? undefined),
  },
};

/** The values with those that have a gradient replaced by watched ones; the values themselves if none has. */
function watched(values: readonly unknown[], watch: Watch): readonly unknown[] {
  const places = values.flatMap((value, i) => (isTensor(value) && value.requiresGrad ? [i] : []));
  if (places.length === 0) return values;
  const spread: Watch = (gradients) => values.map((_, i) => gradients[places.indexOf(i)] ?? null);
  const tensors = places.map((i) => values[i]).filter(isTensor);
  const pass: Watch = (gradients) => {
    const changed = watch(spread(gradients));
    return places.map((i) => changed[i] ?? null);
  };
  const results = dispatch(watchedCopies, tensors, { watch: pass });
  return values.map((value, i) => results[places.indexOf(i)] ?? value);
}

/** A gradient that is there when the pass has gone on. */
function kept(gradient: Tensor | null): Tensor | null {
  return gradient && keep(gradient.view(gradient.shape));
}

/** Runs `forward`, and `hooks` in the backward pass, with the gradients of all inputs and all outputs. */
export function withBackwardHooks<M, In extends readonly unknown[], Out>(
  module: M,
  hooks: Iterable<FullBackwardHook<M>>,
  inputs: In,
  forward: (inputs: In) => Out,
): Out {
  let gradOutput: ModuleGradients = [];
  const call = (gradInput: ModuleGradients): ModuleGradients => {
    let gradients = gradInput;
    for (const hook of hooks) gradients = hook(module, gradients, gradOutput) ?? gradients;
    return gradients;
  };
  const given = watched(inputs, call) as In;
  const differentiable = given !== inputs;
  const output = forward(given);
  const outputs: readonly unknown[] = Array.isArray(output) ? output : [output];
  const seen = watched(outputs, (gradients) => {
    gradOutput = gradients.map(kept);
    // without gradients of inputs there is no later moment
    if (!differentiable) call(inputs.map(() => null));
    return gradients;
  });
  return (Array.isArray(output) ? seen : seen[0]) as Out;
}
