/**
 * @file What the transforms of pictures have in common: sizes, checks, rounding.
 */
import { ShapeError, type Tensor, ValueError } from '@x/tensor/core';

/** Height and width; one number means both. */
export type Size = number | readonly [height: number, width: number];

/**
 * Height and width of pictures `[…, H, W]`.
 *
 * @throws ShapeError for fewer than two dimensions.
 */
export function sizeOf(op: string, image: Tensor): readonly [height: number, width: number] {
  const [height, width] = image.shape.slice(-2);
  if (height !== undefined && width !== undefined) return [height, width];
  throw new ShapeError(op, `expected pictures […, H, W], got [${image.shape.join(', ')}]`, { shapes: [image.shape] });
}

/** Number of channels of pictures `[…, C, H, W]`; 1 for `[H, W]`. */
export function channelsOf(image: Tensor): number {
  return image.shape.at(-3) ?? 1;
}

/** @throws ShapeError unless pictures have so many channels. */
export function checkChannels(op: string, image: Tensor, allowed: readonly number[]): void {
  if (!allowed.includes(channelsOf(image)))
    throw new ShapeError(
      op,
      `expected ${allowed.join(' or ')} channels in […, C, H, W], got [${image.shape.join(', ')}]`,
      {
        shapes: [image.shape],
      },
    );
}

/** @throws ValueError unless a size is one or two integers above 0. */
export function pairOf(op: string, size: Size): readonly [height: number, width: number] {
  const pair = typeof size === 'number' ? ([size, size] as const) : size;
  if (pair.length !== 2 || !pair.every((n) => Number.isInteger(n) && n > 0))
    throw new ValueError(op, `size must be one or two integers > 0: ${String(size)}`, { size });
  return pair;
}

/** @throws ValueError unless `p` is a probability. */
export function checkProbability(op: string, p: number): void {
  if (!(p >= 0 && p <= 1)) throw new ValueError(op, `p must be from 0 to 1: ${p}`, { p });
}

/** @throws ValueError unless a range is two finite numbers in order, the first not below `least`. */
export function checkRange(
  op: string,
  name: string,
  [low, high]: readonly [number, number],
  least: number = -Infinity,
): void {
  if (!(Number.isFinite(low) && Number.isFinite(high) && low <= high && low >= least))
    throw new ValueError(
      op,
      `${name} must be two finite numbers in order${least === -Infinity ? '' : `, >= ${least}`}: [${low}, ${high}]`,
      {
        [name]: [low, high],
      },
    );
}

/** Rounds halves to even, as Python does. */
export function roundEven(x: number): number {
  const floor = Math.floor(x);
  if (x - floor !== 0.5) return Math.round(x);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** A computation in floating point whose result has the dtype of the picture: integers are rounded and stay within 0 … 255. */
export function inFloat(image: Tensor, compute: (x: Tensor) => Tensor): Tensor {
  if (image.dtype === 'float32' || image.dtype === 'float64') return compute(image);
  return compute(image.to('float32')).round().clamp({ min: 0, max: 255 }).to(image.dtype);
}

/** The pictures `[…, C, H, W]` as `[N, C, H, W]`, and back. */
export function asBatch(image: Tensor, compute: (x: Tensor) => Tensor): Tensor {
  const [height = 1, width = 1] = image.shape.slice(-2);
  const lead = image.shape.slice(0, -2);
  const result = compute(image.reshape(-1, channelsOf(image), height, width));
  return result.reshape(...lead, ...result.shape.slice(-2));
}
