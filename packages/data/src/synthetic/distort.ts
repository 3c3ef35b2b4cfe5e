import { SIDE } from './raster.js';
import { between, type Uniform } from './uniform.js';

/** Height of an undistorted digit in pixels, as in MNIST. */
const HEIGHT = 20;

/** How far each picture strays from the glyph it is made from; every amount is drawn uniformly from its range. */
const RANGE = {
  /** Shift of every single point, in hundredths of the glyph's box. */
  jitter: [-5, 5],
  width: [0.7, 1.15],
  height: [0.8, 1.15],
  /** Pixels to the right for each pixel up. */
  slant: [-0.15, 0.4],
  /** Tangent of half the angle of rotation: ±0.14 is ±16°. */
  turn: [-0.14, 0.14],
  /** Shift of the whole digit in pixels. */
  shift: [-2.5, 2.5],
} as const;

/**
 * Places a glyph in a picture as a hand would: every point wobbles, then the whole is scaled, slanted, turned and shifted.
 *
 * Sine and cosine are rational functions of the tangent of half the angle, because `Math.sin` may differ between engines.
 *
 * @param points x and y of the glyph's points in its box of 100 × 100.
 * @param out receives x and y in pixels.
 */
export function distort(points: Float64Array, out: Float64Array, uniform: Uniform): void {
  const unit = HEIGHT / 100;
  const width = between(uniform, RANGE.width) * unit;
  const height = between(uniform, RANGE.height) * unit;
  const slant = between(uniform, RANGE.slant);
  const turn = between(uniform, RANGE.turn);
  const cos = (1 - turn * turn) / (1 + turn * turn);
  const sin = (2 * turn) / (1 + turn * turn);
  const centerX = (SIDE - 1) / 2 + between(uniform, RANGE.shift);
  const centerY = (SIDE - 1) / 2 + between(uniform, RANGE.shift);
  for (let i = 0; i < points.length; i += 2) {
    const y = (points[i + 1]! - 50 + between(uniform, RANGE.jitter)) * height;
    const x = (points[i]! - 50 + between(uniform, RANGE.jitter)) * width - slant * y;
    out[i] = centerX + cos * x - sin * y;
    out[i + 1] = centerY + sin * x + cos * y;
  }
}
