/**
 * @file Largest value of windows over a plane, and its gradient.
 */
import type { Pool2dAttrs } from '../../backend.js';
import { tensor } from '../../create.js';
import { dispatch } from '../../dispatch.js';
import { ShapeError } from '../../errors.js';
import { gradientRule, type Rule } from '../../gradient.js';
import { allocate, commonBackend, operand } from '../../kernel.js';
import type { Shape } from '../../layout.js';
import type { Op } from '../../op.js';
import { shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { adaptiveRanges, checkAdaptive, type AdaptiveAttrs } from './adaptive.js';
import { checkPool } from './pool-checks.js';
import { batchLayout, type Pair, planeOf, type Window, windowCount } from './window.js';

export interface MaxPool2dAttrs extends Pool2dAttrs {
  /** Count windows that reach beyond the padding. */
  readonly ceilMode: boolean;
}

/** Largest values, and their positions in the plane as int32. */
export type MaxPoolOp<A> = Op<readonly [x: Tensor], A, readonly [values: Tensor, indices: Tensor]>;

/** Elements of a dimension of size n that each window covers. */
function windowRanges(n: number, window: Window, d: 0 | 1, count: number): number[][] {
  return Array.from({ length: count }, (_, i) => {
    const start = i * window.stride[d] - window.padding[d];
    const positions = Array.from({ length: window.kernelSize[d] }, (__, k) => start + k * window.dilation[d]);
    return positions.filter((p) => p >= 0 && p < n);
  });
}

/** @throws ShapeError when a window covers padding alone (padded windows with a dilation can). */
function checkCovered(x: Tensor, window: Window, count: Pair): void {
  if (window.padding[0] === 0 && window.padding[1] === 0) return;
  const plane = planeOf(x.shape);
  const ranges = ([0, 1] as const).flatMap((d) => windowRanges(plane[d], window, d, count[d]));
  if (ranges.every((positions) => positions.length > 0)) return;
  throw new ShapeError('maxPool2d', `a window lies entirely in the padding of the input ${shapeText(x.shape)}`, {
    shapes: [x.shape],
  });
}

/**
 * The largest elements of windows, each a set of rows and a set of columns. Windows with fewer elements than others name
 * their first one again, which changes no maximum and no position.
 */
function largest(
  x: Tensor,
  rows: readonly (readonly number[])[],
  columns: readonly (readonly number[])[],
): readonly [values: Tensor, indices: Tensor] {
  const [height, width] = planeOf(x.shape);
  const covered = rows.flatMap((r) => columns.map((c) => r.flatMap((row) => c.map((column) => row * width + column))));
  const longest = Math.max(...covered.map((list) => list.length));
  const table = covered.flatMap((list) => Array.from({ length: longest }, (_, i) => list[i] ?? list[0]!));
  const positions = tensor(Int32Array.from(table), { device: x.device });
  const planes = x.numel() / (height * width);
  const candidates = x
    .reshape(planes, height * width)
    .indexSelect(1, positions)
    .view(planes, covered.length, longest);
  const best = candidates.detach().argmax(2, { keepdim: true });
  const shape = [...x.shape.slice(0, -2), rows.length, columns.length];
  const named = positions.view(1, covered.length, longest).expand(planes, covered.length, longest);
  return [candidates.gather(2, best).view(shape), named.gather(2, best).view(shape)];
}

/** The gradient of each value goes to its position. */
function toPositions<A>(name: string): Rule<readonly [x: Tensor], A, readonly [values: Tensor, indices: Tensor]> {
  return gradientRule({
    name,
    save: ({ outputs: [, indices] }) => [indices],
    backward: ({ grad, saved: [indices], inputs: [x] }) => [
      dispatch(maxPool2dBackward, [grad, indices], { shape: x!.shape })[0],
    ],
  });
}

/** `[N, C, H, W]` or `[C, H, W]` → largest values and their positions `[…, H', W']`. */
export const maxPool2d: MaxPoolOp<MaxPool2dAttrs> = {
  name: 'maxPool2d',
  run([x], attrs) {
    const count = checkPool('maxPool2d', x, attrs, attrs.ceilMode);
    checkCovered(x, attrs, count);
    const { backend } = x.storage;
    const kernel = backend.kernels.maxPool2d;
    if (!kernel) return undefined;
    const shape = [...x.shape.slice(0, -2), ...count];
    const [values, indices] = [allocate(backend, shape, x.dtype), allocate(backend, shape, 'int32')];
    const into = [operand(values, batchLayout(values.layout)), operand(indices, batchLayout(indices.layout))] as const;
    if (values.numel() > 0) kernel([operand(x, batchLayout(x.layout))], into, attrs);
    return [values, indices];
  },
  decompose([x], attrs) {
    const plane = planeOf(x.shape);
    const cover = (d: 0 | 1): number[][] =>
      windowRanges(plane[d], attrs, d, windowCount(plane[d], attrs, d, attrs.ceilMode));
    return largest(x, cover(0), cover(1));
  },
  gradient: /* @__PURE__ */ toPositions('MaxPool2DWithIndicesBackward0'),
};

/** Largest values of as many windows as the output has elements. */
export const adaptiveMaxPool2d: MaxPoolOp<AdaptiveAttrs> = {
  name: 'adaptiveMaxPool2d',
  run([x], attrs) {
    checkAdaptive('adaptiveMaxPool2d', x, attrs);
    return undefined;
  },
  decompose([x], { outputSize }) {
    const [height, width] = planeOf(x.shape);
    const cover = (n: number, count: number): number[][] =>
      adaptiveRanges(n, count).map(([start, length]) => Array.from({ length }, (_, i) => start + i));
    return largest(x, cover(height, outputSize[0]), cover(width, outputSize[1]));
  },
  gradient: /* @__PURE__ */ toPositions('AdaptiveMaxPool2DBackward0'),
};

/** The last two dimensions as one. */
function flat(x: Tensor): Tensor {
  return x.reshape([...x.shape.slice(0, -2), x.size(-2) * x.size(-1)]);
}

/** Gradient of a maximum over windows: each value's gradient goes to its position in a plane of `shape`'s last two sizes. */
export const maxPool2dBackward: Op<
  readonly [grad: Tensor, indices: Tensor],
  { readonly shape: Shape },
  readonly [Tensor]
> = {
  name: 'maxPool2dBackward',
  run([grad, indices], { shape }) {
    const backend = commonBackend('maxPool2dBackward', [grad, indices]);
    const kernel = backend.kernels.maxPool2dBackward;
    if (!kernel) return undefined;
    const out = allocate(backend, shape, grad.dtype);
    const ins = [operand(grad, batchLayout(grad.layout)), operand(indices, batchLayout(indices.layout))] as const;
    if (out.numel() > 0) kernel(ins, [operand(out, batchLayout(out.layout))], {});
    return [out];
  },
  decompose([grad, indices], { shape }) {
    const plane: Pair = planeOf(shape);
    const zeros = grad.newZeros([...shape.slice(0, -2), plane[0] * plane[1]]);
    return [zeros.scatterAdd(-1, flat(indices), flat(grad)).view(shape)];
  },
  gradient: /* @__PURE__ */ gradientRule({
    name: 'MaxPool2DWithIndicesBackwardBackward0',
    wrt: [0],
    save: ({ inputs: [, indices] }) => [indices],
    backward: ({ grad, saved: [indices] }) => [flat(grad).gather(-1, flat(indices)).view(indices.shape)],
  }),
};
