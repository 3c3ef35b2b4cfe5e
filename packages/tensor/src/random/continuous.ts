/**
 * @file Draws by a formula over one uniform or one normal, computed in float64 and stored in the dtype of `out`: float32
 * equals PyTorch bit for bit; float64 depends on the platform's log, tan and exp, which agree to a few ulp.
 */
import { ValueError } from '../errors.js';
import { fma } from './fma.js';
import type { Generator } from './generator.js';
import { drawNormal } from './normal.js';

/**
 * Fills `out` with exponential draws of the given rate (default 1), as PyTorch's `Tensor.exponential_` on CPU.
 *
 * @throws ValueError when `lambd` is negative or NaN
 * @example fillExponential(new Float32Array(2), new Generator().manualSeed(0)); // 3.5083, 1.2304
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.exponential_.html
 */
export function fillExponential(
  out: Float32Array | Float64Array,
  { engine }: Generator,
  { lambd = 1 }: { readonly lambd?: number } = {},
): void {
  if (!(lambd >= 0)) throw new ValueError('exponential_', `lambd must be at least 0, but got ${lambd}`, { lambd });
  const scale = -1 / lambd;
  for (let i = 0; i < out.length; i++) out[i] = scale * Math.log(1 - engine.uniform64());
}

/**
 * Fills `out` with Cauchy draws around `median` (default 0) of scale `sigma` (default 1), as PyTorch's
 * `Tensor.cauchy_` on CPU.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.cauchy_.html
 */
export function fillCauchy(
  out: Float32Array | Float64Array,
  { engine }: Generator,
  { median = 0, sigma = 1 }: { readonly median?: number; readonly sigma?: number } = {},
): void {
  for (let i = 0; i < out.length; i++) {
    out[i] = fma(sigma, Math.tan(Math.PI * (engine.uniform64() - 0.5)), median);
  }
}

/**
 * Fills `out` with draws whose logarithm is normal with `mean` (default 1) and `std` (default 2), as PyTorch's
 * `Tensor.log_normal_` on CPU. The normals come one by one from pairs, and the generator keeps the odd one.
 *
 * @throws ValueError when `std` is not above 0
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.log_normal_.html
 */
export function fillLogNormal(
  out: Float32Array | Float64Array,
  generator: Generator,
  { mean = 1, std = 2 }: { readonly mean?: number; readonly std?: number } = {},
): void {
  if (!(std > 0)) throw new ValueError('logNormal_', `std must be above 0, but got ${std}`, { std });
  for (let i = 0; i < out.length; i++) out[i] = Math.exp(fma(drawNormal(generator), std, mean));
}
