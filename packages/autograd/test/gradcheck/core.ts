/**
 * @file One row per op with a gradient rule: a function of float64 tensors that runs the op away from its kinks.
 */
import { dispatch, noAttrs, ops, randn, type Shape, stack, type Tensor, tensor, where } from '@x/tensor';
import { cat } from '@x/tensor';
import type { Checked } from '../../src/index.js';

/** Values around `centre`, each at least `gap` from the next multiple of it where `gap` is given. */
export interface Row {
  readonly fn: Checked;
  readonly inputs: readonly Tensor[];
  /** The second order is not checked: it does not exist or is zero by definition. */
  readonly once?: boolean;
}

/** A float64 leaf of normal numbers, moved and scaled. */
export function leaf(shape: Shape, scale: number = 1, shift: number = 0): Tensor {
  return randn(shape, { dtype: 'float64' }).mul(scale).add(shift).detach().requiresGrad_();
}

/** Numbers in (0.5, 1.5). */
export const positive = (...shape: number[]): Tensor =>
  randn(shape, { dtype: 'float64' }).sigmoid().add(0.5).detach().requiresGrad_();
/** Numbers in (-0.9, 0.9). */
const unit = (...shape: number[]): Tensor =>
  randn(shape, { dtype: 'float64' }).tanh().mul(0.9).detach().requiresGrad_();
/** Numbers at least 0.2 away from 0. */
export const apart = (...shape: number[]): Tensor => {
  const x = randn(shape, { dtype: 'float64' });
  return x.add(x.sign().mul(0.2)).detach().requiresGrad_();
};
/** Different numbers, at least 0.3 apart from each other and 0.1 from whole numbers. */
export const distinct = (...shape: number[]): Tensor => {
  const n = shape.reduce((a, b) => a * b, 1);
  const values = Float64Array.from({ length: n }, (_, i) => (((i * 7 + 3) % n) - n / 2) * 0.4 + 0.13);
  return tensor(values).view(shape).requiresGrad_();
};
const index = tensor([
  [0, 2],
  [1, 1],
]);
const line = tensor([2, 0, 2]);
const mask = tensor([
  [true, false, true],
  [false, false, true],
]);

const domains: Partial<Record<string, (...shape: number[]) => Tensor>> = {
  log: positive,
  log2: positive,
  log10: positive,
  log1p: positive,
  sqrt: positive,
  rsqrt: positive,
  reciprocal: apart,
  abs: apart,
  relu: apart,
  asin: unit,
  acos: unit,
  atanh: unit,
  erfinv: unit,
  acosh: (...shape) =>
    positive(...shape)
      .detach()
      .add(1)
      .requiresGrad_(),
  lgamma: positive,
  digamma: positive,
  tan: unit,
  ceil: distinct,
  floor: distinct,
  round: distinct,
  trunc: distinct,
  sign: apart,
};

const unary = Object.entries(ops.unaryOps)
  .filter(([kind]) => kind !== 'bitwiseNot')
  .map(([kind, op]): [string, Row] => [
    kind,
    { fn: (x) => dispatch(op, [x], noAttrs)[0], inputs: [(domains[kind] ?? leaf2)(2, 3)] },
  ]);

function leaf2(...shape: number[]): Tensor {
  return leaf(shape);
}

const two = (kind: keyof typeof ops.binaryOps, a: Tensor, b: Tensor): [string, Row] => [
  kind,
  { fn: (x, y) => dispatch(ops.binaryOps[kind], [x, y], noAttrs)[0], inputs: [a, b] },
];

const binary: [string, Row][] = [
  two('add', leaf([2, 3]), leaf([3])),
  two('sub', leaf([2, 1]), leaf([2, 3])),
  two('mul', leaf([2, 3]), leaf([1, 3])),
  two('div', leaf([2, 3]), apart(3)),
  two('pow', positive(2, 3), leaf([3])),
  two('maximum', distinct(2, 3), leaf([2, 3], 0.01)),
  two('minimum', distinct(2, 3), leaf([2, 3], 0.01)),
  two('fmax', distinct(2, 3), leaf([2, 3], 0.01)),
  two('fmin', distinct(2, 3), leaf([2, 3], 0.01)),
  two(
    'remainder',
    tensor([1.3, 4.1, -2.6], { dtype: 'float64' }).requiresGrad_(),
    tensor([0.7, 1.9, 1.1], { dtype: 'float64' }).requiresGrad_(),
  ),
  two(
    'fmod',
    tensor([1.3, 4.1, -2.6], { dtype: 'float64' }).requiresGrad_(),
    tensor([0.7, 1.9, 1.1], { dtype: 'float64' }).requiresGrad_(),
  ),
  two(
    'floorDivide',
    tensor([1.3, 4.1], { dtype: 'float64' }).requiresGrad_(),
    tensor([0.7, 1.9], { dtype: 'float64' }).requiresGrad_(),
  ),
  two(
    'truncDivide',
    tensor([1.3, -4.1], { dtype: 'float64' }).requiresGrad_(),
    tensor([0.7, 1.9], { dtype: 'float64' }).requiresGrad_(),
  ),
  two('atan2', apart(2, 3), apart(3)),
  two('hypot', apart(2, 3), apart(3)),
  two('copysign', apart(2, 3), apart(3)),
  two('xlogy', positive(2, 3), positive(3)),
  two('logaddexp', leaf([2, 3]), leaf([3])),
  two('thresholdBackward', leaf([2, 3]), apart(2, 3)),
  two('sigmoidBackward', leaf([2, 3]), positive(2, 3)),
  two('tanhBackward', leaf([2, 3]), unit(2, 3)),
];

const views: [string, Row][] = [
  ['view', { fn: (x) => x.view(3, 2), inputs: [leaf([2, 3])] }],
  ['reshapeAlias', { fn: (x) => x.reshape(6), inputs: [leaf([2, 3])] }],
  ['alias', { fn: (x) => x.get('...'), inputs: [leaf([2, 3])] }],
  ['permute', { fn: (x) => x.permute(2, 0, 1), inputs: [leaf([2, 3, 2])] }],
  ['transpose', { fn: (x) => x.transpose(0, 2), inputs: [leaf([2, 3, 2])] }],
  ['t', { fn: (x) => x.t(), inputs: [leaf([2, 3])] }],
  ['squeeze', { fn: (x) => x.squeeze(), inputs: [leaf([1, 3, 1])] }],
  ['unsqueeze', { fn: (x) => x.unsqueeze(1), inputs: [leaf([2, 3])] }],
  ['expand', { fn: (x) => x.expand(2, 4, 3), inputs: [leaf([4, 1])] }],
  [
    'slice',
    { fn: (x) => dispatch(ops.slice, [x], { dim: 1, start: 1, length: 2, step: 2 })[0], inputs: [leaf([2, 5])] },
  ],
  ['select', { fn: (x) => x.select(1, 2), inputs: [leaf([2, 3])] }],
  ['diagonal', { fn: (x) => x.diagonal({ offset: 1 }), inputs: [leaf([3, 4])] }],
  ['unfold', { fn: (x) => x.unfold(0, 3, 2), inputs: [leaf([7])] }],
  [
    'asStrided',
    {
      fn: (x) => [x.asStrided([3, 2], [1, 2], { storageOffset: 1 }), x.expand(2, 2, 3).asStrided([4, 2], [0, 1])],
      inputs: [leaf([2, 3])],
    },
  ],
];

const copies: [string, Row][] = [
  ['where', { fn: (a, b) => where(mask, a, b), inputs: [leaf([2, 3]), leaf([3])] }],
  ['maskedFill', { fn: (x, v) => x.maskedFill(mask, v), inputs: [leaf([2, 3]), leaf([])] }],
  ['toCopy', { fn: (x) => dispatch(ops.toCopy, [x], { dtype: 'float64' })[0], inputs: [leaf([3])] }],
  ['toDevice', { fn: (x) => dispatch(ops.toDevice, [x], { backend: x.storage.backend })[0], inputs: [leaf([3])] }],
  ['clone', { fn: (x) => x.clone(), inputs: [leaf([3])] }],
  ['copy', { fn: (x, y) => x.mul(2).copy_(y), inputs: [leaf([2, 3]), leaf([3])] }],
  ['fill', { fn: (x) => x.mul(2).get(0).fill_(3).add(x), inputs: [leaf([2, 3])] }],
  ['powScalar', { fn: (x) => x.pow(2.5), inputs: [positive(2, 3)] }],
  ['clampScalar', { fn: (x) => x.clamp({ min: -0.5, max: 0.6 }), inputs: [distinct(2, 3)] }],
  [
    'clamp',
    {
      fn: (x, a, b) => x.clamp({ min: a, max: b }),
      inputs: [distinct(2, 3), leaf([3], 0.01, -0.5), leaf([2, 3], 0.01, 0.6)],
    },
  ],
  ['lerpScalar', { fn: (a, b) => a.lerp(b, 0.3), inputs: [leaf([2, 3]), leaf([2, 3])] }],
  ['lerp', { fn: (a, b, w) => a.lerp(b, w), inputs: [leaf([2, 3]), leaf([2, 3]), unit(3)] }],
  ['addcmul', { fn: (a, b, c) => a.addcmul(b, c, { value: 0.7 }), inputs: [leaf([2, 3]), leaf([2, 3]), leaf([3])] }],
  ['addcdiv', { fn: (a, b, c) => a.addcdiv(b, c, { value: 0.7 }), inputs: [leaf([2, 3]), leaf([2, 3]), apart(3)] }],
];

const products: [string, Row][] = [
  ['mm', { fn: (a, b) => a.mm(b), inputs: [leaf([2, 3]), leaf([3, 2])] }],
  ['bmm', { fn: (a, b) => a.bmm(b), inputs: [leaf([2, 2, 3]), leaf([2, 3, 2])] }],
  ['mv', { fn: (a, b) => a.mv(b), inputs: [leaf([2, 3]), leaf([3])] }],
  ['dot', { fn: (a, b) => a.dot(b), inputs: [leaf([3]), leaf([3])] }],
  [
    'addmm',
    { fn: (c, a, b) => c.addmm(a, b, { alpha: 0.5, beta: 2 }), inputs: [leaf([2]), leaf([2, 3]), leaf([3, 2])] },
  ],
  [
    'baddbmm',
    {
      fn: (c, a, b) => c.baddbmm(a, b, { alpha: 0.5, beta: 2 }),
      inputs: [leaf([2, 2]), leaf([2, 2, 3]), leaf([2, 3, 2])],
    },
  ],
];

const reductions: [string, Row][] = [
  ['sum', { fn: (x) => x.sum([0, 2]), inputs: [leaf([2, 3, 2])] }],
  ['mean', { fn: (x) => x.mean(1, { keepdim: true }), inputs: [leaf([2, 3])] }],
  [
    'prod',
    {
      fn: (x) => x.prod(1),
      inputs: [
        tensor(
          [
            [1.5, 0, 2],
            [0, 0, 3],
          ],
          { dtype: 'float64' },
        ).requiresGrad_(),
      ],
    },
  ],
  ['amax', { fn: (x) => x.amax(0), inputs: [distinct(3, 2)] }],
  ['amin', { fn: (x) => x.amin(1), inputs: [distinct(3, 2)] }],
  ['max', { fn: (x) => x.max(), inputs: [distinct(3, 2)] }],
  ['min', { fn: (x) => x.min(), inputs: [distinct(3, 2)] }],
  ['maxAlong', { fn: (x) => x.max(0).values, inputs: [distinct(3, 2)] }],
  ['minAlong', { fn: (x) => x.min(1, { keepdim: true }).values, inputs: [distinct(3, 2)] }],
  ['var', { fn: (x) => x.var(1), inputs: [leaf([2, 3])] }],
  ['std', { fn: (x) => x.std(0, { correction: 0 }), inputs: [leaf([3, 2])] }],
  ['logsumexp', { fn: (x) => x.logsumexp(1), inputs: [leaf([2, 3])] }],
  [
    'norm',
    {
      fn: (x) => stack([x.norm(1), x.norm(1, { p: 3 }), x.norm(1, { p: 1 }), x.norm(1, { p: Infinity })]),
      inputs: [distinct(2, 3)],
    },
  ],
  ['cumsum', { fn: (x) => x.cumsum(0), inputs: [leaf([3, 2])] }],
  ['cumprod', { fn: (x) => x.cumprod(0), inputs: [tensor([1.5, 0, 2, -1], { dtype: 'float64' }).requiresGrad_()] }],
];

const indexing: [string, Row][] = [
  ['cat', { fn: (a, b) => cat([a, b, a], 1), inputs: [leaf([2, 1]), leaf([2, 2])] }],
  ['flip', { fn: (x) => x.flip(0, 1), inputs: [leaf([2, 3])] }],
  ['gather', { fn: (x) => x.gather(1, index), inputs: [leaf([2, 3])] }],
  ['indexSelect', { fn: (x) => x.indexSelect(1, line), inputs: [leaf([2, 3])] }],
  [
    'scatter',
    {
      fn: (x, s) =>
        x.scatter(
          1,
          tensor([
            [0, 2],
            [1, 0],
          ]),
          s,
        ),
      inputs: [leaf([2, 3]), leaf([2, 3])],
    },
  ],
  ['scatterAdd', { fn: (x, s) => x.scatterAdd(1, index, s), inputs: [leaf([2, 3]), leaf([3, 2])] }],
  ['index', { fn: (x) => x.get(tensor([0, 1, 1]), tensor([2, -1, 2])), inputs: [leaf([2, 3, 2])] }],
  ['indexPut', { fn: (x, v) => x.indexPut([tensor([0, 1])], v), inputs: [leaf([2, 3]), leaf([3])] }],
  ['sort', { fn: (x) => x.sort(0).values, inputs: [distinct(3, 2)] }],
  ['topk', { fn: (x) => x.topk(2, 0, { largest: false }).values, inputs: [distinct(3, 2)] }],
];

const softmaxes: [string, Row][] = [
  ['softmax', { fn: (x) => x.softmax(1), inputs: [leaf([2, 3])] }],
  ['logSoftmax', { fn: (x) => x.logSoftmax(0), inputs: [leaf([3, 2])] }],
  [
    'softmaxBackward',
    { fn: (g, y) => dispatch(ops.softmaxBackward, [g, y], { dim: 1 })[0], inputs: [leaf([2, 3]), positive(2, 3)] },
  ],
  [
    'logSoftmaxBackward',
    { fn: (g, y) => dispatch(ops.logSoftmaxBackward, [g, y], { dim: 1 })[0], inputs: [leaf([2, 3]), leaf([2, 3])] },
  ],
];

export const core: ReadonlyMap<string, Row> = new Map([
  ...unary,
  ...binary,
  ...views,
  ...copies,
  ...products,
  ...reductions,
  ...indexing,
  ...softmaxes,
]);
