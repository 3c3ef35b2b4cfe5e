/**
 * @module @x/nn
 *
 * Modules, parameters, layers, losses and initialisation, with the names, defaults, initial values and printed text of
 * torch.nn.
 */
export * from './activations/hard.js';
export * from './activations/random.js';
export * from './activations/rectifiers.js';
export * from './activations/smooth.js';
export * from './activations/softmax.js';
export * from './containers/dict.js';
export type { ByName } from './containers/items.js';
export * from './containers/list.js';
export * from './containers/sequential.js';
export * as init from './init/index.js';
export * from './layers/adaptive-avg-pooling.js';
export * from './layers/adaptive-max-pooling.js';
export * from './layers/avg-pooling.js';
export * from './layers/batch-norm.js';
export * from './layers/conv.js';
export * from './layers/conv-transpose.js';
export * from './layers/distance.js';
export * from './layers/dropout.js';
export * from './layers/embedding.js';
export * from './layers/embedding-bag.js';
export type { FactoryOptions } from './layers/factory.js';
export * from './layers/fractional-pooling.js';
export * from './layers/instance-norm.js';
export * from './layers/linear.js';
export * from './layers/fold.js';
export * from './layers/lp-pooling.js';
export * from './layers/max-pooling.js';
export * from './layers/norm.js';
export * from './layers/padding/index.js';
export * from './layers/response-norm.js';
export * from './layers/rms-norm.js';
export * from './layers/shape.js';
export * from './layers/shuffle.js';
export * from './layers/unpooling.js';
export * from './layers/upsample.js';
export * from './losses/adaptive-softmax.js';
export * from './losses/classification.js';
export * from './losses/ctc.js';
export * from './losses/distance.js';
export * from './losses/distribution.js';
export * from './losses/margin.js';
export * from './losses/regression.js';
export type { AnyModule } from './module/any-module.js';
export type { FullBackwardHook, ModuleGradients } from './module/backward-hooks.js';
export { isBuffer, isModule, isParameter } from './module/brand.js';
export { Buffer, type BufferOptions } from './module/buffer.js';
export type { ForwardHook, ForwardPreHook } from './module/hooks.js';
export { Module } from './module/module.js';
export { Parameter, type ParameterOptions } from './module/parameter.js';
export type { Named, NamedOptions } from './module/registration.js';
export {
  type IncompatibleKeys,
  type SizeMismatch,
  type StateDict,
  StateDictError,
  type StateSource,
} from './module/state-dict.js';
export type { RecurrentOptions } from './recurrent/base.js';
export * from './recurrent/cell-modules.js';
export * from './recurrent/layers.js';
export * from './transformer/index.js';
export * from './utils/summary.js';
export * as utils from './utils/index.js';
