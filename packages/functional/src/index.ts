/**
 * @module @x/functional
 *
 * torch.nn.functional: the functions behind the layers, with their parameters as arguments. They work with and without
 * @x/autograd.
 */
export type { InplaceOptions } from './activate.js';
export * from './adaptive-pool.js';
export * from './adaptive-pool-3d.js';
export * from './avg-pool.js';
export * from './binary-losses.js';
export { type ConvOptions, conv1d, conv2d, conv3d } from './conv.js';
export * from './conv-transpose.js';
export * from './cross-entropy.js';
export * from './ctc-loss.js';
export * from './distance.js';
export * from './distance-losses.js';
export * from './distribution-losses.js';
export * from './dropout.js';
export * from './embedding.js';
export * from './fold.js';
export * from './fractional-pool.js';
export * from './hard.js';
export * from './linear.js';
export * from './lp-pool.js';
export * from './margin-losses.js';
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
export * from './unpool.js';
