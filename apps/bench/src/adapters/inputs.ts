/**
 * @file The numbers that go in: the same for every implementation. `python/inputs.py` makes them in Python.
 */
import { type ParameterCase, type Shape, sizeOf } from '../cases/case.js';

/** Which sequence of numbers an array gets. Parameters count up from `params`. */
export const seeds = { a: 1, b: 2, x: 3, w: 4, gradient: 5, target: 6, ids: 7, bias: 8, params: 10 } as const;

/** Mixes the bits of an index: 32 bits in, 32 bits out. */
function hash(index: number, seed: number): number {
  let h = (index + Math.imul(seed, 0x9e3779b9)) >>> 0;
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** Numbers in `[-1, 1)` times `scale`, plus `offset`. */
export function uniform(seed: number, shape: Shape, scale = 1, offset = 0): Float32Array {
  return Float32Array.from({ length: sizeOf(shape) }, (_, i) => ((hash(i, seed) >>> 8) / 2 ** 23 - 1) * scale + offset);
}

/** Integers in `[0, end)`. */
export function integers(seed: number, shape: Shape, end: number): Int32Array {
  return Int32Array.from({ length: sizeOf(shape) }, (_, i) => hash(i, seed) % end);
}

/** The first values of the parameter at a position. */
export function parameter({ shape, init }: ParameterCase, position: number): Float32Array {
  if (init === 'zero') return new Float32Array(sizeOf(shape));
  if (init === 'one') return new Float32Array(sizeOf(shape)).fill(1);
  return uniform(seeds.params + position, shape, 1 / Math.sqrt(init));
}
