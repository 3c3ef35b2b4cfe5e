import { ValueError } from '../errors.js';
import { fma } from './fma.js';
import type { Generator } from './generator.js';

const FLOAT32_MAX = 2 ** 128 - 2 ** 104;

/** Bounds of a uniform draw: `from` inclusive (default 0), `to` exclusive (default 1). */
export interface UniformOptions {
  readonly from?: number;
  readonly to?: number;
}

/**
 * Fills `out` with uniform draws from [from, to), bit for bit as PyTorch's `Tensor.uniform_` on CPU.
 *
 * A float32 takes one word of the engine (24 bits of it), a float64 two (53 bits). As in PyTorch, rounding may give
 * `to` itself.
 *
 * @throws ValueError when `from > to`, or when a bound or their distance is no finite number of the element type
 * @example fillUniform(new Float32Array(3), new Generator().manualSeed(0)); // 0.4963, 0.7682, 0.0885
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.uniform_.html
 */
export function fillUniform(
  out: Float32Array | Float64Array,
  generator: Generator,
  { from = 0, to = 1 }: UniformOptions = {},
): void {
  const single = out instanceof Float32Array;
  const max = single ? FLOAT32_MAX : Number.MAX_VALUE;
  for (const [name, value] of Object.entries({ from, to })) {
    if (!(Math.abs(value) <= max)) {
      throw new ValueError('uniform_', `${name} must be a finite number of the dtype, but got ${value}`, { from, to });
    }
  }
  if (from > to) throw new ValueError('uniform_', `from must not exceed to: from=${from}, to=${to}`, { from, to });
  if (!(to - from <= max)) {
    throw new ValueError('uniform_', `to - from exceeds the largest number: from=${from}, to=${to}`, { from, to });
  }
  if (single) fillFloat32(out, generator, from, to);
  else fillFloat64(out, generator, from, to);
}

/** The product is exact in float64, so that storing the sum rounds once, as PyTorch's fused multiply-add does. */
function fillFloat32(out: Float32Array, { engine }: Generator, from: number, to: number): void {
  const base = Math.fround(from);
  const range = Math.fround(Math.fround(to) - base);
  for (let i = 0; i < out.length; i++) out[i] = engine.uniform32() * range + base;
}

function fillFloat64(out: Float64Array, { engine }: Generator, from: number, to: number): void {
  const range = to - from;
  for (let i = 0; i < out.length; i++) out[i] = fma(engine.uniform64(), range, from);
}
