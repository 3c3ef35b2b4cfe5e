/**
 * @file Special functions that are made of others.
 */
import type { NoAttrs, Op } from '../op.js';
import type { Tensor } from '../tensor.js';

/** Coefficients of the asymptotic series of trigamma in odd powers of 1/z: the even Bernoulli numbers. */
const bernoulli = [1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730];
/** From here on the series is exact to double precision. */
const large = 10;

/**
 * Second derivative of the logarithm of the gamma function: recurrence up to large arguments, the asymptotic series there,
 * reflection for negative ones.
 *
 * @see https://dlmf.nist.gov/5.15
 */
export const trigamma: Op<readonly [x: Tensor], NoAttrs, readonly [Tensor]> = {
  name: 'trigamma',
  run: () => undefined,
  decompose([x]) {
    const reflect = x.detach().lt(0.5);
    let z = x.neg().add(1).where(reflect, x);
    let sum = z.mul(z).reciprocal();
    for (let i = 1; i < large; i++) {
      z = z.add(1);
      sum = sum.add(z.mul(z).reciprocal());
    }
    z = z.add(1);
    const inverse = z.reciprocal();
    const square = inverse.mul(inverse);
    let power = inverse;
    let series = inverse.add(square.mul(0.5));
    for (const b of bernoulli) {
      power = power.mul(square);
      series = series.add(power.mul(b));
    }
    const value = sum.add(series);
    const sine = x.mul(Math.PI).sin().reciprocal().mul(Math.PI);
    return [sine.mul(sine).sub(value).where(reflect, value)];
  },
};
