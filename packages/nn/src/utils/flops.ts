/**
 * @file How much a network computes: multiplications and additions of the ops that make up nearly all of it.
 */
import { isTensor, type Shape, type Tensor, traced } from '@x/tensor/core';

/** Operations of a call, of its inputs and the shape of its (first) output. */
type Formula = (inputs: readonly Tensor[], out: Shape) => number;

const product = (sizes: Shape): number => sizes.reduce((all, n) => all * n, 1);

/** `[…, n, k] · […, k, m]`: a multiplication and an addition for each of the k terms of each element. */
const matrix: Formula = ([a], out) => 2 * product(out) * a!.size(-1);
const formulas: Readonly<Record<string, Formula>> = {
  mm: matrix,
  bmm: matrix,
  mv: matrix,
  dot: matrix,
  addmm: ([, a], out) => 2 * product(out) * a!.size(-1),
  baddbmm: ([, a], out) => 2 * product(out) * a!.size(-1),
  convolution: ([, weight], out) => 2 * product(out) * product(weight!.shape.slice(1)),
  convolutionTranspose: ([x, weight]) => 2 * x!.numel() * product(weight!.shape.slice(1)),
  lstmSequence: ([, , , weight], [rows = 0]) => 2 * rows * weight!.numel(),
  gruSequence: ([, , weight], [rows = 0]) => 2 * rows * weight!.numel(),
  scaledDotProductAttention: ([q, k, v], out) =>
    2 * product(out.slice(0, -1)) * k!.size(-2) * (q!.size(-1) + v!.size(-1)),
};

function shapeOf(result: unknown): Shape {
  const first: unknown = Array.isArray(result) ? result[0] : result;
  return isTensor(first) ? first.shape : [];
}

/**
 * Runs a function and tells about its matrix products, convolutions and attention: `count` gets the number of multiplications
 * and additions of each. Other ops, biases among them, do not count.
 *
 * @throws ValueError while a profile is taken, or when the function is asynchronous.
 * @see https://pytorch.org/docs/stable/_modules/torch/utils/flop_counter.html
 */
export function countingFlops<R>(run: () => R, count: (flops: number) => void): R {
  let inside = false;
  const op = <T>(name: string, inputs: readonly Tensor[], execute: () => T): T => {
    const formula = inside ? undefined : formulas[name.replace(/_$/, '')];
    if (!formula) return execute();
    // what an op is made of on this device is part of it
    inside = true;
    try {
      const result = execute();
      count(formula(inputs, shapeOf(result)));
      return result;
    } finally {
      inside = false;
    }
  };
  return traced({ op, memory: () => undefined }, run);
}
