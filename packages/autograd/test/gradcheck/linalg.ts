/**
 * @file Rows of linear algebra. What depends on signs that an algorithm chooses is squared or put together again.
 */
import { dispatch, eye, linalg, noAttrs, ops, type Tensor, tensor } from '@x/tensor';
import { leaf, type Row } from './core.js';

/** Batches of matrices far from singular. */
function regular(): Tensor {
  const unit = eye(3, { dtype: 'float64' }).mul(4);
  return leaf([2, 3, 3]).detach().add(unit).requiresGrad_();
}

const symmetric = (x: Tensor): Tensor => x.add(x.mT);
const positive = (x: Tensor): Tensor => x.matmul(x.mT).add(eye(3, { dtype: 'float64' }));
/** Singular, with singular values 3, 2 and 0. */
const degenerate = tensor(
  [
    [3, 0, 0],
    [0, 2, 0],
    [0, 0, 0],
  ],
  { dtype: 'float64' },
).requiresGrad_();

export const linalgRows: readonly (readonly [name: string, row: Row])[] = [
  [
    'choleskyFactor',
    { fn: (x) => dispatch(ops.choleskyFactor, [positive(x)], { upper: false })[0], inputs: [leaf([2, 3, 3])] },
  ],
  [
    'choleskyFactor of the upper triangle',
    { fn: (x) => linalg.cholesky(positive(x), { upper: true }), inputs: [leaf([3, 3])] },
  ],
  [
    'choleskySolve',
    { fn: (b, x) => b.choleskySolve(linalg.cholesky(positive(x))), inputs: [leaf([3, 2]), leaf([2, 3, 3])] },
  ],
  [
    'choleskySolve with the upper factor',
    {
      fn: (b, x) => b.choleskySolve(linalg.cholesky(positive(x), { upper: true }), { upper: true }),
      inputs: [leaf([3, 2]), leaf([3, 3])],
    },
  ],
  [
    'solveTriangular',
    { fn: (a, b) => linalg.solveTriangular(a, b, { upper: true }), inputs: [regular(), leaf([3, 2])] },
  ],
  [
    'solveTriangular from the right with ones on the diagonal',
    {
      fn: (a, b) => linalg.solveTriangular(a, b, { upper: false, left: false, unitriangular: true }),
      inputs: [regular(), leaf([2, 3])],
    },
  ],
  ['luFactor', { fn: (a) => linalg.luFactor(a).LU, inputs: [regular()] }],
  ['luFactor of wide matrices', { fn: (a) => linalg.luFactor(a).LU, inputs: [leaf([2, 2, 4])] }],
  ['luFactor of tall matrices', { fn: (a) => linalg.luFactor(a).LU, inputs: [leaf([2, 4, 2])] }],
  [
    'luSolve',
    {
      fn: (a, b) => {
        const { LU, pivots } = linalg.luFactor(a);
        return linalg.luSolve(LU, pivots, b);
      },
      inputs: [regular(), leaf([3, 2])],
    },
  ],
  [
    'luSolve of the transposed from the right',
    {
      fn: (a, b) => {
        const { LU, pivots } = linalg.luFactor(a);
        return linalg.luSolve(LU, pivots, b, { left: false, adjoint: true });
      },
      inputs: [regular(), leaf([2, 3])],
    },
  ],
  ['solve', { fn: (a, b) => linalg.solve(a, b), inputs: [regular(), leaf([3, 2])] }],
  ['inv', { fn: (a) => linalg.inv(a), inputs: [regular()] }],
  ['pinv', { fn: (a) => linalg.pinv(a), inputs: [leaf([2, 4, 2])] }],
  ['pinv of wide matrices', { fn: (a) => linalg.pinv(a), inputs: [leaf([2, 2, 4])] }],
  ['det', { fn: (a) => linalg.det(a), inputs: [regular()] }],
  ['det of a singular matrix', { fn: (a) => linalg.det(a), inputs: [degenerate], once: true }],
  ['slogdet', { fn: (a) => linalg.slogdet(a).logabsdet, inputs: [regular()] }],
  ['qr', { fn: (a) => Object.values(linalg.qr(a)), inputs: [leaf([2, 4, 2])] }],
  ['qr of wide matrices', { fn: (a) => Object.values(linalg.qr(a)), inputs: [leaf([2, 2, 4])] }],
  [
    'householderProduct',
    { fn: (a, tau) => linalg.householderProduct(a, tau), inputs: [leaf([2, 4, 2]), leaf([2, 2])] },
  ],
  [
    'eigh',
    {
      fn: (x) => {
        const { eigenvalues, eigenvectors } = linalg.eigh(symmetric(x));
        return [eigenvalues, eigenvectors.pow(2)];
      },
      inputs: [leaf([2, 3, 3])],
    },
  ],
  ['eigvalsh', { fn: (x) => linalg.eigvalsh(symmetric(x)), inputs: [leaf([2, 3, 3])] }],
  [
    'svd',
    {
      fn: (x) => {
        const { U, S, Vh } = linalg.svd(x, { fullMatrices: false });
        return [U.pow(2), S, Vh.pow(2)];
      },
      inputs: [leaf([2, 4, 3])],
    },
  ],
  [
    'svd of wide matrices',
    {
      fn: (x) => {
        const { U, S, Vh } = linalg.svd(x, { fullMatrices: false });
        return [U.pow(2), S, Vh.pow(2)];
      },
      inputs: [leaf([2, 2, 4])],
    },
  ],
  ['svdvals', { fn: (x) => linalg.svdvals(x), inputs: [leaf([2, 3, 4])] }],
  ['matrixExp', { fn: (x) => dispatch(ops.matrixExp, [x], noAttrs)[0], inputs: [leaf([2, 3, 3])] }],
  ...[0.5, 1, 1.5, 2, 3, Infinity].map((ord): readonly [string, Row] => [
    `vectorNorm${ord === 2 ? '' : ` of order ${ord}`}`,
    { fn: (x) => linalg.vectorNorm(x, { ord, dim: -1 }), inputs: [leaf([2, 3])] },
  ]),
];
