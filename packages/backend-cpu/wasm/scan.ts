/**
 * @file Running sums of float32 numbers, in float64, along the middle of contiguous [outer, n, inner].
 */
export function cumsum_f32(o: usize, x: usize, outer: i32, n: i32, inner: i32): void {
  const step = <usize>inner << 2;
  const plane = <usize>(n * inner) << 2;
  for (; outer > 0; outer--, o += plane, x += plane) {
    for (let j: usize = 0; j < step; j += 4) {
      let sum: f64 = 0;
      for (let at = j; at < plane; at += step) {
        sum += load<f32>(x + at);
        store<f32>(o + at, <f32>sum);
      }
    }
  }
}
