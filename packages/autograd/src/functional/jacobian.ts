/**
 * @file Whole matrices of derivatives.
 */
import { isTensor, stack, type Tensor, zeros, zerosLike } from '@x/tensor/core';
import { grad } from '../backward.js';
import { GradError } from '../errors.js';
import { requiresGrad } from '../meta.js';
import { withGradMode } from '../mode/state.js';
import { checkOptions } from '../options.js';
import { scalarOutput } from './products.js';
import {
  checkCurved,
  checkDependent,
  derivativeOptions,
  type DerivativeOptions,
  type Differentiable,
  finished,
  inForm,
  type Like,
  listOf,
  type OneOrMore,
  outputsOf,
  prepared,
} from './vectors.js';

/** Jacobians by output and input: a list for what is a list. */
export type Jacobian<R extends OneOrMore, I extends OneOrMore> = R extends Tensor ? Like<I> : Like<I>[];

/** Hessians by input and input: a list of lists for a list of inputs. */
export type Hessian<I extends OneOrMore> = I extends Tensor ? Tensor : Tensor[][];

/**
 * The Jacobian of a function: of shape `[...output, ...input]` for every output and input.
 *
 * @throws GradError when the function does not return tensors; with `strict`, when a result is independent of an input.
 * @example jacobian((x) => x.exp(), tensor([0.5, 1])) // [[1.6487, 0], [0, 2.7183]]
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.functional.jacobian.html
 */
export function jacobian<R extends OneOrMore, I extends OneOrMore>(
  fn: (...inputs: Tensor[]) => R,
  inputs: I,
  options?: DerivativeOptions,
): Jacobian<R, I>;
export function jacobian(
  fn: Differentiable,
  inputs: OneOrMore,
  options: DerivativeOptions = {},
): OneOrMore | readonly OneOrMore[] {
  checkOptions('jacobian', options, derivativeOptions);
  const { createGraph = false, strict = false } = options;
  return withGradMode(true, () => {
    const xs = prepared(inputs, createGraph);
    const result = fn(...xs);
    const outputs = outputsOf('jacobian', result);
    if (strict) checkDependent('jacobian', outputs);
    const rows = outputs.map((y, i) => {
      const found = xs.map((x, k) => ofOutput(y, x, { createGraph, strict, output: i, input: k }));
      return inForm(inputs, finished(found, createGraph));
    });
    return isTensor(result) ? rows[0]! : rows;
  });
}

/** The Jacobian of one output with respect to one input. */
function ofOutput(
  y: Tensor,
  x: Tensor,
  how: Required<DerivativeOptions> & { readonly output: number; readonly input: number },
): Tensor {
  const { createGraph, strict, output, input } = how;
  const shape = [...y.shape, ...x.shape];
  const elements = requiresGrad(y) ? y.reshape(-1) : undefined;
  const rows = Array.from({ length: elements?.numel() ?? 0 }, (_, j) => {
    const [row] = grad(elements!.select(0, j), x, { retainGraph: true, createGraph, allowUnused: true });
    if (!row && strict) {
      throw new GradError(
        'jacobian',
        `output ${output} of the function is independent of input ${input}, which strict mode does not allow`,
        {
          output,
          input,
        },
      );
    }
    if (row && strict && createGraph && !requiresGrad(row)) {
      throw new GradError(
        'jacobian',
        `the jacobian of the function is independent of input ${input}, which strict mode does not allow with createGraph: true`,
        { input },
      );
    }
    return row ?? zerosLike(x);
  });
  if (rows.length === 0) return zeros(shape, { dtype: x.dtype, device: x.device });
  return stack(rows).view(shape);
}

/**
 * The matrix of second derivatives of a function with one element: of shape `[...input, ...other input]`.
 *
 * @throws GradError when the function does not return a single element; with `strict`, when the gradient is independent of an
 *   input.
 * @example hessian((x) => x.pow(3).sum(), tensor([1.5, 2])) // [[9, 0], [0, 12]]
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.functional.hessian.html
 */
export function hessian<I extends OneOrMore>(
  fn: (...inputs: Tensor[]) => OneOrMore,
  inputs: I,
  options?: DerivativeOptions,
): Hessian<I>;
export function hessian(
  fn: Differentiable,
  inputs: OneOrMore,
  options: DerivativeOptions = {},
): OneOrMore | readonly OneOrMore[] {
  checkOptions('hessian', options, derivativeOptions);
  const { strict = false } = options;
  const gradients = (...xs: Tensor[]): OneOrMore => {
    const first = jacobian(
      (...all) => scalarOutput('hessian', fn(...all)).reshape([]),
      isTensor(inputs) ? xs[0]! : xs,
      {
        createGraph: true,
      },
    );
    if (strict) checkCurved('hessian', listOf(first));
    return first;
  };
  return jacobian(gradients, inputs, options);
}
