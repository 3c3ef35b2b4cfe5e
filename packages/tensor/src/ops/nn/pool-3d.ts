/**
 * @file Pooling over volumes: over the planes first, then over the depth of what that gave.
 */
import { recomputedAtZeros } from '../../gradient.js';
import { tensor } from '../../create.js';
import { dispatch } from '../../dispatch.js';
import { ValueError } from '../../errors.js';
import type { Op } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import { adaptiveAvgPool2d, checkOutputSize } from './adaptive.js';
import { avgPool2d, extents } from './avg-pool.js';
import { composite } from './composite.js';
import { adaptiveMaxPool2d, maxPool2d, type MaxPoolOp } from './max-pool.js';
import { checkVolumePool, checkVolumes } from './pool-checks.js';
import { toJoinedPositions } from './unpool.js';
import { type Grid, type Pair, windowCount } from './window.js';

/** Depth, rows and columns. */
export type Triple = readonly [number, number, number];

export interface MaxPool3dAttrs extends Grid {
  readonly kernelSize: Triple;
  readonly stride: Triple;
  readonly padding: Triple;
  readonly dilation: Triple;
  /** Count windows that reach beyond the padding. */
  readonly ceilMode: boolean;
}

export interface AvgPool3dAttrs extends Omit<MaxPool3dAttrs, 'dilation'> {
  readonly countIncludePad: boolean;
  /** Divide by this instead of the window's size. */
  readonly divisorOverride: number | undefined;
}

export interface Adaptive3dAttrs {
  readonly outputSize: Triple;
}

const plane = ([, rows, width]: Triple): Pair => [rows, width];
/** Windows of one column each, as deep as the volume's. */
const column = ([depth]: Triple, rest: number): Pair => [depth, rest];

/** `[…, D, H, W]` as `[n, D, H, W]`. */
function slices(x: Tensor): Tensor {
  const count = x.shape.slice(0, -3).reduce((a, b) => a * b, 1);
  return x.reshape(count, x.size(-3), x.size(-2), x.size(-1));
}

/** `[n, D, H, W]` as `[n, 1, D, H·W]`. */
function columns(x: Tensor): Tensor {
  return x.reshape(x.size(0), 1, x.size(1), x.size(2) * x.size(3));
}

/** The result over planes, then over their columns, as a volume of the input's rank. */
function inSteps(x: Tensor, overPlane: (x: Tensor) => Tensor, overDepth: (x: Tensor) => Tensor): Tensor {
  const flat = overPlane(slices(x));
  const [rows, width] = [flat.size(2), flat.size(3)];
  const deep = overDepth(columns(flat));
  return deep.view([...x.shape.slice(0, -3), deep.size(2), rows, width]);
}

/** Largest values of planes, then of their columns; positions of columns name positions in planes. */
function largestInSteps(
  x: Tensor,
  overPlane: (x: Tensor) => readonly [values: Tensor, indices: Tensor],
  overDepth: (x: Tensor) => readonly [values: Tensor, indices: Tensor],
): readonly [values: Tensor, indices: Tensor] {
  const [flat, inPlane] = overPlane(slices(x));
  const [values, inColumn] = overDepth(columns(flat));
  const count = flat.size(2) * flat.size(3);
  const shape = [...x.shape.slice(0, -3), values.size(2), flat.size(2), flat.size(3)];
  const at = inColumn.reshape(flat.size(0), values.size(2) * count);
  const row = inPlane.reshape(flat.size(0), flat.size(1) * count).gather(1, at);
  const depth = at.div(count, { roundingMode: 'floor' });
  const indices = depth.mul(x.size(-2) * x.size(-1)).add(row);
  return [values.view(shape), indices.view(shape)];
}

/** `[N, C, D, H, W]` or `[C, D, H, W]` → largest values and their positions `[…, D', H', W']`. */
export const maxPool3d: MaxPoolOp<MaxPool3dAttrs> = {
  name: 'maxPool3d',
  run([x], attrs) {
    checkVolumePool('maxPool3d', x, attrs, attrs.ceilMode);
    return undefined;
  },
  decompose([x], { kernelSize, stride, padding, dilation, ceilMode }) {
    const inPlane = {
      kernelSize: plane(kernelSize),
      stride: plane(stride),
      padding: plane(padding),
      dilation: plane(dilation),
      ceilMode,
    };
    const inDepth = {
      kernelSize: column(kernelSize, 1),
      stride: column(stride, 1),
      padding: column(padding, 0),
      dilation: column(dilation, 1),
      ceilMode,
    };
    return largestInSteps(
      x,
      (flat) => dispatch(maxPool2d, [flat], inPlane),
      (deep) => dispatch(maxPool2d, [deep], inDepth),
    );
  },
  gradient: toJoinedPositions('MaxPool3DWithIndicesBackward0', () => 3),
};

/** Largest values of as many windows as the output has elements. */
export const adaptiveMaxPool3d: MaxPoolOp<Adaptive3dAttrs> = {
  name: 'adaptiveMaxPool3d',
  run([x], { outputSize }) {
    checkVolumes('adaptiveMaxPool3d', x);
    checkOutputSize('adaptiveMaxPool3d', outputSize);
    return undefined;
  },
  decompose([x], { outputSize }) {
    return largestInSteps(
      x,
      (flat) => dispatch(adaptiveMaxPool2d, [flat], { outputSize: plane(outputSize) }),
      (deep) => dispatch(adaptiveMaxPool2d, [deep], { outputSize: column(outputSize, deep.size(3)) }),
    );
  },
  gradient: toJoinedPositions('AdaptiveMaxPool3DBackward0', () => 3),
};

/** What the sums of windows are divided by: `[D', H', W']`, or one number. */
function divisor(x: Tensor, counts: readonly number[], attrs: AvgPool3dAttrs): Tensor | number {
  if (attrs.divisorOverride !== undefined) return attrs.divisorOverride;
  const [depth, rows, width] = ([0, 1, 2] as const).map((d) =>
    tensor(extents(x.size(d - 3), counts[d]!, d, attrs), { dtype: x.dtype, device: x.device }),
  );
  return depth!.view(-1, 1, 1).mul(rows!.view(-1, 1)).mul(width!);
}

/** `[N, C, D, H, W]` or `[C, D, H, W]` → means `[…, D', H', W']`. */
export const avgPool3d: Op<readonly [x: Tensor], AvgPool3dAttrs, readonly [Tensor]> = composite(
  'avgPool3d',
  ([x], attrs) => {
    if (attrs.divisorOverride === 0) throw new ValueError('avgPool3d', 'divisorOverride must not be zero');
    checkVolumePool('avgPool3d', x, { ...attrs, dilation: [1, 1, 1] }, attrs.ceilMode);
  },
  ([x], attrs) => {
    const { kernelSize, stride, padding, ceilMode } = attrs;
    const sums = { ceilMode, countIncludePad: true, divisorOverride: 1 };
    const sum = inSteps(
      x,
      (flat) =>
        dispatch(avgPool2d, [flat], {
          ...sums,
          kernelSize: plane(kernelSize),
          stride: plane(stride),
          padding: plane(padding),
        })[0],
      (deep) =>
        dispatch(avgPool2d, [deep], {
          ...sums,
          kernelSize: column(kernelSize, 1),
          stride: column(stride, 1),
          padding: column(padding, 0),
        })[0],
    );
    const window = { ...attrs, dilation: [1, 1, 1] };
    const counts = x.shape.slice(-3).map((n, d) => windowCount(n, window, d, ceilMode));
    return sum.div(divisor(x, counts, attrs));
  },
  recomputedAtZeros({ name: 'AvgPool3DBackward0' }),
);

/** Means of as many windows as the output has elements: `[N, C, D, H, W]` or `[C, D, H, W]` → `[…, ...outputSize]`. */
export const adaptiveAvgPool3d: Op<readonly [x: Tensor], Adaptive3dAttrs, readonly [Tensor]> = composite(
  'adaptiveAvgPool3d',
  ([x], { outputSize }) => {
    checkVolumes('adaptiveAvgPool3d', x);
    checkOutputSize('adaptiveAvgPool3d', outputSize);
  },
  ([x], { outputSize }) => {
    if (outputSize.includes(0)) return x.newZeros([...x.shape.slice(0, -3), ...outputSize]);
    return inSteps(
      x,
      (flat) => dispatch(adaptiveAvgPool2d, [flat], { outputSize: plane(outputSize) })[0],
      (deep) => dispatch(adaptiveAvgPool2d, [deep], { outputSize: column(outputSize, deep.size(3)) })[0],
    );
  },
  recomputedAtZeros({ name: 'AdaptiveAvgPool3DBackward0' }),
);
