/**
 * @file When convolutions of many images take the way of wasm/convBatch.ts, and the memory that this needs.
 */
import { type Room, type Sizes, taps } from './geometry.js';

/** Bytes of a tile's row (wasm/pack.ts). */
const TILE_BYTES = 32;

/** A tile of images and a block of outputs lie in the second cache. */
const IMAGE_BYTES = 524_288;
const BLOCK_BYTES = 65_536;

/** Fewer taps or filters than this do not pay for bringing the images together. */
const MANY_TAPS = 48;
const SOME_FILTERS = 3;

/** Images of a tile. */
export const tileImages = (size: number): number => TILE_BYTES / size;

const imageBytes = ({ channels, height, width }: Sizes): number => channels * height * width * TILE_BYTES;

/** Whether there are images enough to fill tiles, and work enough for each of them. */
export function paysBatches(s: Sizes, size: number): boolean {
  const width = tileImages(size);
  const filled = Math.ceil(s.batch / width) * width <= 1.25 * s.batch;
  const windows = s.kernelHeight * s.kernelWidth > 1 && taps(s) >= MANY_TAPS;
  return filled && windows && s.filters >= SOME_FILTERS && imageBytes(s) <= IMAGE_BYTES;
}

/** Memory of a convolution: weights in tiles of filters, a tile of images, and a block of rows of their outputs. */
export function batches(s: Sizes, size: number, extra: number): Room {
  const row = s.outWidth * s.filters * TILE_BYTES;
  const blockRows = Math.max(1, Math.min(s.outHeight, Math.floor(BLOCK_BYTES / row)));
  const left = Math.ceil(s.filters / 4) * 4 * taps(s) * size;
  return { image: imageBytes(s), left, right: row * blockRows, extra, blockRows };
}
