/**
 * @module @x/functional
 *
 * torch.nn.functional: the functions behind the layers, with their parameters as arguments. They work with and without
 * @x/autograd.
 */
export type { InplaceOptions } from './activate.js';
export * from './adaptive-pool.js';
export * from './avg-pool.js';
export * from './binary-losses.js';
export * from './conv.js';
export * from './cross-entropy.js';
export * from './distance.js';
export * from './dropout.js';
export * from './embedding.js';
export * from './fold.js';
export * from './hard.js';
export * from './linear.js';
export * from './max-pool.js';
export { type NllOptions, nllLoss } from './nll-loss.js';
export * from './normalization.js';
export { checkChoice, perDimension, type Sizes, withDefaults } from './options.js';
export * from './pad.js';
export * from './rectifiers.js';
export type { LossOptions, Reduction } from './reduction.js';
export * from './regression-losses.js';
export * from './smooth.js';
export * from './softmax.js';
