/**
 * @file Common parametrizations, as torch.nn.utils.parametrizations.
 */
export { orthogonal, type OrthogonalMap, type OrthogonalOptions } from './orthogonal.js';
export { spectralNorm } from './spectral-norm.js';
export { weightNorm } from './weight-norm.js';
