/**
 * @file Conversions of n neighbouring elements.
 */

export function cast_u8_f32(o: usize, x: usize, n: usize): void {
  const end = o + (n << 2);
  for (; o + 16 <= end; o += 16, x += 4) {
    const wide = i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(x)));
    v128.store(o, f32x4.convert_i32x4_s(wide));
  }
  for (; o < end; o += 4, x++) store<f32>(o, <f32>load<u8>(x));
}

export function cast_i32_f32(o: usize, x: usize, n: usize): void {
  const end = o + (n << 2);
  for (; o + 16 <= end; o += 16, x += 16) v128.store(o, f32x4.convert_i32x4_s(v128.load(x)));
  for (; o < end; o += 4, x += 4) store<f32>(o, <f32>load<i32>(x));
}

export function cast_u8_i32(o: usize, x: usize, n: usize): void {
  const end = o + (n << 2);
  for (; o + 16 <= end; o += 16, x += 4)
    v128.store(o, i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(x))));
  for (; o < end; o += 4, x++) store<i32>(o, load<u8>(x));
}

export function cast_f32_f64(o: usize, x: usize, n: usize): void {
  const end = o + (n << 3);
  for (; o + 16 <= end; o += 16, x += 8) v128.store(o, f64x2.promote_low_f32x4(v128.load64_zero(x)));
  for (; o < end; o += 8, x += 4) store<f64>(o, load<f32>(x));
}

export function cast_f64_f32(o: usize, x: usize, n: usize): void {
  const end = o + (n << 2);
  for (; o + 8 <= end; o += 8, x += 16) v128.store64_lane(o, f32x4.demote_f64x2_zero(v128.load(x)), 0);
  for (; o < end; o += 4, x += 8) store<f32>(o, <f32>load<f64>(x));
}
