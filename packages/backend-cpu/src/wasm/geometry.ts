/**
 * @file A convolution's sizes for the module, and the memory that it needs for one call.
 */
import type { Conv2dAttrs, Shape } from '@x/tensor/core';
import type { Engine, Scratch } from './engine.js';

/** Sizes of a convolution; channels and filters are those of one group. */
export interface Sizes {
  readonly batch: number;
  readonly groups: number;
  readonly channels: number;
  readonly filters: number;
  readonly height: number;
  readonly width: number;
  readonly kernelHeight: number;
  readonly kernelWidth: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly stride: readonly [number, number];
  readonly padding: readonly [number, number];
  readonly dilation: readonly [number, number];
}

/** Sizes of the convolution of an image with a weight. */
export function sizesOf(image: Shape, weight: Shape, output: Shape, attrs: Conv2dAttrs): Sizes {
  const [batch, , height, width] = image as [number, number, number, number];
  const [filters, channels, kernelHeight, kernelWidth] = weight as [number, number, number, number];
  const [, , outHeight, outWidth] = output as [number, number, number, number];
  const { groups, stride, padding, dilation } = attrs;
  const [kernel, plane, out] = [
    { kernelHeight, kernelWidth },
    { height, width },
    { outHeight, outWidth },
  ];
  return { batch, groups, channels, filters: filters / groups, ...plane, ...kernel, ...out, stride, padding, dilation };
}

/** Multiplications for one image. */
export function work(s: Sizes): number {
  return s.groups * s.filters * taps(s) * s.outHeight * s.outWidth;
}

/** Taps of a group's filters. */
export function taps({ channels, kernelHeight, kernelWidth }: Sizes): number {
  return channels * kernelHeight * kernelWidth;
}

/** Bytes of a group's padded image; none where there is no padding. */
export function paddedBytes({ channels, height, width, padding: [padY, padX] }: Sizes, itemSize: number): number {
  return padY + padX > 0 ? channels * (height + 2 * padY) * (width + 2 * padX) * itemSize : 0;
}

/** Bytes of memory for packing. */
export interface Room {
  /** A group's image, with its padding. */
  readonly image: number;
  readonly left: number;
  readonly right: number;
  /** Anything else. */
  readonly extra: number;
  /** Rows of the output, or of tiles, that make a block. */
  readonly blockRows: number;
}

/** The module's view of a convolution: a record for every thread (wasm/geometry.ts). */
export interface Geometry {
  /** The records, the first at `scratch.at`. */
  readonly scratch: Scratch;
  /** Address of the extra memory. */
  readonly extra: number;
}

/** Bytes of the record, rounded up. */
const RECORD = 96;

const aligned = (bytes: number): number => Math.ceil(bytes / 16) * 16;

/** Writes the records into memory for the time of one kernel; undefined when the heap has no room. */
export function geometry(engine: Engine, s: Sizes, room: Room): Geometry | undefined {
  const lengths = [RECORD, 4 * taps(s), 4 * s.outHeight * s.outWidth, room.image, room.left, room.right];
  const scratch = engine.scratches(
    lengths.reduce((sum, bytes) => sum + aligned(bytes), 0),
    room.extra,
  );
  if (!scratch) return undefined;
  const sizes = [s.groups, s.channels, s.filters, s.height, s.width, s.kernelHeight, s.kernelWidth];
  const window = [s.outHeight, s.outWidth, ...s.stride, ...s.padding, ...s.dilation];
  for (let thread = 0; thread < scratch.threads; thread++) {
    const at = scratch.at + thread * scratch.bytes;
    let next = at;
    const [, ...places] = lengths.map((bytes) => {
      const address = next;
      next += aligned(bytes);
      return address;
    });
    const record = [...sizes, ...window, ...places, room.blockRows];
    new Uint32Array(engine.heap.bytes.buffer, at, record.length).set(record);
  }
  return { scratch, extra: scratch.common };
}
