/**
 * @file An op in its two forms, the device's kernel and the decomposition, and small tensors for it.
 */
import * as fc from 'fast-check';
import { dispatch, type Op, type Shape, type Tensor, type Tensors, tensor } from '../../src/index.js';

/** Runs an op in one of its forms. */
export type Run = <I extends Tensors, A, O extends Tensors>(op: Op<I, A, O>, inputs: I, attrs: A) => O;

/** The kernel, where the device has it. */
const fused: Run = dispatch;

const decomposed: Run = (op, inputs, attrs) => {
  if (!op.decompose) return dispatch(op, inputs, attrs);
  return op.decompose(inputs, attrs);
};

export const forms: readonly (readonly [name: string, run: Run])[] = [
  ['as a kernel', fused],
  ['decomposed', decomposed],
];

/** A float64 tensor of small whole numbers, which sums hold exactly; the seed decides which. */
export function numbers(shape: Shape, seed: number): Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  let state = seed * 2 + 1;
  const values = Float64Array.from({ length: size }, () => {
    state = (state * 48271) % 2147483647;
    return (state % 15) - 7;
  });
  return tensor(values).view([...shape]);
}

/** `Σ a · b`: an op `f` that is linear in x and its gradient `g` have `⟨y, f(x)⟩ = ⟨g(y), x⟩`. */
export function inner(a: Tensor, b: Tensor): number {
  return a.mul(b).sum().item();
}

/** Element of a `[N, C, H, W]` tensor's values, 0 outside of its planes. */
export function reader(x: Tensor, outside: number = 0): (n: number, c: number, i: number, j: number) => number {
  const values = x.toTypedArray();
  const [, channels, height, width] = x.shape as [number, number, number, number];
  return (n, c, i, j) =>
    i < 0 || i >= height || j < 0 || j >= width ? outside : values[((n * channels + c) * height + i) * width + j]!;
}

export const small: fc.Arbitrary<number> = fc.integer({ min: 1, max: 3 });

export const smallPair: fc.Arbitrary<readonly [number, number]> = fc.tuple(small, small);

export const seeds: fc.Arbitrary<number> = fc.nat(1000);
