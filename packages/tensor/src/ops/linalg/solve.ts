/**
 * @file Linear systems and inverses.
 */
import { dispatch } from '../../dispatch.js';
import { gradientRule } from '../../gradient.js';
import { luFactor, luSolve } from '../../numeric/linalg/lu.js';
import { noAttrs, type NoAttrs, type Op } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import { eachItem } from '../on-host.js';
import { checkFloats, checkSquare, matrixSize } from './checks.js';
import { checkSystem } from './triangular.js';

/** X of `A·X = B` with `A [*, n, n]`, `B [*, n, k]`, and the position of the first zero pivot (0: A is invertible). */
export const solve: Op<readonly [a: Tensor, b: Tensor], NoAttrs, readonly [x: Tensor, info: Tensor]> = {
  name: 'solve',
  label: 'linalg.solve',
  run([a, b]) {
    checkSystem('linalg.solve', a, b);
    checkFloats('linalg.solve', a, b);
    const [n, k] = matrixSize(b);
    const pivots = new Float64Array(n);
    const [x, info] = eachItem(
      'linalg.solve',
      [
        [a, 2],
        [b, 2],
      ],
      [
        { shape: [n, k], dtype: b.dtype },
        { shape: [], dtype: 'int32' },
      ],
      ([matrix, right], [out, code]) => {
        code![0] = luFactor(matrix!, n, n, pivots);
        luSolve(matrix!, pivots, n, right!, k, false);
        out!.set(right!);
      },
    );
    return [x!, info!];
  },
  gradient: gradientRule({
    name: 'LinalgSolveExBackward0',
    save: ({ inputs: [a], outputs: [x] }) => [a, x],
    backward: ({ grad, saved: [a, x], needs }) => {
      const [b] = dispatch(solve, [a.mT, grad], noAttrs);
      return [needs[0] && b.neg().matmul(x.mT), needs[1] && b];
    },
  }),
};

/** The inverse of `A [*, n, n]`, and the position of the first zero pivot (0: A is invertible). */
export const inv: Op<readonly [a: Tensor], NoAttrs, readonly [inverse: Tensor, info: Tensor]> = {
  name: 'inv',
  label: 'linalg.inv',
  run([a]) {
    checkSquare('linalg.inv', a);
    checkFloats('linalg.inv', a);
    const n = a.size(-1);
    const pivots = new Float64Array(n);
    const [inverse, info] = eachItem(
      'linalg.inv',
      [[a, 2]],
      [
        { shape: [n, n], dtype: a.dtype },
        { shape: [], dtype: 'int32' },
      ],
      ([matrix], [out, code]) => {
        code![0] = luFactor(matrix!, n, n, pivots);
        for (let i = 0; i < n; i++) out![i * n + i] = 1;
        luSolve(matrix!, pivots, n, out!, n, false);
      },
    );
    return [inverse!, info!];
  },
  gradient: gradientRule({
    name: 'LinalgInvExBackward0',
    save: ({ outputs: [y] }) => [y],
    backward: ({ grad, saved: [y] }) => [y.mT.matmul(grad).matmul(y.mT).neg()],
  }),
};
