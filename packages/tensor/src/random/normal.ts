import { ValueError } from '../errors.js';
import { BLOCK, boxMullerFloat32, boxMullerFloat64 } from './box-muller.js';
import { fma } from './fma.js';
import type { Generator } from './generator.js';

/** The distribution of a normal draw: `mean` (default 0) and standard deviation `std` (default 1). */
export interface NormalOptions {
  readonly mean?: number;
  readonly std?: number;
}

/**
 * Fills `out` with normal draws as PyTorch's `Tensor.normal_` does for a contiguous tensor on CPU.
 *
 * Fewer than 16 elements are drawn as {@link fillNormalSerial} does. Otherwise the whole of `out` gets uniforms, which
 * are transformed in blocks of 16; when the length is no multiple of 16, the last 16 are drawn anew and transformed.
 * float32 equals PyTorch's AVX2 kernel bit for bit; float64 to a few ulp.
 *
 * @throws ValueError when `std` is negative or NaN
 * @example fillNormal(new Float32Array(3), new Generator().manualSeed(0)); // 1.5410, -0.2934, -2.1788
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.normal_.html
 */
export function fillNormal(out: Float32Array | Float64Array, generator: Generator, options: NormalOptions = {}): void {
  if (out.length < BLOCK) return fillNormalSerial(out, generator, options);
  const { mean = 0, std = 1 } = options;
  checkStd('normal_', std);
  const tail = out.length % BLOCK === 0 ? out.length : out.length - BLOCK;
  if (out instanceof Float32Array) {
    fillBlocks(out, tail, () => generator.engine.uniform32(), boxMullerFloat32, Math.fround(mean), Math.fround(std));
  } else {
    fillBlocks(out, tail, () => generator.engine.uniform64(), boxMullerFloat64, mean, std);
  }
}

function fillBlocks<T extends Float32Array | Float64Array>(
  out: T,
  tail: number,
  uniform: () => number,
  transform: (data: T, start: number, mean: number, std: number) => void,
  mean: number,
  std: number,
): void {
  for (let i = 0; i < out.length; i++) out[i] = uniform();
  for (let start = 0; start + BLOCK <= out.length; start += BLOCK) transform(out, start, mean, std);
  if (tail === out.length) return;
  for (let i = tail; i < out.length; i++) out[i] = uniform();
  transform(out, tail, mean, std);
}

/**
 * Fills `out` with normal draws one at a time, as PyTorch does for small and for non-contiguous tensors on CPU.
 *
 * Each pair of 53-bit uniforms gives two normals; the generator keeps the second for the next draw. float32 equals
 * PyTorch bit for bit, float64 to a few ulp.
 *
 * @throws ValueError when `std` is negative or NaN
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.normal_.html
 */
export function fillNormalSerial(
  out: Float32Array | Float64Array,
  generator: Generator,
  { mean = 0, std = 1 }: NormalOptions = {},
): void {
  checkStd('normal_', std);
  for (let i = 0; i < out.length; i++) out[i] = fma(drawNormal(generator), std, mean);
}

/** Draws a standard normal in float64: the one that the generator keeps, else the first of a new pair. */
export function drawNormal(generator: Generator): number {
  const kept = generator.nextNormal;
  if (kept !== undefined) {
    generator.nextNormal = undefined;
    return kept;
  }
  const u1 = generator.engine.uniform64();
  const u2 = generator.engine.uniform64();
  const radius = Math.sqrt(-2 * Math.log(1 - u2));
  const theta = 2 * Math.PI * u1;
  generator.nextNormal = radius * Math.sin(theta);
  return radius * Math.cos(theta);
}

function checkStd(op: string, std: number): void {
  if (!(std >= 0)) throw new ValueError(op, `std must be at least 0, but got ${std}`, { std });
}
