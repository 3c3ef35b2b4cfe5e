/**
 * @file Determinants.
 */
import { cumsum } from '../../api/scan.js';
import { where } from '../../api/where-function.js';
import { eye } from '../../create.js';
import { dispatch } from '../../dispatch.js';
import { gradientRule } from '../../gradient.js';
import { readSync } from '../../host.js';
import { luFactor } from '../../numeric/linalg/lu.js';
import { noAttrs, type NoAttrs, type Op } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import { eachItem } from '../on-host.js';
import { checkFloats, checkSquare } from './checks.js';
import { epsilon } from './pinv.js';
import { inv } from './solve.js';
import { svd } from './svd.js';

/** Sign and logarithm of the magnitude of the product of the pivots of `a [n, n]`, which is overwritten. */
function logDeterminant(a: Float64Array, n: number): [sign: number, logarithm: number] {
  const pivots = new Float64Array(n);
  luFactor(a, n, n, pivots);
  let sign = 1;
  let logarithm = 0;
  for (let i = 0; i < n; i++) {
    const u = a[i * n + i]!;
    if (pivots[i] !== i + 1) sign = -sign;
    sign *= Math.sign(u);
    logarithm += Math.log(Math.abs(u));
  }
  return [sign, logarithm];
}

function determinant(a: Float64Array, n: number): number {
  const pivots = new Float64Array(n);
  luFactor(a, n, n, pivots);
  let product = 1;
  for (let i = 0; i < n; i++) product *= pivots[i] === i + 1 ? a[i * n + i]! : -a[i * n + i]!;
  return product;
}

/** The inverse without complaint: infinite or NaN where there is none. */
function inverse(a: Tensor): Tensor {
  return dispatch(inv, [a], noAttrs)[0];
}

/** Product of all elements of the last dimension but one, for each: without division, which zeros would spoil. */
function productsOfOthers(s: Tensor): Tensor {
  const n = s.size(-1);
  const unit = eye(n, { dtype: s.dtype, device: s.device });
  return s.unsqueeze(-2).mul(unit.neg().add(1)).add(unit).prod(-1);
}

/** Cofactors of `A [*, n, n]`, also where it is singular: `det(U·V)·U·D·Vᵀ`, D the products of the other singular values. */
function cofactors(a: Tensor): Tensor {
  const [u, s, vh] = dispatch(svd, [a], { full: false });
  const sign = det_(u).mul(det_(vh));
  return u.mul(productsOfOthers(s).mul(sign.unsqueeze(-1)).unsqueeze(-2)).matmul(vh);
}

const det_ = (a: Tensor): Tensor => dispatch(det, [a], noAttrs)[0];

/** `A [*, n, n]` → `[*]`. */
export const det: Op<readonly [a: Tensor], NoAttrs, readonly [Tensor]> = {
  name: 'det',
  label: 'linalg.det',
  run([a]) {
    checkSquare('linalg.det', a);
    checkFloats('linalg.det', a);
    const n = a.size(-1);
    const [value] = eachItem('linalg.det', [[a, 2]], [{ shape: [], dtype: a.dtype }], ([matrix], [out]) => {
      out![0] = determinant(matrix!, n);
    });
    return [value!];
  },
  gradient: gradientRule({
    name: 'LinalgDetBackward0',
    save: ({ inputs: [a], outputs: [y] }) => [a, y],
    backward: ({ grad, saved: [a, y] }) => {
      const zero = isNearlySingular(a.detach(), y.detach());
      const factor = (t: Tensor): Tensor => t.unsqueeze(-1).unsqueeze(-1);
      if (!readSync('linalg.det', zero).some(Boolean)) return [inverse(a).mT.mul(factor(grad.mul(y)))];
      const singular = factor(zero);
      // an invertible matrix in place of the singular ones, whose gradient would be NaN times 0
      const unit = eye(a.size(-1), { dtype: a.dtype, device: a.device });
      const regular = where(singular, unit, a);
      const spread = unit.mul(cumulative(unit));
      const degenerate = where(singular, a, spread);
      const regularPart = inverse(regular).mT.mul(factor(det_(regular)));
      return [where(singular, cofactors(degenerate), regularPart).mul(factor(grad))];
    },
  }),
};

/** Whether the determinant is nothing but rounding: next to the product of the rows' lengths, which bounds it. */
function isNearlySingular(a: Tensor, value: Tensor): Tensor {
  const bound = a.mul(a).sum(-1).sqrt().prod(-1);
  return value.abs().le(bound.mul(a.size(-1) * epsilon[a.dtype === 'float64' ? 'float64' : 'float32']));
}

/** 1, 2, … along the rows: singular values that differ, as gradients of singular vectors need them. */
function cumulative(unit: Tensor): Tensor {
  return cumsum(unit.sum(0), 0);
}

/** `A [*, n, n]` → sign of the determinant and logarithm of its magnitude, `[*]` each. */
export const slogdet: Op<readonly [a: Tensor], NoAttrs, readonly [sign: Tensor, logabsdet: Tensor]> = {
  name: 'slogdet',
  label: 'linalg.slogdet',
  run([a]) {
    checkSquare('linalg.slogdet', a);
    checkFloats('linalg.slogdet', a);
    const n = a.size(-1);
    const result = { shape: [], dtype: a.dtype };
    const [sign, logarithm] = eachItem('linalg.slogdet', [[a, 2]], [result, result], ([matrix], [s, l]) => {
      [s![0], l![0]] = logDeterminant(matrix!, n);
    });
    return [sign!, logarithm!];
  },
  gradient: gradientRule({
    name: 'LinalgSlogdetBackward0',
    save: ({ inputs: [a] }) => [a],
    backward: ({ grads: [, grad], saved: [a] }) => [grad && inverse(a).mT.mul(grad.unsqueeze(-1).unsqueeze(-1))],
  }),
};
