/**
 * @file Rows of attention, and of ops on rows of tables.
 */
import { dispatch, noAttrs, ops, tensor } from '@x/tensor';
import { distinct, leaf, type Row } from './core.js';

const mask = tensor([
  [true, false, true],
  [true, true, false],
]);
const indices = tensor(Int32Array.of(0, 3, 3, 1));
const offsets = tensor(Int32Array.of(0, 3));
const noise = tensor([1, 0.25, 0.5], { dtype: 'float64' });

export const rows: readonly (readonly [name: string, row: Row])[] = [
  [
    'scaledDotProductAttention',
    {
      fn: (q, k, v) => dispatch(ops.scaledDotProductAttention, [q, k, v, mask], { scale: 0.7, isCausal: false })[0],
      inputs: [leaf([2, 2, 2]), leaf([1, 3, 2]), leaf([3, 2])],
    },
  ],
  [
    'scaledDotProductAttention that is causal',
    {
      fn: (q, k, v) => dispatch(ops.scaledDotProductAttention, [q, k, v], { scale: 0.7, isCausal: true })[0],
      inputs: [leaf([2, 2]), leaf([3, 2]), leaf([3, 2])],
    },
  ],
  [
    'scaledDotProductAttention with a bias',
    {
      fn: (x, bias) => dispatch(ops.scaledDotProductAttention, [x, x, x, bias], { scale: 0.7, isCausal: false })[0],
      inputs: [leaf([2, 2]), leaf([2, 2])],
    },
  ],
  [
    'embeddingBag',
    {
      fn: (w, factors) =>
        dispatch(ops.embeddingBag, [w, indices, offsets, factors], {
          mode: 'sum',
          paddingIdx: 1,
          scaleGradByFreq: false,
        })[0],
      inputs: [leaf([4, 2]), leaf([4])],
    },
  ],
  [
    'embeddingBag of largest values',
    {
      fn: (w) =>
        dispatch(ops.embeddingBag, [w, indices, offsets], { mode: 'max', paddingIdx: null, scaleGradByFreq: false })[0],
      inputs: [distinct(4, 2)],
    },
  ],
  ['pdist', { fn: (x) => dispatch(ops.pdist, [x], { p: 3 })[0], inputs: [distinct(3, 2)] }],
  ['rreluWithNoise', { fn: (x) => dispatch(ops.rreluWithNoise, [x, noise], noAttrs)[0], inputs: [distinct(2, 3)] }],
];
