/**
 * @file Initial values of parameters, as torch.nn.init: after the same `manualSeed` the numbers are PyTorch's.
 */
export * from './constants.js';
export * from './distributions.js';
export type { DrawOptions } from './draw.js';
export { calculateGain, type Nonlinearity } from './gain.js';
export * from './orthogonal.js';
export * from './scaled.js';
