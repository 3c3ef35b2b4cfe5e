/**
 * @file Helpers around parameters, as torch.nn.utils.
 */
export { type ClipGradNormOptions, clipGradNorm_, clipGradValue_ } from './clip-grad.js';
export * as parametrizations from './parametrizations/index.js';
export * as parametrize from './parametrize/index.js';
export * as prune from './prune/index.js';
export * as rnn from './rnn/index.js';
export { parametersToVector, vectorToParameters } from './vector.js';
export { fuseConvBnEval, fuseLinearBnEval } from './fusion.js';
export { removeSpectralNorm, spectralNorm, type SpectralNormOptions } from './spectral-norm.js';
export * as stateless from './stateless.js';
export { removeWeightNorm, weightNorm, type WeightNormOptions } from './weight-norm.js';
