/**
 * @file Functions that are methods of Tensor too in programs that load the main entry.
 */
export * from '../api/about.js';
export * from '../api/distributions.js';
export * from '../api/random-like.js';
export * from '../api/rearrange.js';
export * from '../api/scan.js';
export * from '../api/sort.js';
export * from '../api/statistics.js';
export * from '../api/inplace-further.js';
export * from '../api/polygamma-method.js';
export * from '../api/special-functions.js';
export { diff } from '../api/calculus.js';
export * from '../api/contract.js';
export * from '../api/covariance.js';
export { bincount, histc, histogram } from '../api/counting.js';
export * from '../api/diagonals.js';
export * from '../api/distances.js';
export * from '../api/matrix-functions.js';
export * from '../api/order-statistics.js';
export { bitwiseLeftShift, bitwiseRightShift, gcd, lcm, nextafter } from '../api/pairs.js';
export { dsplit, hsplit, narrowCopy, splitWithSizes, tensorSplit, vsplit } from '../api/pieces.js';
export {
  angle,
  deg2rad,
  frexp,
  heaviside,
  isneginf,
  isposinf,
  isreal,
  ldexp,
  logaddexp2,
  positive,
  rad2deg,
  real,
  sgn,
  signbit,
  trueDivide,
} from '../api/pointwise.js';
export * from '../api/products.js';
export { bernoulli, multinomial } from '../random-tensors.js';
export { nanquantile, quantile } from '../api/quantile.js';
export * from '../api/running.js';
export { indexReduce, scatterReduce } from '../api/scatter-reduce.js';
export { unique, uniqueConsecutive } from '../api/sets.js';
export * from '../api/turns.js';
export * from '../api/writes.js';
export * from './aliases.js';
export { norm } from './norm.js';
