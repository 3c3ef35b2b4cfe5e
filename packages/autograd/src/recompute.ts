/**
 * @file Gradients by running an op's decomposition again: for ops whose formula would only repeat it.
 */
import { InternalError, type Op, type Tensor, type Tensors, zerosLike } from '@x/tensor';
import { grad } from './backward.js';
import { requiresGrad } from './meta.js';
import { recording, withGradMode } from './mode/state.js';
import { zerosOf } from './node.js';
import { type Backward, rule, type RuleEntry } from './rule.js';

type Name<A> = string | ((attrs: A) => string);

/**
 * A rule whose backward pass runs the decomposition once more, recorded, and walks that. `wrt` are the positions of the inputs
 * that have a gradient; default: all.
 */
export function byDecomposition<I extends Tensors, A, O extends Tensors>(
  op: Op<I, A, O>,
  name: Name<A>,
  wrt?: readonly number[],
): RuleEntry {
  return rule(op, {
    name,
    ...(wrt && { wrt }),
    save: ({ inputs }) => inputs,
    backward: (pass) => {
      const grads = gradientsAgain(op, pass);
      return wrt ? wrt.map((i) => grads[i]) : grads;
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

/** A rule of an op that is linear in its one input: the gradient is the same everywhere, and is taken at zero. */
export function byLinearity<A>(op: Op<readonly [Tensor], A, readonly [Tensor]>, name: Name<A>): RuleEntry {
  return rule(op, {
    name,
    backward: ({ grad: given, attrs, inputs: [meta] }) => {
      const createGraph = recording();
      return withGradMode(true, () => {
        const x = zerosOf(meta!).requiresGrad_();
        return [derived(op, [x], attrs, given, [x], createGraph)[0] ?? zerosOf(meta!)];
      });
    },
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
