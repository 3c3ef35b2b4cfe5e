/**
 * @file How many units in the last place the module's vectorised functions are away from the exact ones, over the whole range.
 */
import { Layout, type Operand, type UnaryKind, unaryFunctions } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { engineBackend } from '../src/backend.js';
import type { CpuBuffer } from '../src/buffer.js';
import { Engine } from '../src/wasm/engine.js';
import { bestVariant, instantiate } from '../src/wasm/load.js';

/** What x times a subnormal number may lack: the smallest of them, times the largest x that has such a factor. */
const SUBNORMAL = 104 * 2 ** -149;

/** Largest error in units in the last place; products of x also lack SUBNORMAL. */
const bounds: Partial<Readonly<Record<UnaryKind, number>>> = {
  exp: 1,
  log: 1,
  tanh: 2,
  sigmoid: 2.5,
  silu: 3,
  erf: 2,
  gelu: 5,
};

/** Of all float32 numbers, every so manieth is tried: both signs, subnormals and NaN. */
const STEP = 1009;

function sweep(): Float32Array {
  const bits = new Uint32Array(Math.floor(2 ** 32 / STEP) + special.length);
  for (let i = 0; i < bits.length; i++) bits[i] = i * STEP;
  const numbers = new Float32Array(bits.buffer);
  numbers.set(special);
  return numbers;
}

/** Distance of neighbouring float32 numbers around x. */
function ulp(x: number): number {
  const exponent = Math.max(Math.floor(Math.log2(Math.abs(x))), -126);
  return 2 ** (exponent - 23);
}

/** Numbers on which functions behave in special ways. */
const special = [0, -0, Infinity, -Infinity, NaN, 1e-45, -1e-45, 1.17549435e-38, 88.72284, -103.97, 3.4e38, -3.4e38];

/** The largest error, and where it is. */
function worst(kind: UnaryKind, xs: ArrayLike<number>, ys: ArrayLike<number>): { error: number; at: number } {
  const fn = unaryFunctions[kind];
  const slack = kind === 'silu' || kind === 'gelu' ? SUBNORMAL : 0;
  let error = 0;
  let at = NaN;
  for (let i = 0; i < xs.length; i++) {
    const exact = fn(xs[i]!);
    const y = ys[i]!;
    if (Object.is(Math.fround(exact), y) || (Number.isNaN(exact) && Number.isNaN(y))) continue;
    const off = Number.isFinite(Math.fround(exact)) ? Math.max(Math.abs(y - exact) - slack, 0) / ulp(exact) : Infinity;
    if (!(off <= error)) [error, at] = [off, xs[i]!];
  }
  return { error, at };
}

describe.each([true, false].filter((relaxed) => bestVariant().relaxed || !relaxed))('relaxed: %s', (relaxed) => {
  const xs = sweep();

  it.each(Object.entries(bounds) as [UnaryKind, number][])('%s is within %f ulp', async (kind, bound) => {
    const backend = engineBackend(new Engine(await instantiate({ relaxed, shared: false })));
    const place = (): Operand<CpuBuffer> => ({
      buffer: backend.alloc(xs.byteLength),
      layout: Layout.of([xs.length]),
      dtype: 'float32',
    });
    const [x, out] = [place(), place()];
    backend.write(x.buffer, new Uint8Array(xs.buffer));
    backend.kernels.unary([x], [out], { kind });
    const { error, at } = worst(kind, xs, out.buffer.elements('float32'));
    expect(error, `at ${at}`).toBeLessThanOrEqual(bound);
  });
});
