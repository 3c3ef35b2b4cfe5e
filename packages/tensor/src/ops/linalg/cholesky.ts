/**
 * @file Cholesky factorization.
 */
import { tril } from '../../api/rearrange.js';
import { dispatch } from '../../dispatch.js';
import { gradientRule } from '../../gradient.js';
import { choleskyFactor as factor } from '../../numeric/linalg/cholesky.js';
import type { Op } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import { solveTriangular } from '../../numeric/linalg/triangular.js';
import { eachItem } from '../on-host.js';
import { checkFloats, checkSquare, matrixSize } from './checks.js';
import { checkSystem, solveTriangularTensors } from './triangular.js';

export interface CholeskyAttrs {
  /** The factor is U with `Uᵀ·U`, and the input's upper triangle is read. */
  readonly upper: boolean;
}

/** `A [*, n, n]` → the factor, and the order of the first leading minor that is not positive-definite (0: none) as `[*]` int32. */
export const choleskyFactor: Op<readonly [a: Tensor], CholeskyAttrs, readonly [factor: Tensor, info: Tensor]> = {
  name: 'choleskyFactor',
  label: 'linalg.cholesky',
  run([a], { upper }) {
    checkSquare('linalg.cholesky', a);
    checkFloats('linalg.cholesky', a);
    const n = a.size(-1);
    const [lower, info] = eachItem(
      'linalg.cholesky',
      [[upper ? a.detach().mT : a, 2]],
      [
        { shape: [n, n], dtype: a.dtype },
        { shape: [], dtype: 'int32' },
      ],
      ([x], [l, code]) => {
        code![0] = factor(x!, n);
        l!.set(x!);
      },
    );
    return [upper ? lower!.mT : lower!, info!];
  },
  gradient: gradientRule({
    name: 'LinalgCholeskyExBackward0',
    save: ({ outputs: [l] }) => [l],
    backward: ({ grad, saved: [saved], attrs: { upper } }) => {
      const l = upper ? saved.mT : saved;
      const product = l.mT.matmul(upper ? grad.mT : grad);
      const symmetric = tril(product).add(tril(product, { diagonal: -1 }).mT);
      const left = solveTriangularTensors(l.mT, symmetric, { upper: true });
      // X·L = left is Lᵀ·Xᵀ = leftᵀ
      return [solveTriangularTensors(l.mT, left.mT, { upper: true }).mT.mul(0.5)];
    },
  }),
};

/** X of `A·X = B` with `B [*, n, k]` and the Cholesky factor `[*, n, n]` of A, of which one triangle is read. */
export const choleskySolve: Op<readonly [b: Tensor, factor: Tensor], CholeskyAttrs, readonly [Tensor]> = {
  name: 'choleskySolve',
  run([b, l], { upper }) {
    checkSystem('choleskySolve', l, b);
    checkFloats('choleskySolve', b, l);
    const [n, k] = matrixSize(b);
    const [x] = eachItem(
      'choleskySolve',
      [
        [b, 2],
        [l, 2],
      ],
      [{ shape: [n, k], dtype: b.dtype }],
      ([right, triangle], [out]) => {
        solveTriangular(triangle!, n, right!, k, { upper, transposed: upper, unit: false });
        solveTriangular(triangle!, n, right!, k, { upper, transposed: !upper, unit: false });
        out!.set(right!);
      },
    );
    return [x!];
  },
  // PyTorch's gradient of the factor is that of L·Lᵀ: not only of the triangle that is read
  gradient: gradientRule({
    name: 'CholeskySolveBackward0',
    save: ({ inputs: [, l], outputs: [x] }) => [l, x],
    backward: ({ grad, saved: [l, x], attrs, needs }) => {
      const [b] = dispatch(choleskySolve, [grad, l], attrs);
      if (!needs[1]) return [b, undefined];
      const product = b.matmul(x.mT);
      const symmetric = product.add(product.mT);
      return [needs[0] && b, (attrs.upper ? l.matmul(symmetric) : symmetric.matmul(l)).neg()];
    },
  }),
};
