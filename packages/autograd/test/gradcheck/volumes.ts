/**
 * @file Rows of transposed convolutions, of convolutions and pools over volumes, and of pools that undo pools.
 */
import { dispatch, ops, tensor } from '@x/tensor';
import { distinct, leaf, type Row } from './core.js';

const volume = [1, 2, 3, 3, 4];
const filters = [2, 1, 2, 2, 3];
const mapped = [1, 2, 2, 3, 2];
const strided = { stride: [2, 1, 2], padding: [1, 0, 1], dilation: [1, 1, 1], groups: 2 };
const transposed = { stride: [2, 1], padding: [1, 0], dilation: [1, 2], groups: 2, outputPadding: [1, 1] };
const window = { kernelSize: [2, 2, 1], stride: [1, 2, 2], padding: [1, 0, 0], dilation: [1, 1, 1] } as const;
const samples = tensor([0.25, 0.5, 0.75, 0.125], { dtype: 'float64' }).view(1, 2, 2);
const positions = tensor(Int32Array.of(0, 3, 7, 11)).view(1, 2, 1, 2);

/** Rows beside those of the tables of ops: the same ops over volumes. */
export const volumes: readonly (readonly [name: string, row: Row])[] = [
  [
    'convolution of volumes',
    {
      fn: (x, w, b) => dispatch(ops.convolution, [x, w, b], strided)[0],
      inputs: [leaf(volume), leaf(filters), leaf([2])],
    },
  ],
  [
    'convolutionInputGrad of volumes',
    {
      fn: (g, w) => dispatch(ops.convolutionInputGrad, [g, w], { ...strided, shape: volume })[0],
      inputs: [leaf([1, 2, 2, 2, 2]), leaf(filters)],
    },
  ],
  [
    'convolutionWeightGrad of volumes',
    {
      fn: (g, x) => dispatch(ops.convolutionWeightGrad, [g, x], { ...strided, shape: filters })[0],
      inputs: [leaf([1, 2, 2, 2, 2]), leaf(volume)],
    },
  ],
  [
    'convolutionTranspose',
    {
      fn: (x, w, b) => dispatch(ops.convolutionTranspose, [x, w, b], transposed)[0],
      inputs: [leaf([1, 2, 2, 3]), leaf([2, 1, 2, 2]), leaf([2])],
    },
  ],
  [
    'maxPool3d',
    { fn: (x) => dispatch(ops.maxPool3d, [x], { ...window, ceilMode: true })[0], inputs: [distinct(...volume)] },
  ],
  [
    'adaptiveMaxPool3d',
    { fn: (x) => dispatch(ops.adaptiveMaxPool3d, [x], { outputSize: [2, 2, 3] })[0], inputs: [distinct(...volume)] },
  ],
  [
    'fractionalMaxPool',
    {
      fn: (x) =>
        dispatch(ops.fractionalMaxPool, [x, samples], {
          kernelSize: [2, 2],
          outputSize: [2, 3],
        })[0],
      inputs: [distinct(1, 2, 4, 5)],
    },
  ],
  [
    'avgPool3d',
    {
      fn: (x) =>
        dispatch(ops.avgPool3d, [x], {
          ...window,
          ceilMode: true,
          countIncludePad: false,
          divisorOverride: undefined,
        })[0],
      inputs: [leaf(mapped)],
    },
  ],
  [
    'adaptiveAvgPool3d',
    { fn: (x) => dispatch(ops.adaptiveAvgPool3d, [x], { outputSize: [2, 2, 3] })[0], inputs: [leaf(volume)] },
  ],
  [
    'maxUnpool',
    {
      fn: (x) => dispatch(ops.maxUnpool, [x, positions], { outputSize: [3, 4] })[0],
      inputs: [leaf([1, 2, 1, 2])],
    },
  ],
];
