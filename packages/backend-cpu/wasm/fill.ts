/**
 * @file One value in n neighbouring elements.
 */

export function fill_f32(o: usize, value: f32, n: usize): void {
  const end = o + (n << 2);
  const v = f32x4.splat(value);
  for (; o + 16 <= end; o += 16) v128.store(o, v);
  for (; o < end; o += 4) store<f32>(o, value);
}

export function fill_f64(o: usize, value: f64, n: usize): void {
  const end = o + (n << 3);
  for (; o < end; o += 8) store<f64>(o, value);
}

export function fill_i32(o: usize, value: i32, n: usize): void {
  const end = o + (n << 2);
  const v = i32x4.splat(value);
  for (; o + 16 <= end; o += 16) v128.store(o, v);
  for (; o < end; o += 4) store<i32>(o, value);
}
