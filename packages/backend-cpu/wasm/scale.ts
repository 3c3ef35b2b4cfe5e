/**
 * @file Numbers multiplied by a power of two, and when that pays: processors take a hundred times as long for products with
 * subnormal numbers.
 */

/** What is below this in all its elements has products, with numbers of usual sizes, that may be subnormal. */
const TINY: f32 = 8.673617379884035e-19;

/** Whether n numbers are all tiny and not all 0. */
export function areTiny_f32(x: usize, n: i32): bool {
  const limit = f32x4.splat(TINY);
  const whole = x + ((<usize>n << 2) & ~15);
  const end = x + (<usize>n << 2);
  let some = i64x2.splat(0);
  for (; x < whole; x += 16) {
    const size = f32x4.abs(v128.load(x));
    if (!i32x4.all_true(f32x4.lt(size, limit))) return false;
    some = v128.or(some, size);
  }
  let any = v128.any_true(some);
  for (; x < end; x += 4) {
    const size = abs(load<f32>(x));
    if (!(size < TINY)) return false;
    any = any || size > 0;
  }
  return any;
}

/** `o = factor · x` of n numbers. */
export function scale_f32(o: usize, x: usize, n: i32, factor: f32): void {
  const by = f32x4.splat(factor);
  const end = x + (<usize>n << 2);
  for (; x + 16 <= end; x += 16, o += 16) v128.store(o, f32x4.mul(v128.load(x), by));
  for (; x < end; x += 4, o += 4) store<f32>(o, load<f32>(x) * factor);
}
