/**
 * @file `torch.linalg`: linear algebra over batches of matrices, float32 and float64, computed in double precision.
 *
 * `eig` and `eigvals` are not here: their results are complex numbers, which tensors do not hold.
 */
export { matmul } from '../matrix.js';
export * from './factorize.js';
export * from './least-squares.js';
export * from './norm.js';
export * from './products.js';
export * from './solve.js';
export * from './spectrum.js';
