/**
 * @file Gradients of rows of a table (each row's is the sum over the places that it went to), and of distances of rows.
 */
import { zerosOf } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../../rule.js';

export const embeddingRules: readonly RuleEntry[] = [
  rule(ops.embedding, {
    name: 'EmbeddingBackward0',
    wrt: [0],
    save: ({ inputs: [, indices] }) => [indices],
    backward: ({ grad, saved: [indices], inputs: [table], attrs: { paddingIdx, scaleGradByFreq } }) => {
      const rows = grad.reshape(indices.numel(), table!.shape[1]!);
      const index = indices.reshape(-1);
      const counted = paddingIdx === null ? rows : rows.maskedFill(index.eq(paddingIdx).unsqueeze(1), 0);
      const zeros = zerosOf(table!);
      const often = scaleGradByFreq && ops.frequencies(index, table!.shape[0]!, zeros).unsqueeze(1);
      return [zeros.indexAdd(0, index, often ? counted.div(often) : counted)];
    },
  }),
  rule(ops.embeddingBag, { name: 'EmbeddingBagBackward0', wrt: [0, 3], recompute: 'atInputs' }),
  rule(ops.pdist, { name: 'PdistBackward0', recompute: 'atInputs' }),
];
