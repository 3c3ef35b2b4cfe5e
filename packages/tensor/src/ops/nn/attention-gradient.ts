/**
 * @file The gradient of attention: the weights of each block of queries are computed again, so that no scores are kept.
 */
import { cat } from '../../api/join.js';
import type { Operand } from '../../backend.js';
import { allocate, commonBackend, operand } from '../../kernel.js';
import { Layout } from '../../layout.js';
import type { Op } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import {
  type AttentionAttrs,
  attentionBlocks,
  attentionWeights,
  batchShape,
  blockOf,
  onBatches,
  suitsKernel,
} from './attention-weights.js';
import { wantedOf } from './wanted.js';

export interface AttentionBackwardAttrs extends AttentionAttrs {
  /** Which inputs need a gradient; these are the outputs, in this order. */
  readonly needs: readonly boolean[];
}

/** Gradient of the output, then the inputs of the attention. */
export type AttentionBackwardInputs = readonly [
  grad: Tensor,
  query: Tensor,
  key: Tensor,
  value: Tensor,
  ...mask: Tensor[],
];

/** Zeros behind the keys that a block sees, up to all of them. */
function toAllKeys(part: Tensor, keys: number, dim: -1 | -2): Tensor {
  const missing = keys - part.size(dim);
  if (missing === 0) return part;
  return cat([part, part.newZeros(part.shape.with(dim, missing))], dim);
}

const total = (parts: readonly Tensor[]): Tensor => parts.reduce((sum, part) => sum.add(part));
export const joined = (parts: readonly Tensor[]): Tensor => (parts.length === 1 ? parts[0]! : cat(parts, -2));

/** Gradients of queries, keys, values and mask, those that are needed. */
export const scaledDotProductAttentionBackward: Op<AttentionBackwardInputs, AttentionBackwardAttrs> = {
  name: 'scaledDotProductAttentionBackward',
  run([grad, query, key, value, mask], attrs) {
    const backend = commonBackend('scaledDotProductAttention', [grad, query, key, value]);
    const { attentionBackward } = backend.kernels;
    if (!attentionBackward || mask || !suitsKernel([query, key, value])) return undefined;
    const outs = [query, key, value].map((t) => allocate(backend, t.shape, t.dtype)) as [Tensor, Tensor, Tensor];
    const outputs = outs.map((t) => operand(t, Layout.of(batchShape(t)))) as [Operand, Operand, Operand];
    onBatches([grad, query, key, value], (inputs) => attentionBackward(inputs, outputs, attrs));
    return wantedOf(outs, attrs.needs);
  },
  decompose([grad, query, key, value, mask], attrs) {
    const keys = key.size(-2);
    const steps = attentionBlocks(query, key, attrs).map((block) => {
      const weights = attentionWeights(query, key, mask, attrs, block);
      const given = blockOf(grad, -2, block.start, block.rows);
      const forWeights = given.matmul(blockOf(value, -2, 0, block.keys).transpose(-2, -1));
      const slope = forWeights.sub(forWeights.mul(weights).sum(-1, { keepdim: true }));
      const forScores = weights.mul(slope);
      const back = forScores.transpose(-2, -1).matmul(blockOf(query, -2, block.start, block.rows));
      return {
        query: forScores.matmul(blockOf(key, -2, 0, block.keys)).mul(attrs.scale),
        key: toAllKeys(back.mul(attrs.scale), keys, -2),
        value: toAllKeys(weights.transpose(-2, -1).matmul(given), keys, -2),
        mask: toAllKeys(forScores, keys, -1),
      };
    });
    const all = [
      joined(steps.map((step) => step.query)),
      total(steps.map((step) => step.key)),
      total(steps.map((step) => step.value)),
      ...(attrs.needs[3] ? [joined(steps.map((step) => step.mask))] : []),
    ];
    return all.filter((_, i) => attrs.needs[i]);
  },
};
