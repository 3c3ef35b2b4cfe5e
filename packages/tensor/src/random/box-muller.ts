/**
 * @file Pairs of uniforms to pairs of normals (Box-Muller), in the two ways in which PyTorch's CPU kernel computes blocks.
 *
 * float32: PyTorch evaluates Cephes' single-precision polynomials for log, sin and cos with AVX2 and fused
 * multiply-adds. The same operations in the same order give the same bits. `fround(a * b + c)` stands for the fused
 * form: the product of two float32 values is exact in float64. (The sum is then rounded twice; that could change the
 * last bit of an intermediate value about once in 2^29 operations.)
 *
 * float64: library functions, which are accurate to 1 ulp but not identical everywhere.
 *
 * @see G. Box and M. Muller, "A note on the generation of random normal deviates", Ann. Math. Statist. 29 (1958).
 * @see S. Moshier, Cephes mathematical library (logf, sinf, cosf).
 */
import { fma } from './fma.js';

const { clz32, cos, fround, log, PI, sin, sqrt, trunc } = Math;

/** Block length of the kernels: element j < 8 is paired with element j + 8. */
export const BLOCK = 16;
const HALF = BLOCK / 2;

const TWO_24 = 2 ** 24;
const TWO_PI = fround(2 * PI);

const SQRT_HALF = fround(Math.SQRT1_2);
const LN2_HIGH = 0.693359375;
const LN2_LOW = fround(-2.1219444e-4);
const LOG_0 = fround(7.0376836292e-2);
const LOG_1 = fround(-1.151461031e-1);
const LOG_2 = fround(1.167699874e-1);
const LOG_3 = fround(-1.2420140846e-1);
const LOG_4 = fround(1.4249322787e-1);
const LOG_5 = fround(-1.6668057665e-1);
const LOG_6 = fround(2.0000714765e-1);
const LOG_7 = fround(-2.4999993993e-1);
const LOG_8 = fround(3.3333331174e-1);

const FOUR_OVER_PI = fround(1.27323954473516);
const QUARTER_PI_HIGH = -0.78515625;
const QUARTER_PI_MIDDLE = fround(-2.4187564849853515625e-4);
const QUARTER_PI_LOW = fround(-3.774894977445941e-8);
const SIN_0 = fround(-1.9515295891e-4);
const SIN_1 = fround(8.3321608736e-3);
const SIN_2 = fround(-1.6666654611e-1);
const COS_0 = fround(2.443315711809948e-5);
const COS_1 = fround(-1.388731625493765e-3);
const COS_2 = fround(4.166664568298827e-2);

/**
 * Turns the 16 float32 uniforms of [0, 1) from `start` on into normals with `mean` and `std` (both float32 values).
 */
export function boxMullerFloat32(data: Float32Array, start: number, mean: number, std: number): void {
  for (let j = start; j < start + HALF; j++) {
    const radius = fround(sqrt(fround(-2 * logOneMinus(data[j]!))));
    const theta = fround(TWO_PI * data[j + HALF]!);

    // theta = octant * pi/4 + rest with an even octant, and |rest| <= pi/4
    const octant = (trunc(fround(theta * FOUR_OVER_PI)) + 1) & ~1;
    let rest = fround(octant * QUARTER_PI_HIGH + theta);
    rest = fround(octant * QUARTER_PI_MIDDLE + rest);
    rest = fround(octant * QUARTER_PI_LOW + rest);
    const square = fround(rest * rest);

    let cosine = fround(COS_0 * square + COS_1);
    cosine = fround(cosine * square + COS_2);
    cosine = fround(fround(cosine * square) * square - square * 0.5);
    cosine = fround(cosine + 1);
    let sine = fround(SIN_0 * square + SIN_1);
    sine = fround(sine * square + SIN_2);
    sine = fround(fround(sine * square) * rest + rest);

    const swapped = (octant & 2) !== 0;
    const cosTheta = ((octant + 2) & 4) === 0 ? (swapped ? sine : cosine) : swapped ? -sine : -cosine;
    const sinTheta = (octant & 4) === 0 ? (swapped ? cosine : sine) : swapped ? -cosine : -sine;
    data[j] = fround(radius * cosTheta) * std + mean;
    data[j + HALF] = fround(radius * sinTheta) * std + mean;
  }
}

/** ln(1 - u) for u = k * 2^-24, 0 <= k < 2^24. */
function logOneMinus(u: number): number {
  // 1 - u = fraction * 2^exponent with 0.5 <= fraction < 1, taken from the integer (1 - u) * 2^24
  const scaled = (1 - u) * TWO_24;
  const zeros = clz32(scaled);
  const fraction = (scaled << (zeros - 7)) / (2 * TWO_24);
  const small = fraction < SQRT_HALF;
  const x = small ? fround(fraction + fround(fraction - 1)) : fround(fraction - 1);
  const exponent = small ? 7 - zeros : 8 - zeros;

  let y = fround(LOG_0 * x + LOG_1);
  y = fround(y * x + LOG_2);
  y = fround(y * x + LOG_3);
  y = fround(y * x + LOG_4);
  y = fround(y * x + LOG_5);
  y = fround(y * x + LOG_6);
  y = fround(y * x + LOG_7);
  y = fround(y * x + LOG_8);
  y = fround(x * y);
  const square = fround(x * x);
  y = fround(y * square + fround(exponent * LN2_LOW));
  y = fround(y - square * 0.5);
  return fround(exponent * LN2_HIGH + fround(x + y));
}

/** Turns the 16 float64 uniforms of [0, 1) from `start` on into normals with `mean` and `std`. */
export function boxMullerFloat64(data: Float64Array, start: number, mean: number, std: number): void {
  for (let j = start; j < start + HALF; j++) {
    const radius = sqrt(-2 * log(1 - data[j]!));
    const theta = 2 * PI * data[j + HALF]!;
    data[j] = fma(radius * cos(theta), std, mean);
    data[j + HALF] = fma(radius * sin(theta), std, mean);
  }
}
