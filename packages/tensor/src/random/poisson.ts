import { lgamma } from '../special.js';
import { ValueError } from '../errors.js';
import type { Generator } from './generator.js';

/** Draws one number below 10 on average: uniforms are multiplied until the product is at most e^-rate. */
function byProduct(rate: number, uniform: () => number): number {
  const end = Math.exp(-rate);
  let count = 0;
  for (let product = uniform(); product > end; product *= uniform()) count++;
  return count;
}

/** Draws one number of 10 or more on average by transformed rejection (W. Hörmann, 1993). */
function byRejection(rate: number, uniform: () => number): number {
  const root = Math.sqrt(rate);
  const logRate = Math.log(rate);
  const b = 0.931 + 2.53 * root;
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const inner = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = uniform() - 0.5;
    const v = uniform();
    const distance = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / distance + b) * u + rate + 0.43);
    if (distance >= 0.07 && v <= inner) return k;
    if (k < 0 || (distance < 0.013 && v > distance)) continue;
    const bound = -rate + k * logRate - lgamma(k + 1);
    if (Math.log(v) + Math.log(inverseAlpha) - Math.log(a / (distance * distance) + b) <= bound) return k;
  }
}

/**
 * Fills `out` with Poisson draws of the given rates, as PyTorch's `torch.poisson` on CPU.
 *
 * @throws ValueError when a rate is negative or NaN
 * @example fillPoisson(new Float32Array(2), new Generator().manualSeed(0), new Float32Array([4, 4]))
 * @see https://pytorch.org/docs/stable/generated/torch.poisson.html
 */
export function fillPoisson(
  out: Float32Array | Float64Array,
  { engine }: Generator,
  rates: Float32Array | Float64Array,
): void {
  const uniform = (): number => engine.uniform64();
  for (let i = 0; i < out.length; i++) {
    const rate = rates[i]!;
    if (!(rate >= 0)) throw new ValueError('poisson', `rates must be at least 0, but got ${rate} at ${i}`, { rate });
    out[i] = rate === 0 ? 0 : rate < 10 ? byProduct(rate, uniform) : byRejection(rate, uniform);
  }
}
