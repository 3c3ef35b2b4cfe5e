/**
 * @file Pseudoinverses.
 */
import { where } from '../../api/where-function.js';
import { dispatch } from '../../dispatch.js';
import { gradientRule } from '../../gradient.js';
import type { Op } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import { checkFloats, checkMatrix, matrixSize } from './checks.js';
import { eigh } from './eigh.js';
import { svd } from './svd.js';

/** Below which size singular values count as 0: the larger of `atol` and `rtol` times the largest one. */
export interface Tolerance {
  readonly atol: Tensor | number | null;
  /** `null`: the dtype's epsilon times the larger size of the matrix, or 0 with a positive `atol`. */
  readonly rtol: Tensor | number | null;
}

export interface PinvAttrs extends Tolerance {
  /** The matrices are symmetric, of which the lower triangle is read. */
  readonly hermitian: boolean;
}

/** Distance of 1 from the next larger number. */
export const epsilon: Readonly<Record<'float32' | 'float64', number>> = { float32: 2 ** -23, float64: Number.EPSILON };

/** A tolerance as a tensor or number that goes with `[*]`. */
const column = (value: Tensor | number): Tensor | number => (typeof value === 'number' ? value : value.unsqueeze(-1));

/** The tolerance for singular values `s [*, k]` in descending order of `[*, m, n]` matrices, as `[*, 1]`. */
export function threshold(s: Tensor, { atol, rtol }: Tolerance, m: number, n: number): Tensor {
  const usual = epsilon[s.dtype === 'float64' ? 'float64' : 'float32'] * Math.max(m, n);
  const absolute = atol ?? 0;
  const relative =
    rtol ?? (typeof absolute === 'number' ? (absolute > 0 ? 0 : usual) : where(absolute.gt(0), 0, usual));
  const largest = s.size(-1) === 0 ? s.newZeros([...s.shape.slice(0, -1), 1]) : s.amax(-1, { keepdim: true });
  const scaled = largest.mul(column(relative)).to(s.dtype);
  return typeof absolute === 'number' ? scaled.clampMin(absolute) : scaled.maximum(column(absolute)).to(s.dtype);
}

/** Reciprocals of the singular values that count, 0 for the others. */
function reciprocals(s: Tensor, tolerance: Tolerance, m: number, n: number): Tensor {
  const magnitudes = s.abs();
  const counts = magnitudes.gt(threshold(magnitudes, tolerance, m, n));
  return where(counts, s.reciprocal(), 0).to(s.dtype);
}

/** `A [*, m, n]` → `[*, n, m]`. */
export const pinv: Op<readonly [a: Tensor], PinvAttrs, readonly [Tensor]> = {
  name: 'pinv',
  label: 'linalg.pinv',
  run([a]) {
    checkMatrix('linalg.pinv', a);
    checkFloats('linalg.pinv', a);
    return undefined;
  },
  decompose([a], { hermitian, ...tolerance }) {
    const [m, n] = matrixSize(a);
    if (a.numel() === 0) return [a.newZeros([...a.shape.slice(0, -2), n, m])];
    if (hermitian) {
      const [w, v] = dispatch(eigh, [a], { upper: false });
      return [v.mul(reciprocals(w, tolerance, m, n).unsqueeze(-2)).matmul(v.mT)];
    }
    const [u, s, vh] = dispatch(svd, [a], { full: false });
    return [vh.mT.mul(reciprocals(s, tolerance, m, n).unsqueeze(-2)).matmul(u.mT)];
  },
  gradient: gradientRule({
    name: 'LinalgPinvBackward0',
    save: ({ inputs: [a], outputs: [p] }) => [a, p],
    backward: ({ grad, saved: [a, p] }) => [pinvGradient(grad.mT, a, p)],
  }),
};

/** @see Golub, Pereyra: The differentiation of pseudo-inverses, SIAM J. Numer. Anal. 10 (1973), for matrices of constant rank. */
function pinvGradient(gt: Tensor, a: Tensor, p: Tensor): Tensor {
  const [m, n] = matrixSize(a);
  if (m <= n) {
    const k = gt.matmul(p);
    const kp = k.matmul(p.mT);
    return kp
      .sub(p.matmul(k).mT)
      .sub(a.matmul(p).matmul(kp))
      .add(p.mT.matmul(p).matmul(gt.sub(k.matmul(a))));
  }
  const k = p.matmul(gt);
  const pk = p.mT.matmul(k);
  return pk
    .sub(k.matmul(p).mT)
    .sub(pk.matmul(p).matmul(a))
    .add(gt.sub(a.matmul(k)).matmul(p).matmul(p.mT));
}
