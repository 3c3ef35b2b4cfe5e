import { ShapeError, ValueError } from '../errors.js';
import { fillExponential } from './continuous.js';
import type { Generator } from './generator.js';

const MAX_CATEGORIES = 2 ** 24;

/** How {@link multinomialArray} draws: whether a category may come more than once in a row (default false). */
export interface MultinomialOptions {
  readonly replacement?: boolean;
}

/**
 * Draws category indices from rows of weights, the ones that PyTorch's `multinomial` on CPU gives.
 *
 * Without replacement the weights are divided by exponential draws and the largest quotients win;
 * with replacement, 53-bit uniforms are looked up in the cumulative weights. float32 weights give PyTorch's indices;
 * float64 weights may differ where two quotients agree to a few ulp.
 *
 * @param weights [rows, categories], row-major, finite and >= 0; they need not sum to 1
 * @param numSamples samples per row
 * @returns indices [rows, numSamples], row-major
 * @throws ShapeError when `weights` is no whole number of rows
 * @throws ValueError when a weight is negative, infinite or NaN, when a row sums to 0, when `numSamples` is no positive
 *   integer, or when there are fewer positive weights than samples without replacement
 * @example multinomialArray(new Float32Array([0, 10, 3, 0]), 4, 2, new Generator().manualSeed(0)); // Int32Array [1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.multinomial.html
 */
export function multinomialArray(
  weights: Float32Array | Float64Array,
  categories: number,
  numSamples: number,
  generator: Generator,
  { replacement = false }: MultinomialOptions = {},
): Int32Array {
  checkArguments(weights, categories, numSamples, replacement);
  return replacement
    ? drawFromCumulative(weights, categories, numSamples, generator)
    : drawFromQuotients(weights, categories, numSamples, generator);
}

function checkArguments(
  weights: Float32Array | Float64Array,
  categories: number,
  numSamples: number,
  replacement: boolean,
): void {
  if (!(categories > 0) || weights.length % categories !== 0) {
    throw new ShapeError('multinomial', `${weights.length} weights are no rows of ${categories} categories`, {
      shapes: [[weights.length], [categories]],
    });
  }
  if (categories > MAX_CATEGORIES) {
    throw new ValueError('multinomial', `there are more than 2^24 categories: ${categories}`, { categories });
  }
  if (!Number.isInteger(numSamples) || numSamples <= 0) {
    throw new ValueError('multinomial', `numSamples must be a positive integer, but got ${numSamples}`, { numSamples });
  }
  const bad = weights.findIndex((weight) => !(weight >= 0 && weight < Infinity));
  if (bad >= 0) {
    throw new ValueError('multinomial', `weights must be finite and at least 0, but got ${weights[bad]} at ${bad}`, {
      weight: weights[bad],
      index: bad,
    });
  }
  for (let start = 0; start < weights.length; start += categories) {
    let positive = 0;
    for (let i = start; i < start + categories; i++) if (weights[i]! > 0) positive++;
    if (positive === 0)
      throw new ValueError('multinomial', `row ${start / categories} sums to 0`, { row: start / categories });
    if (!replacement && positive < numSamples) {
      throw new ValueError(
        'multinomial',
        `cannot draw ${numSamples} samples from ${positive} positive weights (pass { replacement: true })`,
        { numSamples, positive },
      );
    }
  }
}

/** The exponential race: weight / Exp(1) is largest for category i with probability weight_i / sum. */
function drawFromQuotients(
  weights: Float32Array | Float64Array,
  categories: number,
  numSamples: number,
  generator: Generator,
): Int32Array {
  const quotients = weights.slice();
  fillExponential(quotients, generator);
  for (let i = 0; i < quotients.length; i++) quotients[i] = weights[i]! / quotients[i]!;
  const out = new Int32Array((weights.length / categories) * numSamples);
  for (let start = 0, o = 0; start < weights.length; start += categories, o += numSamples) {
    const row = quotients.subarray(start, start + categories);
    if (numSamples === 1) out[o] = indexOfMax(row);
    else out.set(indicesByValue(row).subarray(0, numSamples), o);
  }
  return out;
}

function indexOfMax(row: Float32Array | Float64Array): number {
  let best = 0;
  for (let i = 1; i < row.length; i++) if (row[i]! > row[best]!) best = i;
  return best;
}

function indicesByValue(row: Float32Array | Float64Array): Int32Array {
  return Int32Array.from(row.keys()).toSorted((a, b) => row[b]! - row[a]!);
}

/** Looks uniforms up in the cumulative weights, which are summed and divided in the precision of `weights`. */
function drawFromCumulative(
  weights: Float32Array | Float64Array,
  categories: number,
  numSamples: number,
  { engine }: Generator,
): Int32Array {
  const out = new Int32Array((weights.length / categories) * numSamples);
  for (let start = 0, o = 0; start < weights.length; start += categories) {
    const cumulative = weights.slice(start, start + categories);
    for (let i = 1; i < categories; i++) cumulative[i]! += cumulative[i - 1]!;
    const sum = cumulative[categories - 1]!;
    for (let i = 0; i < categories; i++) cumulative[i]! /= sum;
    cumulative[categories - 1] = 1;
    for (let i = 0; i < numSamples; i++) out[o++] = lowerBound(cumulative, engine.uniform64());
  }
  return out;
}

/** The first index whose value is not below `target`. */
function lowerBound(sorted: Float32Array | Float64Array, target: number): number {
  let left = 0;
  let right = sorted.length;
  while (left < right) {
    const middle = (left + right) >>> 1;
    if (sorted[middle]! < target) left = middle + 1;
    else right = middle;
  }
  return left;
}
