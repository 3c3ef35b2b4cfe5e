/**
 * @file QR factorization and products of Householder reflections.
 */
import { tril, triu } from '../../api/rearrange.js';
import { cat } from '../../api/join.js';
import { eye } from '../../create.js';
import { ShapeError, ValueError } from '../../errors.js';
import { gradientRule, recomputed } from '../../gradient.js';
import { householderColumns, qrFactor } from '../../numeric/linalg/householder.js';
import type { NoAttrs, Op } from '../../op.js';
import { sameShape, shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { eachItem } from '../on-host.js';
import { checkFloats, checkMatrix, matrixSize } from './checks.js';
import { solveTriangularTensors } from './triangular.js';

/** What comes out of a QR factorization: Q with min(m, n) columns, Q with m columns, or no Q. */
export type QrMode = 'reduced' | 'complete' | 'r';

export interface QrAttrs {
  readonly mode: QrMode;
}

/** `A [*, m, n]` → Q `[*, m, k]` and R `[*, k, n]`. */
export const qr: Op<readonly [a: Tensor], QrAttrs, readonly [q: Tensor, r: Tensor]> = {
  name: 'qr',
  label: 'linalg.qr',
  run([a], { mode }) {
    checkMatrix('linalg.qr', a);
    checkFloats('linalg.qr', a);
    const [m, n] = matrixSize(a);
    const k = mode === 'complete' ? m : Math.min(m, n);
    const tau = new Float64Array(Math.min(m, n));
    const [q, r] = eachItem(
      'linalg.qr',
      [[a, 2]],
      [
        { shape: [m, k], dtype: a.dtype },
        { shape: [k, n], dtype: a.dtype },
      ],
      ([x], [left, upper]) => {
        qrFactor(x!, m, n, tau);
        for (let i = 0; i < Math.min(m, n); i++) upper!.set(x!.subarray(i * n + i, i * n + n), i * n + i);
        if (mode !== 'r') left!.set(householderColumns(x!, m, n, tau, k));
      },
    );
    return [q!, r!];
  },
  gradient: gradientRule({
    name: 'LinalgQrBackward0',
    save: ({ outputs: [q, r] }) => [q, r],
    backward: ({ grads: [gq, gr], saved: [q, r], attrs: { mode } }) => {
      const [m, n] = [q.size(-2), r.size(-1)];
      if (mode === 'r') {
        throw new ValueError('linalg.qr', "the gradient depends on Q, which mode 'r' does not compute; use 'reduced'");
      }
      if (mode === 'complete' && m > n) {
        throw new ValueError('linalg.qr', `with mode 'complete' there is a gradient for m <= n only, got ${m} by ${n}`);
      }
      return [qrGradient(gq ?? q.detach().mul(0), gr ?? r.detach().mul(0), q, r)];
    },
  }),
};

/** Columns beyond the square that they share with Q are `Q·R₂`: what they say of Q is added to its gradient. */
function qrGradient(gq: Tensor, gr: Tensor, q: Tensor, r: Tensor): Tensor {
  const [k, n] = matrixSize(r);
  if (n === k) return tallGradient(gq, gr, q, r);
  const rest = gr.narrow(-1, k, n - k);
  const ofQ = gq.add(q.matmul(r.narrow(-1, k, n - k)).matmul(rest.mT));
  return cat([tallGradient(ofQ, gr.narrow(-1, 0, k), q, r.narrow(-1, 0, k)), q.matmul(rest)], -1);
}

function tallGradient(gq: Tensor, gr: Tensor, q: Tensor, r: Tensor): Tensor {
  const inner = triu(gr.matmul(r.mT).sub(q.mT.matmul(gq)));
  const symmetric = inner.add(triu(inner, { diagonal: 1 }).mT);
  const right = gq.add(q.matmul(symmetric));
  return solveTriangularTensors(r, right.mT, { upper: true }).mT;
}

/** `A [*, m, n]` → R with the vectors of the reflections below its diagonal, and their factors `[*, min(m, n)]`. */
export const geqrf: Op<readonly [a: Tensor], NoAttrs, readonly [a: Tensor, tau: Tensor]> = {
  name: 'geqrf',
  run([a]) {
    checkMatrix('geqrf', a);
    checkFloats('geqrf', a);
    const [m, n] = matrixSize(a);
    const [packed, tau] = eachItem(
      'geqrf',
      [[a, 2]],
      [
        { shape: [m, n], dtype: a.dtype },
        { shape: [Math.min(m, n)], dtype: a.dtype },
      ],
      ([x], [out, factors]) => {
        qrFactor(x!, m, n, factors!);
        out!.set(x!);
      },
    );
    return [packed!, tau!];
  },
};

/** The first n columns of the product of the reflections in `A [*, m, n]` with factors `tau [*, k]`. */
export const householderProduct: Op<readonly [a: Tensor, tau: Tensor], NoAttrs, readonly [Tensor]> = {
  name: 'householderProduct',
  label: 'linalg.householderProduct',
  run([a, tau]) {
    const op = 'linalg.householderProduct';
    checkReflections(op, a, tau);
    const [m, n] = matrixSize(a);
    const [q] = eachItem(
      op,
      [
        [a, 2],
        [tau, 1],
      ],
      [{ shape: [m, n], dtype: a.dtype }],
      ([x, factors], [out]) => out!.set(householderColumns(x!, m, n, factors!, n)),
    );
    return [q!];
  },
  decompose([a, tau]) {
    const [m, n] = matrixSize(a);
    const unit = eye(m, { m: n, dtype: a.dtype, device: a.device });
    const vectors = tril(a, { diagonal: -1 }).add(unit);
    let q = unit.expand(a.shape);
    for (let i = tau.size(-1) - 1; i >= 0; i--) {
      const v = vectors.narrow(-1, i, 1);
      q = q.sub(v.matmul(v.mT.matmul(q)).mul(tau.narrow(-1, i, 1).unsqueeze(-1)));
    }
    return [q];
  },
  gradient: recomputed({ name: 'LinalgHouseholderProductBackward0' }),
};

/** @throws ShapeError when there are more factors than columns, or more columns than rows. */
function checkReflections(op: string, a: Tensor, tau: Tensor): void {
  checkMatrix(op, a);
  checkFloats(op, a, tau);
  const [m, n] = matrixSize(a);
  const shapes = [a.shape, tau.shape];
  if (m < n) throw new ShapeError(op, `the input needs at least as many rows as columns, got ${m} by ${n}`, { shapes });
  if (tau.ndim !== a.ndim - 1 || !sameShape(tau.shape.slice(0, -1), a.shape.slice(0, -2))) {
    throw new ShapeError(op, `the batches of input and tau differ: ${shapeText(a.shape)} and ${shapeText(tau.shape)}`, {
      shapes,
    });
  }
  if (tau.size(-1) <= n) return;
  throw new ShapeError(op, `tau has more factors than the input has columns: ${tau.size(-1)} > ${n}`, { shapes });
}
