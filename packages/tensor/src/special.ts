/**
 * @file Special functions of one double that JavaScript lacks. Errors are below 1e-14 of the result; `lgamma` and `digamma`
 * next to a zero other than 1 and 2, where a relative bound would need more than a double inside, stay below 1e-14 absolute.
 *
 * @see https://dlmf.nist.gov/7 error functions
 * @see https://dlmf.nist.gov/5 gamma function
 */

/** Chebyshev coefficients on [-1, 1] of `(1 + 2x)·exp(x²)·erfc(x)` in `t = (x - 3.75) / (x + 3.75)`, made with 50 digits. */
export const scaledErfc: readonly number[] = [
  2.3551578691348034, -0.004590054580646478, -0.08424913336651792, 0.05920993999819189, -0.026658668435305753,
  0.009074997670705265, -0.002413163540417608, 0.0004907758365258086, -0.00006916973302501207, 0.00000413902798607301,
  7.74038306619849e-7, -2.1886401049234397e-7, 1.076499946567091e-8, 4.521959811218287e-9, -7.754400208831351e-10,
  -6.318088340886684e-11, 2.86879501093067e-11, 1.9455868545777347e-13, -9.654696748436438e-13, 3.25254814814874e-14,
  3.3478119482868056e-14, -1.864562880419313e-15, -1.2507950530688648e-15, 7.418235256624044e-17, 5.068148904796111e-17,
];

/** Sum of a Chebyshev series by Clenshaw's recurrence; the first coefficient counts half. */
export function chebyshev(coefficients: readonly number[], t: number): number {
  let next = 0;
  let afterNext = 0;
  for (let k = coefficients.length - 1; k > 0; k--) {
    const here = 2 * t * next - afterNext + coefficients[k]!;
    afterNext = next;
    next = here;
  }
  return t * next - afterNext + coefficients[0]! / 2;
}

/** erfc for x ≥ 0.5. x² is split into an exact square and a small rest: exp would magnify the rounding of a large x². */
function erfcTail(x: number): number {
  if (x > 28) return 0; // below the smallest double, and Infinity
  const high = Math.fround(x);
  const gauss = Math.exp(-high * high) * Math.exp((high - x) * (high + x));
  return (gauss * chebyshev(scaledErfc, (x - 3.75) / (x + 3.75))) / (1 + 2 * x);
}

const TWO_OVER_SQRT_PI = 2 / Math.sqrt(Math.PI);

/** erf for |x| < 0.5 by its Maclaurin series. */
function erfSeries(x: number): number {
  let power = 1;
  let sum = 1;
  for (let n = 1; n <= 14; n++) {
    power *= -(x * x) / n;
    sum += power / (2 * n + 1);
  }
  return TWO_OVER_SQRT_PI * x * sum;
}

/**
 * Error function `2/√π ∫₀ˣ exp(-t²) dt`.
 *
 * @see https://pytorch.org/docs/stable/special.html#torch.special.erf
 * @example erf(0.5) // 0.5204998778130465
 */
export function erf(x: number): number {
  if (Math.abs(x) < 0.5) return erfSeries(x);
  return x < 0 ? erfcTail(-x) - 1 : 1 - erfcTail(x);
}

/**
 * Complementary error function `1 - erf(x)`, exact to its last digits where it is tiny too.
 *
 * @see https://pytorch.org/docs/stable/special.html#torch.special.erfc
 * @example erfc(10) // 2.088487583762545e-45
 */
export function erfc(x: number): number {
  if (Math.abs(x) < 0.5) return 1 - erfSeries(x);
  return x < 0 ? 2 - erfcTail(-x) : erfcTail(x);
}

/**
 * Inverse of the error function on [-1, 1], ±Infinity at the ends and NaN outside: Winitzki's approximation, then Halley's
 * method on erf, or on erfc where erf is too close to 1 to tell arguments apart.
 *
 * @see https://pytorch.org/docs/stable/special.html#torch.special.erfinv
 * @example erfinv(0.5) // 0.4769362762044699
 */
export function erfinv(y: number): number {
  const a = Math.abs(y);
  if (!(a < 1)) return a === 1 ? y * Infinity : NaN;
  if (a === 0) return y;
  const log = Math.log1p(-a * a);
  const shifted = 2 / (Math.PI * 0.147) + log / 2;
  // the difference of root and shifted, written without cancellation
  let x = Math.sqrt(-log / 0.147 / (Math.sqrt(shifted * shifted - log / 0.147) + shifted));
  for (let step = 0; step < 2; step++) {
    const excess = a < 0.5 ? erf(x) - a : 1 - a - erfc(x);
    const newton = excess / (TWO_OVER_SQRT_PI * Math.exp(-x * x));
    x -= newton / (1 + x * newton);
  }
  return y < 0 ? -x : x;
}

/** `(-1)ᵏ (ζ(k) - 1) / k` for k = 2, 3, …: Taylor coefficients of lgamma at 2 after the linear one. */
const lgammaAt2: readonly number[] = [
  0.3224670334241132, -0.0673523010531981, 0.020580808427784546, -0.007385551028673986, 0.0028905103307415234,
  -0.001192753911703261, 0.0005096695247430425, -0.00022315475845357939, 0.00009945751278180853,
  -0.00004492623673813314, 0.00002050721277567069, -0.000009439488275268397, 0.000004374866789907488,
  -0.000002039215753801366, 9.55141213040742e-7, -4.492469198764566e-7, 2.1207184805554665e-7, -1.0043224823968099e-7,
  4.7698101693639804e-8, -2.2711094608943164e-8, 1.0838659214896955e-8, -5.183475041970047e-9, 2.4836745438024785e-9,
  -1.1921401405860912e-9, 5.731367241678862e-10,
];
const ONE_MINUS_EULER_GAMMA = 0.42278433509846713;

/** lgamma(2 + z) for |z| ≤ 0.5. */
function lgammaNear2(z: number): number {
  let sum = 0;
  for (let k = lgammaAt2.length - 1; k >= 0; k--) sum = (sum + lgammaAt2[k]!) * z;
  return (sum + ONE_MINUS_EULER_GAMMA) * z;
}

/** Bernoulli numbers B₂, B₄, … of Stirling's series. */
const bernoulli: readonly number[] = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6];

/** `log √(2π)` */
const LOG_SQRT_TAU = 0.9189385332046728;

/** lgamma for x ≥ 10: Stirling's series. */
function lgammaStirling(x: number): number {
  let sum = 0;
  for (let k = bernoulli.length; k > 0; k--) sum = sum / (x * x) + bernoulli[k - 1]! / (2 * k * (2 * k - 1));
  return (x - 0.5) * (Math.log(x) - 1) - 0.5 + LOG_SQRT_TAU + sum / x;
}

/** sin(πx), exact reduction first. */
function sinPi(x: number): number {
  return Math.sin(Math.PI * (x - 2 * Math.round(x / 2)));
}

/**
 * Logarithm of the absolute value of the gamma function; Infinity at its poles 0, -1, -2, ….
 *
 * @see https://pytorch.org/docs/stable/generated/torch.lgamma.html
 * @example lgamma(5) // log(4!) = 3.178053830347946
 */
export function lgamma(x: number): number {
  if (x === -Infinity) return Infinity;
  if (x < -0.5) {
    // reflection Γ(x)·Γ(-x) = -π / (x·sin πx)
    const sine = Number.isInteger(x) ? 0 : Math.abs(sinPi(x));
    return Math.log(Math.PI / sine) - Math.log(-x) - lgamma(-x);
  }
  if (x >= 10) return lgammaStirling(x);
  if (x < 0.5) return lgammaNear2(x) - Math.log1p(x) - Math.log(Math.abs(x));
  if (x < 1.5) return lgammaNear2(x - 1) - Math.log1p(x - 1);
  let product = 1;
  while (x > 2.5) product *= --x;
  return lgammaNear2(x - 2) + Math.log(product);
}

/**
 * Derivative of `lgamma`; ∓Infinity at ±0 and NaN at the negative integers, as in PyTorch.
 *
 * @see https://pytorch.org/docs/stable/special.html#torch.special.digamma
 * @example digamma(1) // minus Euler's constant, -0.5772156649015329
 */
export function digamma(x: number): number {
  if (x === 0) return -1 / x;
  if (x === -Infinity || (x < 0 && Number.isInteger(x))) return NaN;
  if (x < 0) {
    const fraction = x - Math.round(x);
    return digamma(1 - x) - Math.PI / Math.tan(Math.PI * fraction);
  }
  if (x === Infinity) return x;
  let shift = 0;
  while (x < 10) shift += 1 / x++;
  let sum = 0;
  for (let k = bernoulli.length; k > 0; k--) sum = (sum + bernoulli[k - 1]! / (2 * k)) / (x * x);
  return Math.log(x) - 0.5 / x - sum - shift;
}
