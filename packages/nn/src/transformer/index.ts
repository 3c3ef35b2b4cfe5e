/**
 * @file Attention and transformers.
 */
export * from './attention.js';
export {
  type DecoderMasks,
  type EncoderLayerMasks,
  TransformerDecoderLayer,
  TransformerEncoderLayer,
} from './layers.js';
export type { TransformerActivation, TransformerLayerOptions } from './options.js';
export * from './rotary.js';
export * from './stacks.js';
export * from './transformer.js';
