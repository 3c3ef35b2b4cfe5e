/**
 * @file Gradients of attention: the weights of each block of queries are computed again, so that no scores are kept.
 */
import { cat, type Tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../../rule.js';

/** Zeros behind the keys that a block sees, up to all of them. */
function toAllKeys(part: Tensor, keys: number, dim: -1 | -2): Tensor {
  const missing = keys - part.size(dim);
  if (missing === 0) return part;
  return cat([part, part.newZeros(part.shape.with(dim, missing))], dim);
}

const total = (parts: readonly Tensor[]): Tensor => parts.reduce((sum, part) => sum.add(part));
const joined = (parts: readonly Tensor[]): Tensor => (parts.length === 1 ? parts[0]! : cat(parts, -2));

export const attentionRules: readonly RuleEntry[] = [
  rule(ops.scaledDotProductAttention, {
    name: 'ScaledDotProductFlashAttentionForCpuBackward0',
    wrt: [0, 1, 2, 3],
    save: ({ inputs: [query, key, value, mask] }) => [query, key, value, mask],
    backward: ({ grad, saved: [query, key, value, mask], needs, attrs }) => {
      const keys = key.size(-2);
      const steps = ops.attentionBlocks(query, key, attrs).map((block) => {
        const weights = ops.attentionWeights(query, key, mask, attrs, block);
        const given = ops.blockOf(grad, -2, block.start, block.rows);
        const forWeights = given.matmul(ops.blockOf(value, -2, 0, block.keys).transpose(-2, -1));
        const slope = forWeights.sub(forWeights.mul(weights).sum(-1, { keepdim: true }));
        const forScores = weights.mul(slope);
        const back = forScores.transpose(-2, -1).matmul(ops.blockOf(query, -2, block.start, block.rows));
        return {
          query: forScores.matmul(ops.blockOf(key, -2, 0, block.keys)).mul(attrs.scale),
          key: toAllKeys(back.mul(attrs.scale), keys, -2),
          value: toAllKeys(weights.transpose(-2, -1).matmul(given), keys, -2),
          mask: needs[3] ? toAllKeys(forScores, keys, -1) : undefined,
        };
      });
      return [
        needs[0] && joined(steps.map((step) => step.query)),
        needs[1] && total(steps.map((step) => step.key)),
        needs[2] && total(steps.map((step) => step.value)),
        needs[3] && joined(steps.flatMap((step) => step.mask ?? [])),
      ];
    },
  }),
];
