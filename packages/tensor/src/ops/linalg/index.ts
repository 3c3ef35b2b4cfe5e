/**
 * @file Ops of linear algebra.
 */
export * from './cholesky.js';
export * from './det.js';
export * from './eigh.js';
export * from './exponential.js';
export { luFactor, luSolve } from './lu.js';
export * from './norm.js';
export { type PinvAttrs, pinv } from './pinv.js';
export { geqrf, householderProduct, qr, type QrAttrs, type QrMode } from './qr.js';
export * from './solve.js';
export { solveTriangular, type TriangularAttrs } from './triangular.js';
export { svd, type SvdAttrs, svdvals } from './svd.js';
