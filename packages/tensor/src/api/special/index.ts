/**
 * @file `torch.special`: special functions, elementwise. Those that are under torch too are the same functions here.
 */
export { xlogy } from '../arithmetic.js';
export { round } from '../choose.js';
export { logSoftmax, softmax } from '../softmax.js';
export { i0, logit, mvlgamma as multigammaln, sinc } from '../special-functions.js';
export { polygamma } from '../polygamma.js';
export { logsumexp } from '../statistics.js';
export {
  digamma,
  digamma as psi,
  erf,
  erfc,
  erfinv,
  exp2,
  expm1,
  lgamma as gammaln,
  log1p,
  sigmoid as expit,
} from '../unary.js';
export * from './functions.js';
export { i0 as modifiedBesselI0 } from '../special-functions.js';
export { i1 as modifiedBesselI1 } from './functions.js';
export * from './pairs.js';
export * from './polynomials.js';
