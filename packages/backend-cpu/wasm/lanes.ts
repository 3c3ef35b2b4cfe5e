/**
 * @file Vectors of 16 bytes for code that is written once for float32 and float64.
 */

/** Elements in a vector. */
@inline
export function lanes<T>(): i32 {
  return 16 / sizeof<T>();
}

/** `x · y + sum`, in one rounding where the machine has that. */
@inline
export function multiplyAdd<T>(x: v128, y: v128, sum: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return v128.relaxed_madd<T>(x, y, sum);
  return v128.add<T>(sum, v128.mul<T>(x, y));
}

/** The sum of a vector's elements. */
@inline
export function sumOf<T>(v: v128): T {
  if (sizeof<T>() == 8) return <T>(f64x2.extract_lane(v, 0) + f64x2.extract_lane(v, 1));
  const pairs = f32x4.add(v, i32x4.shuffle(v, v, 2, 3, 0, 1));
  return <T>(f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1));
}
