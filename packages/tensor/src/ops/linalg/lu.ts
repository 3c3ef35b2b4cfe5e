/**
 * @file LU factorization.
 */
import { tril, triu } from '../../api/rearrange.js';
import { cat } from '../../api/join.js';
import { eye } from '../../create.js';
import { gradientRule, recomputed } from '../../gradient.js';
import { luFactor as factor, luSolve as solve, permuteRows } from '../../numeric/linalg/lu.js';
import type { Op } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import { eachItem } from '../on-host.js';
import { checkFloats, checkMatrix, matrixSize } from './checks.js';
import { solveTriangularTensors } from './triangular.js';

export interface LuAttrs {
  /** Rows are exchanged, so that pivots are large. */
  readonly pivot: boolean;
}

/** `L [*, m, k]`, with ones on the diagonal, and `U [*, k, n]` of the packed factors `[*, m, n]`, k = min(m, n). */
export function unpackFactors(lu: Tensor): [l: Tensor, u: Tensor] {
  const [m, n] = matrixSize(lu);
  const k = Math.min(m, n);
  const unit = eye(m, { m: k, dtype: lu.dtype, device: lu.device });
  return [tril(lu.narrow(-1, 0, k), { diagonal: -1 }).add(unit), triu(lu.narrow(-2, 0, k))];
}

/** The matrix P `[*, m, m]` that `pivots [*, k]` stand for, with `A = P·L·U`. */
export function permutationMatrix(pivots: Tensor, m: number, like: Tensor): Tensor {
  const k = pivots.size(-1);
  const [p] = eachItem('linalg.lu', [[pivots, 1]], [{ shape: [m, m], dtype: like.dtype }], ([rows], [matrix]) => {
    for (let i = 0; i < m; i++) matrix![i * m + i] = 1;
    permuteRows(matrix!, m, rows!.subarray(0, k), true);
  });
  return p!;
}

/** `A [*, m, n]` → packed factors, pivots `[*, min(m, n)]` from 1, and the position of the first zero pivot (0: none). */
export const luFactor: Op<readonly [a: Tensor], LuAttrs, readonly [lu: Tensor, pivots: Tensor, info: Tensor]> = {
  name: 'luFactor',
  label: 'linalg.luFactor',
  run([a], { pivot }) {
    checkMatrix('linalg.luFactor', a);
    checkFloats('linalg.luFactor', a);
    const [m, n] = matrixSize(a);
    const [lu, pivots, info] = eachItem(
      'linalg.luFactor',
      [[a, 2]],
      [
        { shape: [m, n], dtype: a.dtype },
        { shape: [Math.min(m, n)], dtype: 'int32' },
        { shape: [], dtype: 'int32' },
      ],
      ([x], [packed, rows, code]) => {
        code![0] = factor(x!, m, n, rows!, pivot);
        packed!.set(x!);
      },
    );
    return [lu!, pivots!, info!];
  },
  gradient: gradientRule({
    name: 'LinalgLuFactorExBackward0',
    save: ({ outputs: [lu, pivots] }) => [lu, pivots],
    backward: ({ grad, saved: [lu, pivots] }) => {
      const [l, u] = unpackFactors(lu);
      const k = l.size(-1);
      const p = permutationMatrix(pivots.detach(), lu.size(-2), lu);
      const inner = tril(grad.narrow(-1, 0, k), { diagonal: -1 });
      return [p.matmul(packedGradient(inner, triu(grad.narrow(-2, 0, k)), l, u))];
    },
  }),
};

/** `X·U⁻ᵀ` for upper triangular U. */
function overTransposed(x: Tensor, u: Tensor): Tensor {
  return solveTriangularTensors(u, x.mT, { upper: true }).mT;
}

/** Gradient of `Pᵀ·A` from those of L and U. The part beyond the square that they share is a triangular system of its own. */
function packedGradient(gl: Tensor, gu: Tensor, l: Tensor, u: Tensor): Tensor {
  const [m, k] = matrixSize(l);
  const n = u.size(-1);
  const [l1, u1] = [l.narrow(-2, 0, k), u.narrow(-1, 0, k)];
  const underL = (x: Tensor): Tensor => solveTriangularTensors(l1.mT, x, { upper: true, unitriangular: true });
  let lower = l1.mT.matmul(gl.narrow(-2, 0, k));
  let upper = gu.narrow(-1, 0, k).matmul(u1.mT);
  if (n > k) lower = lower.sub(gu.narrow(-1, k, n - k).matmul(u.narrow(-1, k, n - k).mT));
  if (m > k) upper = upper.sub(l.narrow(-2, k, m - k).mT.matmul(gl.narrow(-2, k, m - k)));
  const corner = overTransposed(underL(tril(lower, { diagonal: -1 }).add(triu(upper))), u1);
  if (n > k) return cat([corner, underL(gu.narrow(-1, k, n - k))], -1);
  if (m > k) return cat([corner, overTransposed(gl.narrow(-2, k, m - k), u1)], -2);
  return corner;
}

/** X of `A·X = B`, or `Aᵀ·X = B`, from the packed factors of `A [*, n, n]`. */
export const luSolve: Op<
  readonly [lu: Tensor, pivots: Tensor, b: Tensor],
  { readonly adjoint: boolean },
  readonly [Tensor]
> = {
  name: 'luSolve',
  label: 'linalg.luSolve',
  run([lu, pivots, b], { adjoint }) {
    checkFloats('linalg.luSolve', lu, b);
    const [n, k] = matrixSize(b);
    const [x] = eachItem(
      'linalg.luSolve',
      [
        [lu, 2],
        [pivots, 1],
        [b, 2],
      ],
      [{ shape: [n, k], dtype: b.dtype }],
      ([packed, rows, right], [out]) => {
        solve(packed!, rows!, n, right!, k, adjoint);
        out!.set(right!);
      },
    );
    return [x!];
  },
  /** By the factors, so that their gradient is right. */
  decompose([lu, pivots, b], { adjoint }) {
    const [l, u] = unpackFactors(lu);
    const p = permutationMatrix(pivots, lu.size(-1), lu);
    if (adjoint) {
      const y = solveTriangularTensors(u.mT, b, { upper: false });
      return [p.matmul(solveTriangularTensors(l.mT, y, { upper: true, unitriangular: true }))];
    }
    const y = solveTriangularTensors(l, p.mT.matmul(b), { upper: false, unitriangular: true });
    return [solveTriangularTensors(u, y, { upper: true })];
  },
  gradient: recomputed({ name: 'LinalgLuSolveBackward0', wrt: [0, 2] }),
};
