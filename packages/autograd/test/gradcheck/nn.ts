/**
 * @file One row per op of neural networks: a function of float64 tensors that runs the op away from its kinks.
 */
import { dispatch, noAttrs, ops, type Op, type Tensor, tensor } from '@x/tensor';
import { apart, distinct, leaf, positive, type Row } from './core.js';
import { margins } from './margins.js';
import { recurrent } from './recurrent.js';
import { rows as rowOps } from './rows.js';
import { vision } from './vision.js';
import { volumes } from './volumes.js';

type Rows = readonly (readonly [name: string, row: Row])[];

/** A row of an op of one input. */
function one<A>(op: Op<readonly [x: Tensor], A, readonly [Tensor]>, x: Tensor, attrs: A): readonly [string, Row] {
  return [op.name, { fn: (input) => dispatch(op, [input], attrs)[0], inputs: [x] }];
}

const doubles = (values: readonly number[], shape: readonly number[] = [values.length]): Tensor =>
  tensor(values, { dtype: 'float64' }).view(shape).requiresGrad_();

const activations: Rows = [
  one(ops.leakyRelu, apart(2, 3), { negativeSlope: 0.1 }),
  one(ops.elu, apart(2, 3), { alpha: 0.7, scale: 1.3 }),
  one(ops.celu, apart(2, 3), { alpha: 0.7 }),
  one(ops.softplus, doubles([-2.5, -0.3, 0.4, 1.2, 3.1]), { beta: 2, threshold: 4 }),
  one(ops.hardtanh, doubles([-2.5, -0.3, 0.4, 1.2]), { minVal: -1, maxVal: 1 }),
  one(ops.hardsigmoid, doubles([-4.5, -0.3, 1.4, 5.2]), noAttrs),
  one(ops.hardswish, doubles([-4.5, -0.3, 1.4, 5.2]), noAttrs),
  one(ops.softshrink, doubles([-2.5, -0.3, 0.4, 1.2]), { lambd: 0.5 }),
  one(ops.hardshrink, doubles([-2.5, -0.3, 0.4, 1.2]), { lambd: 0.5 }),
  one(ops.threshold, doubles([-2.5, -0.3, 0.4, 1.2]), { threshold: 0.1, value: 7 }),
  one(ops.glu, leaf([2, 4, 2]), { dim: 1 }),
  ['prelu', { fn: (x, w) => dispatch(ops.prelu, [x, w], noAttrs)[0], inputs: [apart(2, 3, 2), leaf([3])] }],
];

const window = { kernelSize: [2, 3], stride: [2, 1], padding: [1, 0], dilation: [1, 2] } as const;
const strided = { stride: [2, 1], padding: [1, 2], dilation: [1, 2], groups: 2 };
const image = [2, 4, 4, 3];
const filters = [2, 2, 3, 2];
const mapped = [2, 2, 2, 5];

const convolutions: Rows = [
  [
    'convolution',
    {
      fn: (x, w, b) => dispatch(ops.convolution, [x, w, b], strided)[0],
      inputs: [leaf(image), leaf(filters), leaf([2])],
    },
  ],
  [
    'convolutionInputGrad',
    {
      fn: (g, w) => dispatch(ops.convolutionInputGrad, [g, w], { ...strided, shape: image })[0],
      inputs: [leaf(mapped), leaf(filters)],
    },
  ],
  [
    'convolutionWeightGrad',
    {
      fn: (g, x) => dispatch(ops.convolutionWeightGrad, [g, x], { ...strided, shape: filters })[0],
      inputs: [leaf(mapped), leaf(image)],
    },
  ],
  one(ops.im2col, leaf([1, 2, 4, 6]), window),
  one(ops.col2im, leaf([1, 12, 6]), { ...window, outputSize: [4, 6] }),
];

const average = {
  kernelSize: [2, 3],
  stride: [2, 2],
  padding: [1, 1],
  ceilMode: true,
  countIncludePad: false,
  divisorOverride: undefined,
} as const;
const positions = tensor(Int32Array.of(0, 3, 3, 11)).view(1, 2, 1, 2);

const pools: Rows = [
  [
    'maxPool2d',
    { fn: (x) => dispatch(ops.maxPool2d, [x], { ...window, ceilMode: true })[0], inputs: [distinct(1, 2, 4, 6)] },
  ],
  [
    'adaptiveMaxPool2d',
    { fn: (x) => dispatch(ops.adaptiveMaxPool2d, [x], { outputSize: [2, 4] })[0], inputs: [distinct(1, 2, 5, 6)] },
  ],
  [
    'maxPool2dBackward',
    {
      fn: (g) => dispatch(ops.maxPool2dBackward, [g, positions], { shape: [1, 2, 3, 4] })[0],
      inputs: [leaf([1, 2, 1, 2])],
    },
  ],
  one(ops.avgPool2d, leaf([1, 2, 5, 4]), average),
  one(ops.avgPool2dBackward, leaf([1, 2, 3, 3]), { ...average, shape: [1, 2, 5, 4] }),
  one(ops.adaptiveAvgPool2d, leaf([1, 2, 5, 3]), { outputSize: [2, 4] }),
  one(ops.adaptiveAvgPool2dBackward, leaf([1, 2, 2, 4]), { shape: [1, 2, 5, 3] }),
];

const pads = [
  [2, 1],
  [-1, 2],
] as const;
const borders = [
  [2, 1],
  [0, 2],
] as const;

const paddings: Rows = [
  one(ops.constantPad, leaf([2, 3, 4]), { pads, value: 1.5 }),
  one(ops.reflectionPad, leaf([2, 3, 4]), { pads: borders }),
  one(ops.replicationPad, leaf([2, 3, 4]), { pads: borders }),
];

const reduction = 'mean';
const classes = tensor(Int32Array.of(2, -100, 0, 2));
const classWeight = tensor([0.5, 1.25, 2], { dtype: 'float64' });
const pixels = tensor(Int32Array.of(2, 1, 0, 2)).view(2, 1, 2);
const factors = tensor([0.5, 1.25, 2], { dtype: 'float64' });

const losses: Rows = [
  ['mseLoss', { fn: (x, y) => dispatch(ops.mseLoss, [x, y], { reduction })[0], inputs: [leaf([2, 3]), leaf([2, 3])] }],
  [
    'smoothL1Loss',
    {
      fn: (x, y) => dispatch(ops.smoothL1Loss, [x, y], { reduction, beta: 0.5 })[0],
      inputs: [doubles([1, -2, 3, 0.3]), doubles([1.2, 1, 2.9, -0.4])],
    },
  ],
  [
    'huberLoss',
    {
      fn: (x, y) => dispatch(ops.huberLoss, [x, y], { reduction: 'none', delta: 1.5 })[0],
      inputs: [doubles([1, -2, 3, 0.3]), doubles([1.2, 1, 2.9, -0.4])],
    },
  ],
  [
    'nllLoss',
    {
      fn: (x) => dispatch(ops.nllLoss, [x, classes, classWeight], { reduction, ignoreIndex: -100 })[0],
      inputs: [leaf([4, 3])],
    },
  ],
  [
    'nllLoss2d',
    {
      fn: (x) => dispatch(ops.nllLoss2d, [x, pixels], { reduction: 'none', ignoreIndex: 1 })[0],
      inputs: [leaf([2, 3, 1, 2])],
    },
  ],
  [
    'binaryCrossEntropy',
    {
      fn: (x, y) => dispatch(ops.binaryCrossEntropy, [x, y, factors], { reduction })[0],
      inputs: [doubles([0.2, 0.5, 0.9]), doubles([0.1, 1, 0.3])],
    },
  ],
  [
    'binaryCrossEntropyWithLogits',
    {
      fn: (x, y) =>
        dispatch(ops.binaryCrossEntropyWithLogits, [x, y, factors, classWeight], {
          reduction,
          hasWeight: true,
          hasPosWeight: true,
        })[0],
      inputs: [apart(2, 3), positive(2, 3)],
    },
  ],
];

const affine = { hasWeight: true, hasBias: true, eps: 0.1 };
const rows = tensor(Int32Array.of(0, 3, 3, 1)).view(2, 2);

const normalization: Rows = [
  [
    'nativeBatchNorm',
    {
      fn: (x, w, b) => dispatch(ops.nativeBatchNorm, [x, w, b], affine)[0],
      inputs: [leaf([3, 2, 2]), leaf([2]), leaf([2])],
    },
  ],
  [
    'batchNormInference',
    {
      fn: (x, w, b) =>
        dispatch(ops.batchNormInference, [x, factors.narrow(0, 0, 2), factors.narrow(0, 1, 2), w, b], affine)[0],
      inputs: [leaf([3, 2, 2]), leaf([2]), leaf([2])],
    },
  ],
  [
    'nativeLayerNorm',
    {
      fn: (x, w, b) => dispatch(ops.nativeLayerNorm, [x, w, b], { ...affine, normalizedShape: [2, 3] })[0],
      inputs: [leaf([2, 2, 3]), leaf([2, 3]), leaf([2, 3])],
    },
  ],
  [
    'nativeGroupNorm',
    {
      fn: (x, b) => dispatch(ops.nativeGroupNorm, [x, b], { ...affine, hasWeight: false, groups: 2 })[0],
      inputs: [leaf([2, 4, 2]), leaf([4])],
    },
  ],
  [
    'embedding',
    {
      fn: (w) => dispatch(ops.embedding, [w, rows], { paddingIdx: null, scaleGradByFreq: false })[0],
      inputs: [leaf([4, 2])],
    },
  ],
];

/** Every op of neural networks that has a rule. */
export const nn: ReadonlyMap<string, Row> = new Map([
  ...activations,
  ...convolutions,
  ...pools,
  ...paddings,
  ...losses,
  ...margins,
  ...rowOps,
  ...vision,
  ...volumes,
  ...normalization,
  ...recurrent,
]);
