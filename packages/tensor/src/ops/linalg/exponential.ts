/**
 * @file Exponentials of matrices.
 */
import { cat } from '../../api/join.js';
import { dispatch } from '../../dispatch.js';
import { gradientRule } from '../../gradient.js';
import { matrixExponential } from '../../numeric/linalg/exponential.js';
import { noAttrs, type NoAttrs, type Op } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import { eachItem } from '../on-host.js';
import { checkFloats, checkSquare } from './checks.js';

/** `A [*, n, n]` → `exp(A)`. */
export const matrixExp: Op<readonly [a: Tensor], NoAttrs, readonly [Tensor]> = {
  name: 'matrixExp',
  label: 'linalg.matrixExp',
  run([a]) {
    checkSquare('linalg.matrixExp', a);
    checkFloats('linalg.matrixExp', a);
    const n = a.size(-1);
    const [y] = eachItem('linalg.matrixExp', [[a, 2]], [{ shape: [n, n], dtype: a.dtype }], ([x], [out]) => {
      out!.set(matrixExponential(x!, n));
    });
    return [y!];
  },
  gradient: gradientRule({
    name: 'LinalgMatrixExpBackward0',
    save: ({ inputs: [a] }) => [a],
    /** exp of [[Aᵀ, G], [0, Aᵀ]] has the gradient in its upper right corner. */
    backward: ({ grad, saved: [a] }) => {
      const n = a.size(-1);
      const upper = cat([a.mT, grad], -1);
      const lower = cat([a.mT.detach().mul(0), a.mT], -1);
      const [whole] = dispatch(matrixExp, [cat([upper, lower], -2)], noAttrs);
      return [whole.narrow(-2, 0, n).narrow(-1, n, n)];
    },
  }),
};
