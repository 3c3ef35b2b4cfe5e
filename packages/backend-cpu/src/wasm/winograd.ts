/**
 * @file When 3 × 3 convolutions take the way of wasm/winograd.ts, and the memory that this needs.
 */
import type { Room, Sizes } from './geometry.js';

/** Elements of a transformed tile, outputs that a group of tiles is wide, bytes of a tile's row, and between elements (wasm/winograd.ts). */
const ELEMENTS = 16;
const GROUP = 8;
const TILE_BYTES = 32;
const GAP = 64;

/** A block of transformed tiles lies in the second and third cache. */
const BLOCK_BYTES = 1_048_576;

/** Fewer channels or filters than this do not pay for the transforms. */
const MANY = 16;

const across = ({ outWidth }: Sizes): number => Math.ceil(outWidth / GROUP);
const tileRows = ({ outHeight }: Sizes): number => Math.ceil(outHeight / 2);

/** Whether the products saved are more than those wasted at the edges and the transforms. */
export function paysTiles(s: Sizes): boolean {
  const plain = [...s.stride, ...s.dilation].every((n) => n === 1) && s.kernelHeight === 3 && s.kernelWidth === 3;
  const waste = (across(s) * GROUP * tileRows(s) * 2) / (s.outHeight * s.outWidth);
  return plain && s.channels >= MANY && s.filters >= MANY && waste <= 1.4;
}

/** Bytes of a group's image with zeros around it, as far as tiles read. */
function imageBytes(s: Sizes): number {
  return s.channels * (2 * tileRows(s) + 2) * (GROUP * across(s) + 4) * 4;
}

/** Memory of a convolution: transformed weights, a panel of transformed tiles and of their products. */
export function tiles(s: Sizes, extra: number): Room {
  const left = ELEMENTS * Math.ceil(s.filters / 4) * 4 * s.channels * 4;
  const right = ELEMENTS * (TILE_BYTES * (s.channels + s.filters) + 2 * GAP);
  return { image: imageBytes(s), left, right, extra, blockRows: 0 };
}

/** Memory of the weight's gradient: 16 sums, a block of rows of transformed tiles and gradients. */
export function gradientTiles(s: Sizes, extra: number): Room {
  const row = ELEMENTS * (s.channels + s.filters) * across(s) * 16;
  const blockRows = Math.max(1, Math.min(tileRows(s), Math.floor(BLOCK_BYTES / row)));
  const left = ELEMENTS * s.filters * s.channels * 4;
  return { image: imageBytes(s), left, right: row * blockRows + 2 * ELEMENTS * GAP, extra, blockRows };
}
