/**
 * @file Arguments and results of functions whose derivatives are asked for as a whole.
 */
import { isTensor, onesLike, sameShape, shapeText, type Tensor, zerosLike } from '@x/tensor/core';
import { GradError } from '../errors.js';
import { requiresGrad } from '../meta.js';

/** A tensor, or a list of them. */
export type OneOrMore = Tensor | readonly Tensor[];

/** A function of tensors that is differentiated. */
export type Differentiable = (...inputs: Tensor[]) => OneOrMore;

/** Something with the form of `T`: a tensor for a tensor, a list for a list. */
export type Like<T extends OneOrMore> = T extends Tensor ? Tensor : Tensor[];

/** Options of derivatives. */
export interface DerivativeOptions {
  /** Record the derivative, so that it can be differentiated itself. Default: false. */
  readonly createGraph?: boolean;
  /** Refuse functions whose result does not depend on an input, instead of giving zeros. Default: false. */
  readonly strict?: boolean;
}

/** Options of products with derivatives. */
export interface ProductOptions extends DerivativeOptions {
  /** The vector; may be left out where it has one element, which is then 1. */
  readonly v?: OneOrMore;
}

export const derivativeOptions: readonly string[] = ['createGraph', 'strict'];
export const productOptions: readonly string[] = [...derivativeOptions, 'v'];

export const listOf = (value: OneOrMore): readonly Tensor[] => (isTensor(value) ? [value] : value);

/** A list in the form of `like`. */
export function inForm<T extends OneOrMore>(like: T, list: readonly Tensor[]): Like<T>;
export function inForm(like: OneOrMore, list: readonly Tensor[]): OneOrMore {
  return isTensor(like) ? list[0]! : [...list];
}

/** The inputs as the start of a graph of their own; with `createGraph`, going on from where they come from. */
export function prepared(inputs: OneOrMore, createGraph: boolean): Tensor[] {
  return listOf(inputs).map((x) => (createGraph && requiresGrad(x) ? x.viewAs(x) : x.detach().requiresGrad_()));
}

/** What a function gives, as a list. @throws GradError when that is no tensor. */
export function outputsOf(op: string, result: unknown): readonly Tensor[] {
  if (isTensor(result)) return [result];
  if (Array.isArray(result) && result.length > 0 && result.every(isTensor)) return result;
  const got = result instanceof Promise ? 'a promise (the function has to be synchronous)' : typeof result;
  throw new GradError(op, `the function must return a tensor or a list of tensors, got ${got}`);
}

/**
 * The vector of a product, or 1 where there is none.
 *
 * @throws GradError when it does not have the form of `wanted`, or is left out where that has more than one element.
 */
export function vectorLike(op: string, v: OneOrMore | undefined, wanted: readonly Tensor[]): readonly Tensor[] {
  if (v === undefined) {
    const [only, ...others] = wanted;
    if (only?.numel() === 1 && others.length === 0) return [onesLike(only)];
    throw new GradError(op, 'the vector v can only be left out where it has a single element');
  }
  const vectors = listOf(v);
  if (vectors.length !== wanted.length) {
    throw new GradError(op, `v should contain ${wanted.length} tensors, got ${vectors.length}`, {
      expected: wanted.length,
      got: vectors.length,
    });
  }
  vectors.forEach((vector, i) => {
    const { shape } = wanted[i]!;
    if (sameShape(vector.shape, shape)) return;
    throw new GradError(
      op,
      `v has invalid size: entry ${i} should be ${shapeText(shape)} but got ${shapeText(vector.shape)}`,
      {
        shapes: [vector.shape, shape],
      },
    );
  });
  return vectors;
}

/** Derivatives where there are some, zeros elsewhere; refused where `strict`. */
export function filled(
  op: string,
  found: readonly (Tensor | null)[],
  like: readonly Tensor[],
  strict: boolean,
  explain: (i: number) => string,
): Tensor[] {
  return found.map((grad, i) => {
    if (grad) return grad;
    if (strict) throw new GradError(op, explain(i), { index: i });
    return zerosLike(like[i]!);
  });
}

/** @throws GradError when a result does not depend on the inputs in a way that can be differentiated. */
export function checkDependent(op: string, outputs: readonly Tensor[]): void {
  outputs.forEach((output, i) => {
    if (requiresGrad(output)) return;
    throw new GradError(
      op,
      `output ${i} of the function does not require gradients; in strict mode the outputs must be computed in a differentiable manner from the input`,
      { output: i },
    );
  });
}

/** @throws GradError when a gradient does not depend on the inputs. */
export function checkCurved(op: string, gradients: readonly Tensor[]): void {
  gradients.forEach((gradient, i) => {
    if (requiresGrad(gradient)) return;
    throw new GradError(
      op,
      `the jacobian of the function with respect to input ${i} is independent of the input (a linear function, for example), which strict mode does not allow`,
      { input: i },
    );
  });
}

/** Tensors as results: without history, unless that was asked for. */
export function finished(list: readonly Tensor[], createGraph: boolean): readonly Tensor[] {
  return createGraph ? list : list.map((t) => (requiresGrad(t) ? t.detach() : t));
}
