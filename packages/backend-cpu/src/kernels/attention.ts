/**
 * @file Scaled dot-product attention and its gradients, one query at a time.
 */
import type { Shape } from '@x/tensor/core';
import { type Dense, dense } from './dense.js';
import { elements, type Kernel } from './types.js';

/** Sizes of one batch. */
interface Sizes {
  readonly length: number;
  readonly keys: number;
  readonly width: number;
  readonly valueWidth: number;
}

function sizesOf(q: Shape, v: Shape): Sizes {
  return { length: q[1]!, keys: v[1]!, width: q[2]!, valueWidth: v[2]! };
}

const at = ({ data, offset }: Dense, i: number): number => data[offset + i]!;

function dot(a: Dense, i: number, b: Dense, j: number, n: number): number {
  let sum = 0;
  for (let e = 0; e < n; e++) sum += at(a, i + e) * at(b, j + e);
  return sum;
}

/** How much query i of a batch attends to each key that it sees. */
function weightsOf(q: Dense, k: Dense, batch: number, i: number, s: Sizes, scale: number, causal: boolean): number[] {
  const seen = causal ? Math.min(s.keys, i + 1) : s.keys;
  const query = (batch * s.length + i) * s.width;
  const scores = Array.from({ length: seen }, (_, j) => {
    return dot(q, query, k, (batch * s.keys + j) * s.width, s.width) * scale;
  });
  // NaN is passed over here and shows in the exponents
  const top = scores.reduce((max, score) => (score > max ? score : max), -Infinity);
  const terms = scores.map((score) => Math.exp(score - top));
  const sum = terms.reduce((total, term) => total + term, 0);
  return terms.map((term) => term / sum);
}

export const attention: Kernel<'attention'> = (inputs, [out], { scale, isCausal }) => {
  const [q, k, v] = inputs.map(dense) as [Dense, Dense, Dense];
  const sizes = sizesOf(inputs[0].layout.shape, inputs[2].layout.shape);
  const { length, keys, valueWidth } = sizes;
  const [to, { offset }] = [elements(out), out.layout];
  for (let batch = 0; batch < inputs[0].layout.shape[0]!; batch++) {
    for (let i = 0; i < length; i++) {
      const weights = weightsOf(q, k, batch, i, sizes, scale, isCausal);
      for (let e = 0; e < valueWidth; e++) {
        to[offset + (batch * length + i) * valueWidth + e] = weights.reduce(
          (sum, weight, j) => sum + weight * at(v, (batch * keys + j) * valueWidth + e),
          0,
        );
      }
    }
  }
};

export const attentionBackward: Kernel<'attentionBackward'> = (inputs, outputs, { scale, isCausal }) => {
  const [grad, q, k, v] = inputs.map(dense) as [Dense, Dense, Dense, Dense];
  const sizes = sizesOf(inputs[1]!.layout.shape, inputs[3]!.layout.shape);
  const { length, keys, width, valueWidth } = sizes;
  const [forQ, forK, forV] = outputs.map(({ layout }) => new Float64Array(layout.size));
  for (let batch = 0; batch < inputs[1]!.layout.shape[0]!; batch++) {
    for (let i = 0; i < length; i++) {
      const query = (batch * length + i) * width;
      const row = (batch * length + i) * valueWidth;
      const weights = weightsOf(q, k, batch, i, sizes, scale, isCausal);
      const slopes = weights.map((_, j) => dot(grad, row, v, (batch * keys + j) * valueWidth, valueWidth));
      const mean = weights.reduce((sum, weight, j) => sum + weight * slopes[j]!, 0);
      weights.forEach((weight, j) => {
        const slope = weight * (slopes[j]! - mean) * scale;
        const key = (batch * keys + j) * width;
        for (let e = 0; e < width; e++) {
          forQ![query + e]! += slope * at(k, key + e);
          forK![key + e]! += slope * at(q, query + e);
        }
        const value = (batch * keys + j) * valueWidth;
        for (let e = 0; e < valueWidth; e++) forV![value + e]! += weight * at(grad, row + e);
      });
    }
  }
  [forQ, forK, forV].forEach((values, i) => elements(outputs[i]!).set(values!, outputs[i]!.layout.offset));
};
