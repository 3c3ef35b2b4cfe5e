/**
 * @file Rows of the losses of margins and sequences.
 */
import { dispatch, ops, tensor } from '@x/tensor';
import { distinct, leaf, type Row } from './core.js';

const signs = tensor([1, -1, 1, -1, -1, 1], { dtype: 'float64' }).view(2, 3);
const classes = tensor([2, 0]);
const weight = tensor([0.5, 1.25, 2], { dtype: 'float64' });
const lists = tensor([
  [2, 0, -1],
  [1, -1, 0],
]);

export const margins: readonly (readonly [name: string, row: Row])[] = [
  [
    'softMarginLoss',
    { fn: (x) => dispatch(ops.softMarginLoss, [x, signs], { reduction: 'mean' })[0], inputs: [leaf([2, 3])] },
  ],
  [
    'multiMarginLoss',
    {
      fn: (x) => dispatch(ops.multiMarginLoss, [x, classes, weight], { reduction: 'none', p: 2, margin: 1.5 })[0],
      inputs: [distinct(2, 3)],
    },
  ],
  [
    'multilabelMarginLoss',
    { fn: (x) => dispatch(ops.multilabelMarginLoss, [x, lists], { reduction: 'sum' })[0], inputs: [distinct(2, 3)] },
  ],
  [
    'ctcLoss',
    {
      fn: (x) =>
        dispatch(ops.ctcLoss, [x.logSoftmax(2)], {
          targets: [[1, 1], [2]],
          inputLengths: [4, 3],
          blank: 0,
          zeroInfinity: false,
        })[0],
      inputs: [leaf([4, 2, 3])],
    },
  ],
];
