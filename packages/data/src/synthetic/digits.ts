import type { Generator } from '@x/tensor/core';
import { flatten, flattenedLength } from './curve.js';
import { distort } from './distort.js';
import { type Glyph, glyphs } from './glyphs.js';
import { drawPolyline, SIDE } from './raster.js';
import { between, type Uniform } from './uniform.js';

const PIXELS = SIDE * SIDE;
const UINT32 = 2 ** 32;

/** Half the pen's width in pixels, thinnest and thickest. */
const RADIUS = [0.75, 1.7] as const;
/** Grey value of full ink, palest and darkest. */
const INK = [178, 255] as const;
/** Largest grey value that noise adds or takes away, in the noisiest picture. */
const NOISE = 32;

/** Pictures of digits and what they show. */
export interface Digits {
  /** `[n, 28, 28]`, 0 is background, 255 full ink. */
  readonly images: Uint8Array<ArrayBuffer>;
  /** `[n]`, 0 to 9. */
  readonly labels: Uint8Array<ArrayBuffer>;
}

/** Buffers that every picture uses again. */
class Sheet {
  readonly placed: Float64Array;
  readonly line: Float64Array;
  readonly ink: Float64Array = new Float64Array(PIXELS);

  constructor(styles: readonly Glyph[]) {
    this.placed = new Float64Array(Math.max(...styles.map((glyph) => glyph.points.length)));
    const longest = Math.max(...styles.flatMap((glyph) => glyph.strokes.map((stroke) => stroke.length)));
    this.line = new Float64Array(2 * flattenedLength(longest));
  }

  draw(glyph: Glyph, uniform: Uniform): void {
    distort(glyph.points, this.placed, uniform);
    const radius = between(uniform, RADIUS);
    this.ink.fill(0);
    for (const stroke of glyph.strokes)
      drawPolyline(this.line, flatten(this.placed, stroke, this.line), this.ink, radius);
  }
}

/** Writes ink plus noise into a picture; one 32-bit draw makes the noise of four pixels. */
function develop(ink: Float64Array, picture: Uint8Array, generator: Generator, uniform: Uniform): void {
  const level = between(uniform, INK);
  const noise = (NOISE * uniform()) / 128;
  let bits = 0;
  for (let p = 0; p < PIXELS; p++) {
    bits = (p & 3) === 0 ? generator.random() : bits >>> 8;
    const value = Math.floor(ink[p]! * level + ((bits & 255) - 128) * noise + 0.5);
    picture[p] = value < 0 ? 0 : value > 255 ? 255 : value;
  }
}

/**
 * Draws `count` handwritten-looking digits, about 40,000 a second: a random style of a random digit, every point moved a
 * little, then scaled, slanted, turned and shifted, drawn with a pen of random width and covered with noise.
 *
 * Every run, machine and engine gives the same bytes: the generator is PyTorch's mt19937, and the drawing uses only
 * + - × ÷ and rounding. Fewer digits of the same generator are a beginning of more.
 *
 * @example
 * ```ts
 * const { images, labels } = drawDigits(1000, new Generator().manualSeed(0));
 * ```
 */
export function drawDigits(count: number, generator: Generator): Digits {
  const table = glyphs();
  const sheet = new Sheet(table.flat());
  const images = new Uint8Array(count * PIXELS);
  const labels = new Uint8Array(count);
  const uniform: Uniform = () => generator.random() / UINT32;
  for (let n = 0; n < count; n++) {
    const label = Math.floor(uniform() * table.length);
    const styles = table[label]!;
    labels[n] = label;
    sheet.draw(styles[Math.floor(uniform() * styles.length)]!, uniform);
    develop(sheet.ink, images.subarray(n * PIXELS, (n + 1) * PIXELS), generator, uniform);
  }
  return { images, labels };
}
