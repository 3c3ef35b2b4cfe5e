import { dispatch, linspace, ones, scope, stack, type Tensor, tensor, ValueError, where } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { checkOptions } from '../options.js';
import { drawUniform } from './draw.js';
import { asBatch, checkRange, inFloat, roundEven, sizeOf } from './picture.js';
import { checkInterpolation } from './resize.js';
import { Transform } from './transform.js';

/** Options of transforms that turn pictures. */
export interface AffineOptions {
  /** `nearest` when omitted. */
  readonly interpolation?: 'nearest' | 'bilinear';
  /** Value of the pixels that come from outside; 0 when omitted. */
  readonly fill?: number;
}

/** A range around 0, or from … to. */
export type Range = number | readonly [number, number];

/** How a picture is moved: degrees, pixels, a factor, degrees. */
interface Motion {
  readonly angle: number;
  readonly translate: readonly [x: number, y: number];
  readonly scale: number;
  readonly shear: readonly [x: number, y: number];
}

const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** The inverse of the motion about the middle of the picture: two rows of a matrix. */
function inverse({ angle, translate: [tx, ty], scale, shear }: Motion): readonly number[] {
  const [rotation, sx, sy] = [radians(angle), radians(shear[0]), radians(shear[1])];
  const a = Math.cos(rotation - sy) / Math.cos(sy);
  const b = (-Math.cos(rotation - sy) * Math.tan(sx)) / Math.cos(sy) - Math.sin(rotation);
  const c = Math.sin(rotation - sy) / Math.cos(sy);
  const d = (-Math.sin(rotation - sy) * Math.tan(sx)) / Math.cos(sy) + Math.cos(rotation);
  const [m0, m1, m3, m4] = [d / scale, -b / scale, -c / scale, a / scale];
  return [m0, m1, -m0 * tx - m1 * ty, m3, m4, -m3 * tx - m4 * ty];
}

/** For each pixel, where it comes from: `[1, H, W, 2]`, the picture reaching from −1 to 1. */
function gridOf(matrix: readonly number[], [height, width]: readonly [number, number]): Tensor {
  const centres = (n: number): Tensor => linspace(-n * 0.5 + 0.5, n * 0.5 - 0.5, n);
  const x = centres(width).expand(height, width);
  const y = centres(height).unsqueeze(1).expand(height, width);
  const points = stack([x, y, ones(height, width)], -1).view(1, height * width, 3);
  const theta = tensor(matrix, { dtype: 'float32' }).view(2, 3).t();
  return points.matmul(theta.div(tensor([0.5 * width, 0.5 * height]))).view(1, height, width, 2);
}

/** Pictures after a motion. What comes from outside is found by moving a picture of ones along. */
function moved(image: Tensor, motion: Motion, { interpolation = 'nearest', fill = 0 }: AffineOptions): Tensor {
  const size = sizeOf('affine', image);
  const attrs = { mode: interpolation, paddingMode: 'zeros', alignCorners: false, spatial: 2 } as const;
  return scope(() => {
    const grid = gridOf(inverse(motion), size).to(image.device);
    const sample = (x: Tensor): Tensor => dispatch(ops.gridSample, [x, grid.expand(x.size(0), -1, -1, -1)], attrs)[0];
    const inside = sample(ones([1, 1, ...size], { device: image.device }));
    return inFloat(image, (x) =>
      asBatch(x, (batch) => {
        const pixels = sample(batch);
        if (interpolation === 'nearest') return where(inside.lt(0.5), fill, pixels);
        return pixels.mul(inside).add(inside.neg().add(1).mul(fill));
      }),
    );
  });
}

function rangeOf(op: string, name: string, range: Range): readonly [number, number] {
  if (typeof range === 'number' && !(range >= 0))
    throw new ValueError(op, `one number for ${name} must be >= 0: ${range}`, { [name]: range });
  const both = typeof range === 'number' ? ([-range, range] as const) : range;
  checkRange(op, name, both);
  return both;
}

const text = (values: readonly number[]): string => `[${values.join(', ')}]`;

/**
 * Turns pictures by a random angle about their middle: `[…, C, H, W]` → the same shape.
 *
 * @param degrees at most so far to both sides, or from … to, counter-clockwise.
 * @example new RandomRotation(15)
 * @throws ValueError for a range that is none.
 * @see https://pytorch.org/vision/stable/generated/torchvision.transforms.RandomRotation.html
 */
export class RandomRotation extends Transform {
  readonly degrees: readonly [number, number];
  readonly #options: AffineOptions;

  constructor(degrees: Range, options: AffineOptions = {}) {
    super();
    checkOptions('RandomRotation', options, ['interpolation', 'fill']);
    checkInterpolation('RandomRotation', options.interpolation ?? 'nearest', ['nearest', 'bilinear']);
    this.degrees = rangeOf('RandomRotation', 'degrees', degrees);
    this.#options = options;
  }

  forward(image: Tensor): Tensor {
    const angle = -drawUniform(...this.degrees);
    return moved(image, { angle, translate: [0, 0], scale: 1, shear: [0, 0] }, this.#options);
  }

  override toString(): string {
    const { interpolation = 'nearest', fill = 0 } = this.#options;
    return `RandomRotation(degrees=${text(this.degrees)}, interpolation=${interpolation}, expand=False, fill=${fill})`;
  }
}

/** Options of `RandomAffine`. */
export interface RandomAffineOptions extends AffineOptions {
  /** Largest shifts as shares of width and height, 0 to 1; none when omitted. */
  readonly translate?: readonly [x: number, y: number];
  /** Factor of the size, from … to; 1 when omitted. */
  readonly scale?: readonly [number, number];
  /** Degrees of shear along x, at most or from … to, and, with four numbers, along y; none when omitted. */
  readonly shear?: Range | readonly [number, number, number, number];
}

/**
 * Turns, shifts, scales and shears pictures at random about their middle: `[…, C, H, W]` → the same shape.
 *
 * @param degrees at most so far to both sides, or from … to, clockwise.
 * @example new RandomAffine(10, { translate: [0.1, 0.1], scale: [0.9, 1.1] })
 * @throws ValueError for a range that is none.
 * @see https://pytorch.org/vision/stable/generated/torchvision.transforms.RandomAffine.html
 */
export class RandomAffine extends Transform {
  readonly degrees: readonly [number, number];
  readonly translate: readonly [x: number, y: number] | undefined;
  readonly scale: readonly [number, number] | undefined;
  /** Of x, then, if there is one, of y. */
  readonly shear: readonly (readonly [number, number])[];
  readonly #options: AffineOptions;

  constructor(degrees: Range, { translate, scale, shear, ...options }: RandomAffineOptions = {}) {
    super();
    checkOptions('RandomAffine', options, ['interpolation', 'fill']);
    checkInterpolation('RandomAffine', options.interpolation ?? 'nearest', ['nearest', 'bilinear']);
    if (translate?.every((share) => share >= 0 && share <= 1) === false)
      throw new ValueError('RandomAffine', `translate must be from 0 to 1: ${text(translate)}`, { translate });
    if (scale) checkRange('RandomAffine', 'scale', scale, Number.MIN_VALUE);
    this.degrees = rangeOf('RandomAffine', 'degrees', degrees);
    this.translate = translate;
    this.scale = scale;
    this.shear = shearsOf(shear);
    this.#options = options;
  }

  forward(image: Tensor): Tensor {
    const [height, width] = sizeOf('RandomAffine', image);
    const angle = drawUniform(...this.degrees);
    const shift = (share: number, n: number): number => roundEven(drawUniform(-share * n, share * n));
    const { translate } = this;
    const x = translate ? shift(translate[0], width) : 0;
    const y = translate ? shift(translate[1], height) : 0;
    const scale = this.scale ? drawUniform(...this.scale) : 1;
    const [shearX = 0, shearY = 0] = this.shear.map((range) => drawUniform(...range));
    return moved(image, { angle, translate: [x, y], scale, shear: [shearX, shearY] }, this.#options);
  }

  override toString(): string {
    const parts = [`degrees=${text(this.degrees)}`];
    if (this.translate) parts.push(`translate=(${this.translate.join(', ')})`);
    if (this.scale) parts.push(`scale=(${this.scale.join(', ')})`);
    if (this.shear.length > 0) parts.push(`shear=${text(this.shear.flat())}`);
    return `RandomAffine(${parts.join(', ')})`;
  }
}

function shearsOf(shear: RandomAffineOptions['shear']): readonly (readonly [number, number])[] {
  if (shear === undefined) return [];
  if (typeof shear === 'number' || shear.length === 2) return [rangeOf('RandomAffine', 'shear', shear)];
  const [fromX, toX, fromY, toY] = shear;
  return [rangeOf('RandomAffine', 'shear', [fromX, toX]), rangeOf('RandomAffine', 'shear', [fromY, toY])];
}
