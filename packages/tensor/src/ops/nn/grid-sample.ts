/**
 * @file Pictures and volumes looked at in arbitrary places.
 */
import { recomputed, recomputedAtZeros } from '../../gradient.js';
import { stack } from '../../api/join.js';
import { arange } from '../../create.js';
import { ShapeError, ValueError } from '../../errors.js';
import type { Shape } from '../../layout.js';
import type { Op } from '../../op.js';
import { shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkFloating, checkSameFloating, composite } from './composite.js';
import { cubicParameter } from './resample.js';

/** How values between elements are found, and what lies outside. */
export interface GridSampleAttrs {
  readonly mode: 'bilinear' | 'nearest' | 'bicubic';
  readonly paddingMode: 'zeros' | 'border' | 'reflection';
  /** Whether −1 and 1 are the centres of corner elements, or their outer edges. */
  readonly alignCorners: boolean;
  /** Number of spatial dimensions. */
  readonly spatial: number;
}

/** Elements along one dimension, and the weight of each. */
interface Tap {
  readonly position: Tensor;
  readonly weight: Tensor;
}

/** Coordinates in [−1, 1] as positions of elements. */
function toPositions(x: Tensor, size: number, alignCorners: boolean): Tensor {
  return alignCorners
    ? x
        .add(1)
        .div(2)
        .mul(size - 1)
    : x.add(1).mul(size).sub(1).div(2);
}

/** Moved into the line; what was moved, or lies on its ends, does not move with x. */
function clipped(x: Tensor, size: number): Tensor {
  const inside = x.gt(0).logicalAnd(x.lt(size - 1));
  return x.where(inside, x.detach().clamp({ min: 0, max: size - 1 }));
}

/** Mirrored at the ends of the line as often as it takes. */
function reflected(x: Tensor, size: number, alignCorners: boolean): Tensor {
  const [low, span] = alignCorners ? [0, size - 1] : [-0.5, size];
  if (span === 0) return x.mul(0);
  const distance = x.sub(low).abs();
  const turns = distance.detach().div(span).floor();
  const rest = distance.sub(turns.mul(span));
  return rest.where(turns.remainder(2).eq(0), rest.rsub(span)).add(low);
}

/** Positions as the padding moves them. */
function padded(x: Tensor, size: number, { paddingMode, alignCorners }: GridSampleAttrs): Tensor {
  if (paddingMode === 'zeros') return x;
  return clipped(paddingMode === 'border' ? x : reflected(x, size, alignCorners), size);
}

/** A whole position as an index, whose weight is 0 outside of the line. */
function tap(x: Tensor, weight: Tensor, size: number): Tap {
  const outside = x.lt(0).logicalOr(x.ge(size));
  return { position: x.clamp({ min: 0, max: size - 1 }).to('int32'), weight: weight.maskedFill(outside, 0) };
}

/** Weights of four neighbours with the second `part` of an element before. */
function cubicWeights(part: Tensor): Tensor[] {
  const a = cubicParameter.plain;
  const near = (d: Tensor): Tensor =>
    d
      .mul(a + 2)
      .sub(a + 3)
      .mul(d)
      .mul(d)
      .add(1);
  const far = (d: Tensor): Tensor =>
    d
      .mul(a)
      .sub(5 * a)
      .mul(d)
      .add(8 * a)
      .mul(d)
      .sub(4 * a);
  return [far(part.add(1)), near(part), near(part.rsub(1)), far(part.rsub(2))];
}

const tapsOfMode: Readonly<
  Record<GridSampleAttrs['mode'], (x: Tensor, size: number, attrs: GridSampleAttrs) => readonly Tap[]>
> = {
  nearest(x, size, attrs) {
    const place = padded(x, size, attrs).detach();
    // halfway PyTorch takes the even element of a picture, but the farther one from 0 of a volume
    const at = attrs.spatial === 2 ? place.round() : place.sign().mul(place.abs().add(0.5).floor());
    return [tap(at, at.newOnes(at.shape), size)];
  },
  bilinear(x, size, attrs) {
    const at = padded(x, size, attrs);
    const low = at.detach().floor();
    const part = at.sub(low);
    return [tap(low, part.rsub(1), size), tap(low.add(1), part, size)];
  },
  bicubic(x, size, attrs) {
    const low = x.detach().floor();
    return cubicWeights(x.sub(low)).map((weight, k) => tap(padded(low.add(k - 1), size, attrs), weight, size));
  },
};

/** Elements of several dimensions as one: every tap of the lines before with every one of the next. */
function combine(before: readonly Tap[], next: readonly Tap[], size: number): Tap[] {
  return before.flatMap((a) =>
    next.map((b) => ({ position: a.position.mul(size).add(b.position), weight: a.weight.mul(b.weight) })),
  );
}

function check([x, grid]: readonly [Tensor, Tensor], { mode, spatial }: GridSampleAttrs): void {
  const op = 'gridSample';
  checkSameFloating(op, x, grid);
  const shapes = [x.shape, grid.shape];
  const fits =
    (spatial === 2 || spatial === 3) &&
    x.ndim === spatial + 2 &&
    grid.ndim === spatial + 2 &&
    grid.shape.at(-1) === spatial &&
    x.shape[0] === grid.shape[0] &&
    !x.shape.slice(2).includes(0);
  if (!fits) {
    throw new ShapeError(
      op,
      `expected an input [N, C, H, W] and a grid [N, H', W', 2], or [N, C, D, H, W] and [N, D', H', W', 3], got ${shapes.map(shapeText).join(' and ')}`,
      { shapes },
    );
  }
  if (mode !== 'bicubic' || spatial === 2) return;
  throw new ValueError(op, "mode 'bicubic' is for pictures only, not for volumes", { mode });
}

/** `x [N, C, *]` at `grid [N, *', spatial]`, whose last numbers are for the first spatial dimensions: `[N, C, *']`. */
export const gridSample: Op<readonly [x: Tensor, grid: Tensor], GridSampleAttrs, readonly [Tensor]> = composite(
  'gridSample',
  check,
  ([x, grid], attrs) => {
    const { mode, alignCorners, spatial } = attrs;
    const [batch = 0, channels = 0, ...sizes] = x.shape;
    const out = grid.shape.slice(1, -1);
    const count = out.reduce((a, b) => a * b, 1);
    const points = grid.reshape(batch, count, spatial);
    const lines = sizes.map((size, d) => {
      const at = toPositions(points.select(2, spatial - 1 - d), size, alignCorners);
      return tapsOfMode[mode](at, size, attrs);
    });
    const taps = lines.slice(1).reduce((all, line, d) => combine(all, line, sizes[d + 1]!), lines[0]!);
    const flat = x.reshape(
      batch,
      channels,
      sizes.reduce((a, b) => a * b, 1),
    );
    const parts = taps.map(({ position, weight }) => {
      const index = position.unsqueeze(1).expand(batch, channels, count);
      return flat.gather(2, index).mul(weight.unsqueeze(1));
    });
    return parts.reduce((sum, part) => sum.add(part)).view([batch, channels, ...out]);
  },
  recomputed({ name: ({ spatial }) => `GridSampler${spatial}DBackward0` }),
);

export interface AffineGridAttrs {
  /** Shape of the pictures or volumes to sample: `[N, C, *]`. */
  readonly size: Shape;
  readonly alignCorners: boolean;
}

/** Coordinates of the elements of a line, from −1 to 1. */
function lineCoordinates(n: number, alignCorners: boolean, like: Tensor): Tensor {
  const i = arange(n, { dtype: like.dtype, device: like.device });
  if (n === 1) return i;
  return alignCorners ? i.mul(2 / (n - 1)).sub(1) : i.mul(2 / n).add(1 / n - 1);
}

/** `theta [N, 2, 3]` or `[N, 3, 4]` → where it moves each element of a picture or volume: `[N, *, 2]` or `[N, *, 3]`. */
export const affineGrid: Op<readonly [theta: Tensor], AffineGridAttrs, readonly [Tensor]> = composite(
  'affineGrid',
  ([theta], { size }) => {
    const op = 'affineGrid';
    checkFloating(op, theta);
    const spatial = size.length - 2;
    if (!size.every((n) => Number.isInteger(n) && n > 0)) {
      throw new ValueError(op, `sizes must be integers > 0, got ${shapeText(size)}`, { size });
    }
    const fits =
      theta.ndim === 3 && theta.shape[0] === size[0] && theta.shape[1] === spatial && theta.shape[2] === spatial + 1;
    if (fits && (spatial === 2 || spatial === 3)) return;
    throw new ShapeError(
      op,
      `expected theta [N, 2, 3] for a size [N, C, H, W], or [N, 3, 4] for [N, C, D, H, W], got ${shapeText(theta.shape)} and ${shapeText(size)}`,
      { shapes: [theta.shape, size] },
    );
  },
  ([theta], { size, alignCorners }) => {
    const [batch = 0, , ...sizes] = size;
    const n = sizes.length;
    // the last dimension's coordinates come first
    const columns = sizes.toReversed().map((length, d) => {
      const shape = sizes.map((_, at) => (at === n - 1 - d ? length : 1));
      return lineCoordinates(length, alignCorners, theta).view(shape).expand(sizes).reshape(-1);
    });
    const points = stack([...columns, theta.newOnes(columns[0]!.shape)], 1);
    return points.matmul(theta.transpose(1, 2)).view([batch, ...sizes, n]);
  },
  recomputedAtZeros({ name: 'AffineGridGeneratorBackward0' }),
);
