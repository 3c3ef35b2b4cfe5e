/**
 * @file Gradients by running an op's decomposition again: for ops whose formula would only repeat it.
 */
import {
  type Backward,
  gradientRule,
  InternalError,
  type Op,
  type Recomputed,
  type Rule,
  type Saved,
  type Tensor,
  type Tensors,
  zerosLike,
  zerosOf,
} from '@x/tensor/core';
import { grad } from './backward.js';
import { requiresGrad } from './meta.js';
import { recording, withGradMode } from './mode/state.js';

/**
 * The rule of an op whose backward pass runs the decomposition once more, recorded, and walks that: at the inputs, or, where
 * the gradient is the same everywhere, at zeros.
 */
export function recomputing<I extends Tensors, A, O extends Tensors>(
  op: Op<I, A, O>,
  { name, wrt, recompute }: Recomputed<I, A>,
): Rule<I, A, O> {
  const named = { name, ...(wrt && { wrt }) };
  if (recompute === 'atZeros') return { ...named, backward: (pass) => gradientAtZeros(op, pass) };
  return gradientRule<I, A, O, I>({
    ...named,
    save: ({ inputs }) => inputs,
    backward: (pass) => {
      const grads = gradientsAgain(op, pass);
      const positions = typeof wrt === 'function' ? wrt(pass.attrs) : wrt;
      return positions?.map((i) => grads[i]) ?? grads;
    },
  });
}

/** Gradients of all inputs that need one, by the recorded decomposition; the pass has saved the inputs. */
export function gradientsAgain<A>(
  op: Op<Tensors, A>,
  { grad: given, saved, attrs, needs }: Backward<A, Tensors>,
): readonly (Tensor | undefined)[] {
  const createGraph = recording();
  return withGradMode(true, () => {
    const inputs = saved.map((x, i) => {
      if (!needs[i]) return x.detach();
      // a view of its own, since one tensor may be several inputs
      return createGraph && requiresGrad(x) ? x.expand(x.shape) : x.detach().requiresGrad_();
    });
    const wanted = inputs.filter((_, i) => needs[i]);
    const found = derived(op, inputs, attrs, given, wanted, createGraph);
    return inputs.map((x, i) => (needs[i] ? (found[wanted.indexOf(x)] ?? zerosLike(x.detach())) : undefined));
  });
}

function gradientAtZeros<A>(
  op: Op<Tensors, A>,
  { grad: given, attrs, inputs: [meta] }: Backward<A, Saved>,
): readonly Tensor[] {
  const createGraph = recording();
  return withGradMode(true, () => {
    const x = zerosOf(meta!).requiresGrad_();
    return [derived(op, [x], attrs, given, [x], createGraph)[0] ?? zerosOf(meta!)];
  });
}

function derived<A>(
  op: Op<Tensors, A>,
  inputs: Tensors,
  attrs: A,
  gradOutputs: Tensor,
  wanted: Tensors,
  createGraph: boolean,
): readonly (Tensor | null)[] {
  const [y] = op.decompose?.(inputs, attrs) ?? [];
  if (!y) throw new InternalError(op.name, 'has no decomposition to run again');
  if (!requiresGrad(y)) return []; // an empty result does not depend on anything
  return grad(y, [...wanted], { gradOutputs, createGraph, allowUnused: true });
}
