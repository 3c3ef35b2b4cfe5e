/**
 * @file Common parametrizations, as torch.nn.utils.parametrizations.
 */
export { spectralNorm } from './spectral-norm.js';
export { weightNorm } from './weight-norm.js';
