/**
 * @file A row vector times a matrix with neighbouring columns: sums of 128 bytes of columns at a time.
 */
import { multiplyAdd } from './lanes';

/** Bytes of columns that are summed at a time. */
const STRIP_BYTES: i32 = 128;

/** `c [n] = a [k] × b [k, n]`, added to `c` if `adds`; returns how many bytes of columns it did: as many whole strips as there are. */
export function rowTimesStrips<T>(bytes: i32, k: i32, a: usize, along: i32, b: usize, step: i32, c: usize, adds: bool): i32 {
  let done = 0;
  for (; done + STRIP_BYTES <= bytes; done += STRIP_BYTES) {
    const to = c + done;
    let s0 = i64x2.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    let s4 = s0;
    let s5 = s0;
    let s6 = s0;
    let s7 = s0;
    if (adds) {
      s0 = v128.load(to);
      s1 = v128.load(to, 16);
      s2 = v128.load(to, 32);
      s3 = v128.load(to, 48);
      s4 = v128.load(to, 64);
      s5 = v128.load(to, 80);
      s6 = v128.load(to, 96);
      s7 = v128.load(to, 112);
    }
    let from = a;
    let row = b + done;
    for (let p = 0; p < k; p++, from += along, row += step) {
      const x = v128.load_splat<T>(from);
      s0 = multiplyAdd<T>(x, v128.load(row), s0);
      s1 = multiplyAdd<T>(x, v128.load(row, 16), s1);
      s2 = multiplyAdd<T>(x, v128.load(row, 32), s2);
      s3 = multiplyAdd<T>(x, v128.load(row, 48), s3);
      s4 = multiplyAdd<T>(x, v128.load(row, 64), s4);
      s5 = multiplyAdd<T>(x, v128.load(row, 80), s5);
      s6 = multiplyAdd<T>(x, v128.load(row, 96), s6);
      s7 = multiplyAdd<T>(x, v128.load(row, 112), s7);
    }
    v128.store(to, s0);
    v128.store(to, s1, 16);
    v128.store(to, s2, 32);
    v128.store(to, s3, 48);
    v128.store(to, s4, 64);
    v128.store(to, s5, 80);
    v128.store(to, s6, 96);
    v128.store(to, s7, 112);
  }
  return done;
}
