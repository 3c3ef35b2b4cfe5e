/**
 * @file Helpers around parameters, as torch.nn.utils.
 */
export { type ClipGradNormOptions, clipGradNorm_, clipGradValue_ } from './clip-grad.js';
export * as rnn from './rnn/index.js';
export { parametersToVector, vectorToParameters } from './vector.js';
