/**
 * @file Ops of neural networks.
 */
export * from './activation.js';
export * from './adaptive.js';
export * from './attention.js';
export { type AttentionBackwardAttrs, scaledDotProductAttentionBackward } from './attention-gradient.js';
export * from './attention-weights.js';
export * from './avg-pool.js';
export * from './bce.js';
export { checkFloating, naming } from './composite.js';
export * from './convolution.js';
export * from './convolution-transpose.js';
export * from './ctc.js';
export * from './embedding.js';
export * from './embedding-bag.js';
export * from './grid-sample.js';
export * from './gru.js';
export * from './heads.js';
export * from './im2col.js';
export * from './lstm.js';
export * from './margin.js';
export * from './max-pool.js';
export * from './nll.js';
export type * from './moments.js';
export * from './normalization.js';
export * from './normalization-gradient.js';
export * from './pad.js';
export * from './pdist.js';
export * from './pool-3d.js';
export * from './unpool.js';
export * from './fractional-pool.js';
export * from './reduction.js';
export * from './regression.js';
export { type LineAttrs, type Sampling, type Taps } from './resample.js';
export * from './shuffle.js';
export * from './upsample.js';
export { type Grid, type Pair, planeOf, type Window } from './window.js';
