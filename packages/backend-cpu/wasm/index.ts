/**
 * @file The module: its exports are the exports of these files. AssemblyScript, compiled by scripts/build-wasm.mjs.
 * Addresses are in bytes, sizes and strides in elements.
 */
export * from './memory';
export * from './fill';
export * from './unary';
export * from './binary';
export { gemm_f32, gemm_f64, gemmScratch } from './gemm';
export { conv2d_f32, conv2d_f64, turnWeights_f32, turnWeights_f64 } from './conv';
export { convBatch_f32, convBatch_f64 } from './convBatch';
export { filterGrad_f32, filterGrad_f64 } from './weightGrad';
export { winograd_f32 } from './winograd';
export { winogradWeightGrad_f32 } from './winogradGrad';
export { conv2dInputGrad_f32, conv2dInputGrad_f64, conv2dWeightGrad_f32, conv2dWeightGrad_f64 } from './convGrad';
export * from './compare';
export * from './where';
export * from './copy';
export * from './cast';
export { addSums, storeSums_f32, sumColumns_f32, sumGrid_f32, sumPlanes_f32, sumRows_f32 } from './sum';
export * from './extreme';
export * from './argextreme';
export { attention_f32, attentionBackward_f32, attentionScratch } from './attention';
export {
  logSoftmax_f32,
  logSoftmaxBackward_f32,
  softmax_f32,
  softmaxBackward_f32,
} from './softmax';
export * from './layerNorm';
export * from './channelNorm';
export * from './columnNorm';
export * from './scale';
export * from './scan';
export * from './recurrent';
export { adamStep_f32, sgdStep_f32 } from './steps';
export * from './rmsprop';
export * from './sort';
export * from './gather';
export { maxPool_f32, maxPool_f64, maxPoolGrad_f32, maxPoolGrad_f64 } from './maxPool';
export { avgPool_f32, avgPool_f64, avgPoolGrad_f32, avgPoolGrad_f64 } from './avgPool';
