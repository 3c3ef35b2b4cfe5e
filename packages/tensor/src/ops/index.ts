/**
 * @file Every op by name: what gradient rules and tracers refer to.
 */
export * from './blend.js';
export * from './copy.js';
export * from './device.js';
export * from './elementwise.js';
export * from './gather.js';
export * from './indexing.js';
export * from './join.js';
export * from './linalg/index.js';
export * from './matmul.js';
export * from './nn/index.js';
export * from './optim.js';
export * from './rearrange.js';
export * from './reduce.js';
export * from './scan.js';
export * from './softmax.js';
export * from './sort.js';
export * from './special-functions.js';
export * from './special-pairs.js';
export * from './special.js';
export * from './statistics.js';
export * from './view.js';
