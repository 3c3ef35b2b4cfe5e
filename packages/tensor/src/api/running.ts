/**
 * @file Running largest and smallest elements with their positions, and running log-sums.
 */
import { fromHost } from '../construct.js';
import { hostArray } from '../dtype.js';
import { readSync } from '../host.js';
import { wrapDim } from '../shape.js';
import type { Tensor } from '../tensor.js';
import type { ValuesIndices } from './extrema.js';
import { cat } from './join.js';
import { floating } from './pointwise.js';

/** Whether an element takes the place of the best one so far; of equals the last one stays, and NaN beats numbers. */
type Beats = (x: number, best: number) => boolean;

/** Positions of the best elements so far along the last dimension. */
function bestSoFar(op: string, x: Tensor, beats: Beats): Tensor {
  const values = readSync(op, x, "await toAsync('cpu') first");
  const places = hostArray('int32', values.length);
  const n = x.size(-1);
  let best = 0;
  for (let i = 0; i < values.length; i++) {
    const start = i - (i % n);
    const value = values[i]!;
    if (i === start || Number.isNaN(value) || beats(value, values[best]!)) best = i;
    places[i] = best - start;
  }
  return fromHost(x.storage.backend, x.shape, 'int32', places);
}

function running(op: string, self: Tensor, dim: number, beats: Beats): ValuesIndices {
  const d = wrapDim(op, dim, self.ndim);
  if (self.ndim === 0) {
    const { values, indices } = running(op, self.unsqueeze(0), 0, beats);
    return { values: values.squeeze(0), indices: indices.squeeze(0) };
  }
  const indices = bestSoFar(op, self.detach().transpose(d, -1), beats).transpose(d, -1);
  return { values: self.gather(d, indices), indices };
}

/**
 * The largest elements so far along a dimension, and their positions, of equals the last: `[*] → { values: [*], indices: int32 [*] }`.
 *
 * @throws IndexError when the dimension does not exist.
 * @example tensor([1, 3, 2]).cummax(0).values // [1, 3, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.cummax.html
 */
export function cummax(self: Tensor, dim: number): ValuesIndices {
  return running('cummax', self, dim, (x, best) => x >= best);
}

/**
 * The smallest elements so far along a dimension, and their positions, of equals the last: `[*] → { values: [*], indices: int32 [*] }`.
 *
 * @throws IndexError when the dimension does not exist.
 * @example tensor([3, 1, 2]).cummin(0).values // [3, 1, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.cummin.html
 */
export function cummin(self: Tensor, dim: number): ValuesIndices {
  return running('cummin', self, dim, (x, best) => x <= best);
}

/**
 * `log Σ eˣ` of the elements so far along a dimension, without overflow: `[*] → [*]`.
 *
 * @throws IndexError when the dimension does not exist.
 * @example tensor([0.0, 0, 0]).float().logcumsumexp(0) // [0, 0.6931, 1.0986]
 * @see https://pytorch.org/docs/stable/generated/torch.logcumsumexp.html
 */
export function logcumsumexp(self: Tensor, dim: number): Tensor {
  const d = wrapDim('logcumsumexp', dim, self.ndim);
  const x = floating(self);
  const n = self.ndim === 0 ? 1 : self.size(d);
  if (n < 2) return x.clone();
  // doubling strides: after the pass with stride s every element covers 2s elements before it
  let y = x;
  for (let s = 1; s < n; s *= 2) {
    y = cat([y.narrow(d, 0, s), y.narrow(d, s, n - s).logaddexp(y.narrow(d, 0, n - s))], d);
  }
  return y;
}
