/**
 * @file Functions of several ops that have an in-place method.
 */
export { floatPower } from '../api/arithmetic.js';
export { nanToNum } from '../api/choose.js';
export { logicalAnd, logicalNot, logicalOr, logicalXor } from '../api/comparison.js';
export { addmm, addmv, baddbmm } from '../api/matrix.js';
export { renorm } from '../api/distances.js';
export { bitwiseLeftShift, bitwiseRightShift, gcd, lcm, nextafter } from '../api/pairs.js';
export { deg2rad, heaviside, ldexp, rad2deg, sgn, trueDivide } from '../api/pointwise.js';
export { addbmm, addr } from '../api/products.js';
export { cumprod } from '../api/scan.js';
export { indexReduce, scatterReduce } from '../api/scatter-reduce.js';
export { i0, igamma, igammac, logit, mvlgamma, sinc } from '../api/special-functions.js';
export { maskedScatter, put } from '../api/writes.js';
export {
  absolute,
  arccos,
  arccosh,
  arcsin,
  arcsinh,
  arctan,
  arctan2,
  arctanh,
  clip,
  divide,
  fix,
  greater,
  greaterEqual,
  less,
  lessEqual,
  multiply,
  negative,
  notEqual,
  subtract,
} from './aliases.js';
