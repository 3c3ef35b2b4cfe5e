/**
 * @file Special functions of one number, with their derivatives.
 */
import { where } from '../api/where-function.js';
import { dispatch } from '../dispatch.js';
import { gradientRule } from '../gradient.js';
import * as bessel from '../numeric/special/bessel.js';
import * as error from '../numeric/special/error.js';
import { polygamma as polygammaOf } from '../numeric/special/gamma.js';
import { noAttrs } from '../op.js';
import type { Tensor } from '../tensor.js';
import { hostUnary, type HostUnary, mapped } from './elementwise-on-host.js';

const TWO_OVER_ROOT_PI = 2 / Math.sqrt(Math.PI);
const ROOT_TAU = Math.sqrt(2 * Math.PI);

const of = (op: HostUnary, x: Tensor): Tensor => dispatch(op, [x], noAttrs)[0];
/** `f(x) / x`, or `atZero`: both sides of `where` are differentiated, so that neither may divide by 0. */
function overX(f: Tensor, x: Tensor, atZero: number): Tensor {
  const zero = x.eq(0);
  return where(zero, atZero, f.div(where(zero, 1, x)));
}

export const entr: HostUnary = hostUnary('entr', error.entr, (x) => x.log().add(1).neg());

export const erfcx: HostUnary = hostUnary('erfcx', error.erfcx, (x, y) => x.mul(y).mul(2).sub(TWO_OVER_ROOT_PI));

export const ndtr: HostUnary = hostUnary('ndtr', error.ndtr, (x) => x.mul(x).mul(-0.5).exp().div(ROOT_TAU));

export const ndtri: HostUnary = hostUnary('ndtri', error.ndtri, (_, y) => y.mul(y).mul(0.5).exp().mul(ROOT_TAU));

export const logNdtr: HostUnary = hostUnary('logNdtr', error.logNdtr, (x) =>
  of(erfcx, x.mul(-Math.SQRT1_2))
    .reciprocal()
    .mul(Math.sqrt(2 / Math.PI)),
);

/** From here on the derivative of sinc is more exact by its formula than by its series. */
const SINC_SERIES = 1e-2;

export const sinc: HostUnary = hostUnary('sinc', error.sinc, (x) => {
  const angle = x.mul(Math.PI);
  const square = angle.mul(angle);
  const series = angle.mul(square.mul(1 / 30).sub(1 / 3)).mul(Math.PI);
  const near = x.detach().abs().lt(SINC_SERIES);
  const safe = where(near, 1, x);
  const far = safe.mul(Math.PI);
  const formula = far.cos().mul(far).sub(far.sin()).div(far.mul(safe));
  return where(near, series, formula);
});

export const i0: HostUnary = hostUnary('i0', bessel.i0, (x) => of(i1, x));
export const i0e: HostUnary = hostUnary('i0e', bessel.i0e, (x, y) => of(i1e, x).sub(x.sign().mul(y)));
export const i1: HostUnary = hostUnary('i1', bessel.i1, (x, y) => of(i0, x).sub(overX(y, x, 0.5)));
export const i1e: HostUnary = hostUnary('i1e', bessel.i1e, (x, y) =>
  of(i0e, x)
    .sub(x.sign().mul(y))
    .sub(overX(y, x, 0.5)),
);

export const besselJ0: HostUnary = hostUnary('besselJ0', bessel.j0, (x) => of(besselJ1, x).neg());
export const besselJ1: HostUnary = hostUnary('besselJ1', bessel.j1, (x, y) => of(besselJ0, x).sub(overX(y, x, 0.5)));
export const besselY0: HostUnary = hostUnary('besselY0', bessel.y0, (x) => of(besselY1, x).neg());
export const besselY1: HostUnary = hostUnary('besselY1', bessel.y1, (x, y) => of(besselY0, x).sub(y.div(x)));
export const modifiedBesselK0: HostUnary = hostUnary('modifiedBesselK0', bessel.k0, (x) =>
  of(modifiedBesselK1, x).neg(),
);
export const modifiedBesselK1: HostUnary = hostUnary('modifiedBesselK1', bessel.k1, (x, y) =>
  of(modifiedBesselK0, x).add(y.div(x)).neg(),
);
export const scaledModifiedBesselK0: HostUnary = hostUnary('scaledModifiedBesselK0', bessel.scaledK0, (x, y) =>
  y.sub(of(scaledModifiedBesselK1, x)),
);
export const scaledModifiedBesselK1: HostUnary = hostUnary('scaledModifiedBesselK1', bessel.scaledK1, (x, y) =>
  y.sub(y.div(x)).sub(of(scaledModifiedBesselK0, x)),
);
export const sphericalBesselJ0: HostUnary = hostUnary('sphericalBesselJ0', bessel.sphericalJ0, (x, y) =>
  overX(x.cos().sub(y), x, 0),
);
export interface PolygammaAttrs {
  readonly n: number;
}

/** The n-th derivative of digamma. */
export const polygamma: HostUnary<PolygammaAttrs> = mapped(
  'polygamma',
  'special.polygamma',
  (x, { n }) => polygammaOf(n, x),
  gradientRule({
    name: 'PolygammaBackward0',
    save: ({ inputs: [x] }) => [x],
    backward: ({ grad, saved: [x], attrs: { n } }) => [grad.mul(dispatch(polygamma, [x], { n: n + 1 })[0])],
  }),
);

export interface LogitAttrs {
  /** Elements are brought into [eps, 1 − eps] first; null: not at all. */
  readonly eps: number | null;
}

/** `log(x / (1 − x))`. */
export const logit: HostUnary<LogitAttrs> = {
  name: 'logit',
  run: () => undefined,
  decompose([x], { eps }) {
    const p = eps === null ? x : x.clamp({ min: eps, max: 1 - eps });
    return [p.div(p.rsub(1)).log()];
  },
  gradient: gradientRule({
    name: 'LogitBackward0',
    save: ({ inputs: [x] }) => [x],
    backward: ({ grad, saved: [x], attrs: { eps } }) => {
      const slope = grad.div(x.mul(x.rsub(1)));
      if (eps === null) return [slope.maskedFill(x.lt(0).logicalOr(x.gt(1)), NaN)];
      return [slope.maskedFill(x.lt(eps).logicalOr(x.gt(1 - eps)), 0)];
    },
  }),
};
