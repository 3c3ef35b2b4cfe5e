/**
 * @file Products of vectors with matrices of derivatives, without making the matrices.
 */
import { type Tensor, zerosLike } from '@x/tensor/core';
import { grad } from '../backward.js';
import { GradError } from '../errors.js';
import { requiresGrad } from '../meta.js';
import { withGradMode } from '../mode/state.js';
import { checkOptions } from '../options.js';
import {
  checkCurved,
  checkDependent,
  type Differentiable,
  filled,
  finished,
  inForm,
  type Like,
  listOf,
  type OneOrMore,
  outputsOf,
  prepared,
  productOptions,
  type ProductOptions,
  vectorLike,
} from './vectors.js';

/** @throws GradError when a function does not return one tensor of one element. */
export function scalarOutput(op: string, result: unknown): Tensor {
  const [only, ...others] = outputsOf(op, result);
  if (only?.numel() === 1 && others.length === 0) return only;
  throw new GradError(op, `the function given to ${op} should return a single element`);
}

/** Gradients of those outputs that have any, recorded; null where there are none. */
function gradients(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  vectors: readonly Tensor[],
  createGraph: boolean,
): (Tensor | null)[] {
  const pairs = outputs.flatMap((output, i) => (requiresGrad(output) ? [{ output, v: vectors[i]! }] : []));
  if (pairs.length === 0) return inputs.map(() => null);
  return grad(
    pairs.map(({ output }) => output),
    inputs,
    { gradOutputs: pairs.map(({ v }) => v), createGraph, retainGraph: true, allowUnused: true },
  );
}

const independent = (what: string) => (i: number) =>
  `${what} is independent of input ${i}, which strict mode does not allow`;

/** Zeros like tensors, to differentiate with respect to: what is linear in them does not depend on their values. */
const directions = (like: readonly Tensor[]): Tensor[] => like.map((t) => zerosLike(t.detach()).requiresGrad_());

/**
 * The product of a vector, of the form of the function's result, with the Jacobian: `[outputs, vᵀJ]`.
 *
 * @throws GradError when `v` does not have the form of the result; with `strict`, when the result is independent of an input.
 * @example const [y, g] = vjp((x) => x.exp(), tensor([0.5, 1]), { v: ones(2) })
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.functional.vjp.html
 */
export function vjp<R extends OneOrMore, I extends OneOrMore>(
  fn: (...inputs: Tensor[]) => R,
  inputs: I,
  options: ProductOptions = {},
): [outputs: Like<R>, vjp: Like<I>] {
  checkOptions('vjp', options, productOptions);
  const { createGraph = false, strict = false, v } = options;
  return withGradMode(true, () => {
    const xs = prepared(inputs, createGraph);
    const result = fn(...xs);
    const outputs = outputsOf('vjp', result);
    if (strict) checkDependent('vjp', outputs);
    const vectors = vectorLike('vjp', v, outputs);
    const products = filled('vjp', gradients(outputs, xs, vectors, createGraph), xs, strict, independent('the result'));
    return [inForm(result, finished(outputs, createGraph)), inForm(inputs, finished(products, createGraph))];
  });
}

/**
 * The product of the Jacobian with a vector of the form of the inputs: `[outputs, Jv]`, by differentiating `vᵀJ`.
 *
 * @throws GradError when `v` does not have the form of the inputs; with `strict`, when the result is independent of the inputs.
 * @example const [y, dy] = jvp((x) => x.exp(), tensor([0.5, 1]), { v: ones(2) })
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.functional.jvp.html
 */
export function jvp<R extends OneOrMore>(
  fn: (...inputs: Tensor[]) => R,
  inputs: OneOrMore,
  options: ProductOptions = {},
): [outputs: Like<R>, jvp: Like<R>] {
  checkOptions('jvp', options, productOptions);
  const { createGraph = false, strict = false, v } = options;
  const vectors = vectorLike('jvp', v, listOf(inputs));
  return withGradMode(true, () => {
    const xs = prepared(inputs, createGraph);
    const result = fn(...xs);
    const outputs = outputsOf('jvp', result);
    if (strict) checkDependent('jvp', outputs);
    const along = directions(outputs);
    const transposed = gradients(outputs, xs, along, true);
    const products = alongVectors('jvp', transposed, along, vectors, { createGraph, strict });
    return [inForm(result, finished(outputs, createGraph)), inForm(result, finished(products, createGraph))];
  });
}

/** Derivatives of linear functions of `along`, weighted with `vectors`. */
function alongVectors(
  op: string,
  linear: readonly (Tensor | null)[],
  along: readonly Tensor[],
  vectors: readonly Tensor[],
  { createGraph, strict }: { readonly createGraph: boolean; readonly strict: boolean },
): Tensor[] {
  const pairs = linear.flatMap((t, i) => (t ? [{ t, v: vectors[i]! }] : []));
  const found = gradients(
    pairs.map(({ t }) => t),
    along,
    pairs.map(({ v }) => v),
    createGraph,
  );
  return filled(op, found, along, strict, independent('the result'));
}

/** The function's value and its recorded gradients. */
function curved(
  op: string,
  fn: Differentiable,
  xs: readonly Tensor[],
  strict: boolean,
): { readonly output: Tensor; readonly first: Tensor[] } {
  const output = scalarOutput(op, fn(...xs));
  if (strict) checkDependent(op, [output]);
  const found = gradients([output], xs, vectorLike(op, undefined, [output]), true);
  const first = filled(op, found, xs, strict, independent('the result'));
  if (strict) checkCurved(op, first);
  return { output, first };
}

/**
 * The product of a vector, of the form of the inputs, with the Hessian of a function with one element: `[output, vᵀH]`.
 *
 * @throws GradError when the function has more elements, or `v` does not have the form of the inputs.
 * @example const [y, p] = vhp((x) => x.pow(3).sum(), tensor([1.5, 2]), { v: ones(2) })
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.functional.vhp.html
 */
export function vhp<I extends OneOrMore>(
  fn: (...inputs: Tensor[]) => OneOrMore,
  inputs: I,
  options: ProductOptions = {},
): [output: Tensor, vhp: Like<I>] {
  checkOptions('vhp', options, productOptions);
  const { createGraph = false, strict = false, v } = options;
  const vectors = vectorLike('vhp', v, listOf(inputs));
  return withGradMode(true, () => {
    const xs = prepared(inputs, createGraph);
    const { output, first } = curved('vhp', fn, xs, strict);
    const found = gradients(first, xs, vectors, createGraph);
    const products = filled('vhp', found, xs, strict, independent('the jacobian of the function'));
    return [finished([output], createGraph)[0]!, inForm(inputs, finished(products, createGraph))];
  });
}

/**
 * The product of the Hessian of a function with one element with a vector of the form of the inputs: `[output, Hv]`. Equal to
 * `vhp` where second derivatives are continuous, and slower: it differentiates once more.
 *
 * @throws GradError when the function has more elements, or `v` does not have the form of the inputs.
 * @example const [y, p] = hvp((x) => x.pow(3).sum(), tensor([1.5, 2]), { v: ones(2) })
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.functional.hvp.html
 */
export function hvp<I extends OneOrMore>(
  fn: (...inputs: Tensor[]) => OneOrMore,
  inputs: I,
  options: ProductOptions = {},
): [output: Tensor, hvp: Like<I>] {
  checkOptions('hvp', options, productOptions);
  const { createGraph = false, strict = false, v } = options;
  const vectors = vectorLike('hvp', v, listOf(inputs));
  return withGradMode(true, () => {
    const xs = prepared(inputs, createGraph);
    const { output, first } = curved('hvp', fn, xs, strict);
    const along = directions(first);
    const second = gradients(first, xs, along, true);
    const products = alongVectors('hvp', second, along, vectors, { createGraph, strict });
    return [finished([output], createGraph)[0]!, inForm(inputs, finished(products, createGraph))];
  });
}
