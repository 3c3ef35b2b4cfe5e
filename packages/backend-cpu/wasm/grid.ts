/**
 * @file What elementwise kernels share. They work on a grid of rows × columns: the output lies row-major without gaps, an input
 * moves by any two strides.
 */

/** Four elements of 4 bytes, or two of 8, that are `step` bytes apart. */
@inline
export function gather<T>(p: usize, step: i32): v128 {
  if (step == 0) return v128.load_splat<T>(p);
  if (sizeof<T>() == 8) return v128.load64_lane(p + step, v128.load64_zero(p), 1);
  const two = v128.load32_lane(p + step, v128.load32_zero(p), 1);
  return v128.load32_lane(p + 3 * step, v128.load32_lane(p + 2 * step, two, 2), 3);
}

/** The same, of neighbours too. */
@inline
export function loadLanes<T>(p: usize, step: i32): v128 {
  return step == sizeof<T>() ? v128.load(p) : gather<T>(p, step);
}

/** One element in all lanes. */
@inline
export function loadOne<T>(p: usize): v128 {
  return v128.load_splat<T>(p);
}

/** The first element of a vector. */
@inline
export function storeOne<T>(p: usize, v: v128): void {
  if (sizeof<T>() == 8) v128.store64_lane(p, v, 0);
  else v128.store32_lane(p, v, 0);
}
