/**
 * @file Integers of files as int32, which is the only integer type beside uint8: what does not fit is an error.
 */
import type { Fail } from '../failure.js';

/** 64-bit integers to int32, by their low and high words. `signed` tells I64 from U64. */
export function fromInt64(words: Int32Array, signed: boolean, fail: Fail): Int32Array {
  const out = new Int32Array(words.length / 2);
  for (let i = 0; i < out.length; i++) {
    const low = words[2 * i]!;
    const high = words[2 * i + 1]!;
    if (high !== low >> 31 || (!signed && low < 0)) {
      const value = (BigInt(high) << 32n) | BigInt(low >>> 0);
      throw outOfRange(i, signed ? value : BigInt.asUintN(64, value), fail);
    }
    out[i] = low;
  }
  return out;
}

/** Unsigned 32-bit integers to int32. */
export function fromUint32(values: Uint32Array, fail: Fail): Int32Array {
  const at = values.findIndex((value) => value > 0x7fffffff);
  if (at >= 0) throw outOfRange(at, values[at]!, fail);
  return new Int32Array(values);
}

/** int32 to 64-bit integers. */
export function toInt64(values: Int32Array): Int32Array {
  const words = new Int32Array(2 * values.length);
  for (let i = 0; i < values.length; i++) {
    words[2 * i] = values[i]!;
    words[2 * i + 1] = values[i]! >> 31;
  }
  return words;
}

function outOfRange(index: number, value: number | bigint, fail: Fail): Error {
  return fail(`element ${index} is ${value}, outside of int32 [-2147483648, 2147483647]`, {
    index,
    value: String(value),
  });
}
