import type { TypedArray } from '../dtype.js';
import { ShapeError, ValueError } from '../errors.js';
import type { Generator } from './generator.js';

/**
 * Fills `out` with ones (with probability `p`) and zeros, bit for bit as PyTorch's `Tensor.bernoulli_(p)` on CPU.
 *
 * Each element takes a 53-bit uniform, whatever the dtype; dropout masks are made this way. (PyTorch builds with Intel
 * MKL draw this one differently.)
 *
 * @throws ValueError when `p` is not in [0, 1]
 * @example fillBernoulli(new Uint8Array(4), new Generator().manualSeed(0), 0.5); // 0, 0, 1, 0
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.bernoulli_.html
 */
export function fillBernoulli(out: TypedArray, { engine }: Generator, p: number): void {
  if (!(p >= 0 && p <= 1)) throw new ValueError('bernoulli_', `p must lie in [0, 1], but got ${p}`, { p });
  for (let i = 0; i < out.length; i++) out[i] = engine.uniform64() < p ? 1 : 0;
}

/**
 * Fills `out` with ones and zeros, element i being one with probability `p[i]`, bit for bit as PyTorch's
 * `Tensor.bernoulli_(p)` with a tensor `p`, and `torch.bernoulli(p)`, on CPU.
 *
 * float32 probabilities take a 24-bit uniform each, float64 ones a 53-bit uniform.
 *
 * @throws ShapeError when the lengths differ
 * @throws ValueError when a probability is not in [0, 1]; nothing is drawn then
 * @see https://pytorch.org/docs/stable/generated/torch.bernoulli.html
 */
export function fillBernoulliFrom(out: TypedArray, { engine }: Generator, p: Float32Array | Float64Array): void {
  if (out.length !== p.length) {
    throw new ShapeError(
      'bernoulli_',
      `one probability per element is needed: ${out.length} elements, ${p.length} probabilities`,
      {
        shapes: [[out.length], [p.length]],
      },
    );
  }
  const bad = p.findIndex((value) => !(value >= 0 && value <= 1));
  if (bad >= 0) {
    throw new ValueError('bernoulli_', `probabilities must lie in [0, 1], but got ${p[bad]} at ${bad}`, {
      p: p[bad],
      index: bad,
    });
  }
  const single = p instanceof Float32Array;
  for (let i = 0; i < out.length; i++) {
    out[i] = (single ? engine.uniform32() : engine.uniform64()) < p[i]! ? 1 : 0;
  }
}
