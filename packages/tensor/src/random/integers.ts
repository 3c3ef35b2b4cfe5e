import { type DType, type TypedArray, isFloatingPoint } from '../dtype.js';
import { ValueError } from '../errors.js';
import type { Generator } from './generator.js';

const TWO_32 = 2 ** 32;

/** What a dtype holds: for floats the integers that it tells apart, which is what the draws without bounds span. */
const LIMITS: Readonly<Record<DType, { readonly min: number; readonly max: number }>> = {
  bool: { min: 0, max: 1 },
  uint8: { min: 0, max: 2 ** 8 - 1 },
  int32: { min: -(2 ** 31), max: 2 ** 31 - 1 },
  float32: { min: -(2 ** 24), max: 2 ** 24 },
  float64: { min: -(2 ** 53), max: 2 ** 53 },
};

/**
 * Fills `out` with integers drawn uniformly from [from, to), bit for bit as PyTorch's `randint` and `Tensor.random_`
 * with bounds on CPU.
 *
 * A draw is `from + word mod (to - from)`, with a 64-bit word when a float dtype spans 2^32 integers or more. In
 * float32 the bounds beyond 2^24 move inwards to the next representable number, as PyTorch moves them.
 *
 * @param dtype the dtype of the elements of `out`
 * @throws ValueError when a bound is no safe integer, when `from >= to`, or when an integer dtype cannot hold the draws
 * @example fillRandint(new Int32Array(3), 'int32', new Generator().manualSeed(0), 0, 10); // 4, 9, 3
 * @see https://pytorch.org/docs/stable/generated/torch.randint.html
 */
export function fillRandint(out: TypedArray, dtype: DType, generator: Generator, from: number, to: number): void {
  for (const [name, value] of Object.entries({ from, to })) {
    if (!Number.isSafeInteger(value)) {
      throw new ValueError('random_', `${name} must be an integer, but got ${value}`, { from, to });
    }
  }
  if (from >= to) throw new ValueError('random_', `from must be less than to: from=${from} >= to=${to}`, { from, to });
  if (isFloatingPoint(dtype)) return fillFloats(out, dtype, generator, from, to);
  checkRange(dtype, from, to);
  fillFromWords(out, generator, from, to - from);
}

/**
 * Fills `out` with integers over the whole non-negative range of the dtype, bit for bit as PyTorch's `Tensor.random_()`
 * on CPU: [0, max] for bool, uint8 and int32, [0, 2^24] for float32, [0, 2^53] for float64.
 *
 * @param dtype the dtype of the elements of `out`
 * @example fillRandom(new Uint8Array(3), 'uint8', new Generator().manualSeed(0)); // 172, 47, 117
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.random_.html
 */
export function fillRandom(out: TypedArray, dtype: DType, generator: Generator): void {
  const { max } = LIMITS[dtype];
  if (dtype === 'float64') fillFromLongWords(out, generator, 0, BigInt(max) + 1n);
  else fillFromWords(out, generator, 0, max + 1);
}

function checkRange(dtype: DType, from: number, to: number): void {
  const { min, max } = LIMITS[dtype];
  if (from < min || to - 1 > max) {
    throw new ValueError('random_', `[${from}, ${to}) is out of bounds for ${dtype}, which holds [${min}, ${max}]`, {
      from,
      to,
      dtype,
    });
  }
}

function fillFloats(out: TypedArray, dtype: DType, generator: Generator, from: number, to: number): void {
  const low = dtype === 'float32' ? moveUp(from) : from;
  const high = dtype === 'float32' ? moveDown(to) : to;
  if (low >= high) {
    throw new ValueError('random_', `no ${dtype} value lies in [from, to): from=${from}, to=${to}`, {
      from,
      to,
      dtype,
    });
  }
  const range = high - low;
  if (range < TWO_32) fillFromWords(out, generator, low, range);
  else fillFromLongWords(out, generator, low, BigInt(high) - BigInt(low));
}

/** The first float32 from `from` on, by PyTorch's rule: a step of one ulp where rounding `from + 1` went below `from`. */
function moveUp(from: number): number {
  const rounded = Math.fround(from + 1);
  return rounded < from ? rounded + float32Step(from + 1) : from;
}

/** The end that keeps draws below `to` after rounding, by PyTorch's rule. */
function moveDown(to: number): number {
  const rounded = Math.fround(to - 1);
  return rounded >= to ? rounded - float32Step(to - 1) : to;
}

/** The distance of neighbouring float32 values around the integer `value`, |value| >= 2^24. */
function float32Step(value: number): number {
  const size = Math.abs(value);
  const power = 2 ** Math.floor(Math.log2(size)); // one power too high where log2 rounds up
  return (power > size ? power / 2 : power) * 2 ** -23;
}

function fillFromWords(out: TypedArray, { engine }: Generator, base: number, range: number): void {
  if (range === TWO_32) {
    for (let i = 0; i < out.length; i++) out[i] = base + engine.random();
    return;
  }
  const divisor = range >>> 0;
  for (let i = 0; i < out.length; i++) out[i] = base + ((engine.random() >>> 0) % divisor);
}

function fillFromLongWords(out: TypedArray, generator: Generator, base: number, range: bigint): void {
  const from = BigInt(base);
  for (let i = 0; i < out.length; i++) out[i] = Number((generator.random64() % range) + from);
}
