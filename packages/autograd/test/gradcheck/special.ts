/**
 * @file Rows of special functions.
 */
import { special, type Tensor, tensor } from '@x/tensor';
import { leaf, positive, type Row } from './core.js';

type Unary = (x: Tensor) => Tensor;

/** Names of functions of one number, with where they are smooth. */
const unary: Readonly<Record<string, readonly [fn: Unary, inputs: () => Tensor]>> = {
  entr: [special.entr, () => positive(2, 3)],
  erfcx: [special.erfcx, () => leaf([2, 3])],
  ndtr: [special.ndtr, () => leaf([2, 3])],
  ndtri: [special.ndtri, () => positive(2, 3).detach().mul(0.5).requiresGrad_()],
  logNdtr: [special.logNdtr, () => leaf([2, 3], 2)],
  sinc: [special.sinc, () => leaf([2, 3])],
  i0: [special.i0, () => leaf([2, 3])],
  i0e: [special.i0e, () => leaf([2, 3])],
  i1: [special.i1, () => leaf([2, 3])],
  i1e: [special.i1e, () => leaf([2, 3])],
  besselJ0: [special.besselJ0, () => leaf([2, 3], 5)],
  besselJ1: [special.besselJ1, () => leaf([2, 3], 5)],
  besselY0: [special.besselY0, () => positive(2, 3)],
  besselY1: [special.besselY1, () => positive(2, 3)],
  modifiedBesselK0: [special.modifiedBesselK0, () => positive(2, 3)],
  modifiedBesselK1: [special.modifiedBesselK1, () => positive(2, 3)],
  scaledModifiedBesselK0: [special.scaledModifiedBesselK0, () => positive(2, 3)],
  scaledModifiedBesselK1: [special.scaledModifiedBesselK1, () => positive(2, 3)],
  sphericalBesselJ0: [special.sphericalBesselJ0, () => leaf([2, 3], 3)],
};

const orders = tensor([0.75, 2.5, 6], { dtype: 'float64' });

export const specialRows: readonly (readonly [name: string, row: Row])[] = [
  ...Object.entries(unary).map(([name, [fn, inputs]]): [string, Row] => [name, { fn, inputs: [inputs()] }]),
  [
    'sinc next to 0',
    { fn: special.sinc, inputs: [tensor([0, 1e-3, -5e-3, 0.02], { dtype: 'float64' }).requiresGrad_()] },
  ],
  ['polygamma', { fn: (x) => special.polygamma(1, x), inputs: [positive(2, 3)] }],
  ['logit', { fn: (x) => special.logit(x.mul(0.5)), inputs: [positive(2, 3)] }],
  [
    'logit within bounds',
    {
      fn: (x) => special.logit(x, { eps: 0.3 }),
      inputs: [tensor([0.2, 0.4, 0.6, 0.9], { dtype: 'float64' }).requiresGrad_()],
    },
  ],
  ['xlog1py', { fn: special.xlog1py, inputs: [leaf([2, 3]), positive(3)] }],
  ['zeta', { fn: (q) => special.zeta(orders.add(1), q), inputs: [positive(2, 3)] }],
  ['gammainc', { fn: (x) => special.gammainc(orders, x), inputs: [positive(2, 3)] }],
  ['gammaincc', { fn: (x) => special.gammaincc(orders, x), inputs: [positive(2, 3)] }],
];
