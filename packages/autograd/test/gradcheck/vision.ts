/**
 * @file Rows of pictures in another size, in other places, and with pixels for channels.
 */
import { dispatch, ops, tensor } from '@x/tensor';
import { leaf, type Row } from './core.js';

/** Places away from elements and edges, inside and outside. */
const places = tensor([-1.3, 0.21, -0.37, 0.62, 0.77, 1.24], { dtype: 'float64' }).view(1, 1, 3, 2).requiresGrad_();

const sampled = (
  mode: ops.GridSampleAttrs['mode'],
  paddingMode: ops.GridSampleAttrs['paddingMode'],
): readonly [string, Row] => [
  mode === 'bilinear' && paddingMode === 'zeros' ? 'gridSample' : `gridSample, ${mode}, ${paddingMode}`,
  {
    fn: (x, grid) => dispatch(ops.gridSample, [x, grid], { mode, paddingMode, alignCorners: false, spatial: 2 })[0],
    inputs: [leaf([1, 1, 3, 3]), places],
  },
];

export const vision: readonly (readonly [name: string, row: Row])[] = [
  [
    'upsample',
    {
      fn: (x) =>
        dispatch(ops.upsample, [x], {
          sampling: 'cubic',
          outputSize: [5, 2],
          factors: undefined,
          alignCorners: false,
        })[0],
      inputs: [leaf([1, 2, 3, 4])],
    },
  ],
  [
    'affineGrid',
    {
      fn: (theta) => dispatch(ops.affineGrid, [theta], { size: [2, 1, 2, 3], alignCorners: false })[0],
      inputs: [leaf([2, 2, 3])],
    },
  ],
  sampled('bilinear', 'zeros'),
  sampled('bilinear', 'border'),
  sampled('bilinear', 'reflection'),
  sampled('bicubic', 'zeros'),
  sampled('bicubic', 'reflection'),
  ['pixelShuffle', { fn: (x) => dispatch(ops.pixelShuffle, [x], { factor: 2 })[0], inputs: [leaf([1, 4, 2, 3])] }],
  ['pixelUnshuffle', { fn: (x) => dispatch(ops.pixelUnshuffle, [x], { factor: 2 })[0], inputs: [leaf([1, 2, 4, 2])] }],
];
