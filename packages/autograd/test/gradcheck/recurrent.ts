/**
 * @file Rows of sequences of recurrent layers, of which one sequence ends early, and of the heads of attention.
 */
import { cat, dispatch, ops } from '@x/tensor';
import { leaf, type Row } from './core.js';

const batchSizes = [2, 1];

export const recurrent: readonly (readonly [name: string, row: Row])[] = [
  [
    'lstmSequence',
    {
      fn: (x, h, c, w) =>
        cat(
          [false, true].flatMap((reverse) => dispatch(ops.lstmSequence, [x, h, c, w], { batchSizes, reverse })),
          1,
        ),
      inputs: [leaf([3, 8]), leaf([2, 2]), leaf([2, 2]), leaf([8, 2])],
    },
  ],
  [
    'gruSequence',
    {
      fn: (x, h, w, bias) =>
        cat(
          [false, true].flatMap((reverse) => dispatch(ops.gruSequence, [x, h, w, bias], { batchSizes, reverse })),
          1,
        ),
      inputs: [leaf([3, 6]), leaf([2, 2]), leaf([6, 2]), leaf([6])],
    },
  ],
  [
    'splitHeads',
    {
      fn: (x) =>
        cat([false, true].flatMap((batchFirst) => dispatch(ops.splitHeads, [x], { heads: 2, parts: 3, batchFirst }))),
      inputs: [leaf([2, 2, 12])],
    },
  ],
  [
    'joinHeads',
    {
      fn: (...parts) =>
        cat([false, true].flatMap((batchFirst) => dispatch(ops.joinHeads, parts, { heads: 2, batchFirst }))),
      inputs: [leaf([4, 2, 3]), leaf([4, 2, 3])],
    },
  ],
];
