/**
 * @module @x/tensor
 *
 * N-dimensional arrays with the names, defaults and numbers of PyTorch: the core, and every further function and method.
 */
import './further/install.js';

export * from './core.js';
export { isNonzero, isSameSize, isSigned } from './api/about.js';
export * from './api/assemble.js';
export * from './api/cdist.js';
export * from './api/contract.js';
export * from './api/covariance.js';
export * from './api/distances.js';
export * from './api/einsum.js';
export * as linalg from './api/linalg/index.js';
export * from './api/matrix-functions.js';
export { chainMatmul, tensordot, type TensordotOptions } from './api/tensordot.js';
export * from './api/calculus.js';
export * from './api/counting.js';
export { diag, diagEmbed, type DiagEmbedOptions, diagflat } from './api/diagonals.js';
export * from './api/draws.js';
export * from './api/grids.js';
export * from './api/interop.js';
export * from './api/native-norm.js';
export * from './api/order-statistics.js';
export { bitwiseLeftShift, bitwiseRightShift, gcd, lcm, nextafter } from './api/pairs.js';
export {
  atleast1d,
  atleast2d,
  atleast3d,
  columnStack,
  dsplit,
  dstack,
  hsplit,
  narrowCopy,
  type Sections,
  splitWithSizes,
  tensorSplit,
  type TensorList,
  vsplit,
} from './api/pieces.js';
export * from './api/pad.js';
export * from './api/polygamma.js';
export * from './api/products.js';
export * from './api/quantile.js';
export * from './api/running.js';
export * from './api/scatter-reduce.js';
export * from './api/sets.js';
export * from './api/sort.js';
export * as special from './api/special/index.js';
export * from './api/special-functions.js';
export {
  adjoint,
  argwhere,
  fill,
  fliplr,
  flipud,
  repeatInterleave,
  type RepeatInterleaveOptions,
  rot90,
  type Rot90Options,
  sumToSize,
} from './api/turns.js';
export * from './api/writes.js';
export * from './further/aliases.js';
export { norm } from './further/norm.js';
export { cat as concat, cat as concatenate, vstack as rowStack } from './api/join.js';
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
  type MantissaExponent,
  positive,
  rad2deg,
  real,
  sgn,
  signbit,
  trueDivide,
} from './api/pointwise.js';
export * as ops from './ops/index.js';
