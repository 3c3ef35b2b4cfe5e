/**
 * @file Gradient of rows of a table: each row's is the sum over the places that it went to.
 */
import { ops } from '@x/tensor';
import { zerosOf } from '../../node.js';
import { rule, type RuleEntry } from '../../rule.js';

export const embeddingRules: readonly RuleEntry[] = [
  rule(ops.embedding, {
    name: 'EmbeddingBackward0',
    wrt: [0],
    save: ({ inputs: [, indices] }) => [indices],
    backward: ({ grad, saved: [indices], inputs: [table], attrs: { paddingIdx } }) => {
      const rows = grad.reshape(indices.numel(), table!.shape[1]!);
      const index = indices.reshape(-1);
      const counted = paddingIdx === null ? rows : rows.maskedFill(index.eq(paddingIdx).unsqueeze(1), 0);
      return [zerosOf(table!).indexAdd(0, index, counted)];
    },
  }),
];
