/**
 * @file Special functions of two numbers, broadcast.
 */
import { dispatch } from '../dispatch.js';
import { ValueError } from '../errors.js';
import { gradientRule, type Rule } from '../gradient.js';
import { gammainc as lower, gammaincc as upper, zeta as hurwitz } from '../numeric/special/gamma.js';
import { noAttrs, type NoAttrs } from '../op.js';
import type { Tensor } from '../tensor.js';
import { backwardName, hostBinary, type HostBinary } from './elementwise-on-host.js';

type Pair = readonly [a: Tensor, b: Tensor];

/** The rule of a function that is differentiated by its second argument only. */
function bySecond(name: string, slope: (a: Tensor, b: Tensor) => Tensor): Rule<Pair, NoAttrs, readonly [Tensor]> {
  return gradientRule<Pair, NoAttrs, readonly [Tensor], Pair>({
    name: backwardName(name),
    save: ({ inputs }) => inputs,
    backward: ({ grad, saved: [a, b], needs }) => {
      if (needs[0]) {
        throw new ValueError(`special.${name}`, 'has no gradient for its first argument; use detach() on it');
      }
      return [undefined, grad.mul(slope(a, b))];
    },
  });
}

/** `xᵃ⁻¹·e⁻ˣ / Γ(a)`: the slope of the lower incomplete gamma function. */
function density(a: Tensor, x: Tensor): Tensor {
  return a.sub(1).xlogy(x).sub(x).sub(a.lgamma()).exp();
}

export const gammainc: HostBinary = hostBinary('gammainc', lower, bySecond('gammainc', density));
export const gammaincc: HostBinary = hostBinary(
  'gammaincc',
  upper,
  bySecond('gammaincc', (a, x) => density(a, x).neg()),
);

export const zeta: HostBinary = hostBinary(
  'zeta',
  hurwitz,
  bySecond('zeta', (s, q) =>
    dispatch(zeta, [s.add(1), q], noAttrs)[0]
      .mul(s)
      .neg(),
  ),
);

export const xlog1py: HostBinary = hostBinary(
  'xlog1py',
  (a, b) => (a === 0 && !Number.isNaN(b) ? 0 : a * Math.log1p(b)),
  gradientRule({
    name: backwardName('xlog1py'),
    save: ({ inputs: [a, b] }) => [a, b],
    backward: ({ grad, saved: [a, b], needs }) => [
      needs[0] && grad.mul(b.log1p()).maskedFill(a.eq(0).logicalAnd(b.le(-1)), 0),
      needs[1] && grad.mul(a).div(b.add(1)),
    ],
  }),
);
