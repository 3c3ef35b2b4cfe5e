/**
 * @file PyTorch's second names of functions.
 */
export {
  div as divide,
  mul as multiply,
  sub as subtract,
  atan2 as arctan2,
} from '../api/arithmetic.js';
export { clamp as clip } from '../api/choose.js';
export { ge as greaterEqual, gt as greater, le as lessEqual, lt as less, ne as notEqual } from '../api/comparison.js';
export { outer as ger } from '../api/matrix.js';
export { movedim as moveaxis, swapaxes as swapdims } from '../api/permute.js';
export {
  acos as arccos,
  acosh as arccosh,
  asin as arcsin,
  asinh as arcsinh,
  atan as arctan,
  atanh as arctanh,
} from '../api/trigonometry.js';
export { abs as absolute, neg as negative, trunc as fix } from '../api/unary.js';
