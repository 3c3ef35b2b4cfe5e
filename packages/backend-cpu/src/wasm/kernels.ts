/**
 * @file The device's kernels where there is a module: those that it has, with the reference kernels behind them.
 */
import type { FusedKernels, RequiredKernels } from '@x/tensor/core';
import type { CpuBuffer } from '../buffer.js';
import { kernels as reference } from '../kernels/index.js';
import { attentionBackwardKernel, attentionKernel } from './attention.js';
import { binaryKernel, compareKernel } from './binary.js';
import { castKernel, copyKernel } from './copy.js';
import { conv2dInputGradKernel, conv2dKernel, conv2dWeightGradKernel } from './conv.js';
import type { Engine } from './engine.js';
import { fillKernel } from './fill.js';
import { gatherKernel, scatterAddKernel, scatterKernel } from './gather.js';
import {
  argReduceKernel,
  logSoftmaxBackwardKernel,
  logSoftmaxKernel,
  scanKernel,
  softmaxBackwardKernel,
  softmaxKernel,
} from './lines.js';
import { addmmKernel, matmulKernel } from './matmul.js';
import {
  batchNormBackwardKernel,
  batchNormInferenceKernel,
  batchNormKernel,
  groupNormBackwardKernel,
  groupNormKernel,
  layerNormBackwardKernel,
  layerNormKernel,
} from './norm.js';
import { avgPool2dBackwardKernel, avgPool2dKernel, maxPool2dBackwardKernel, maxPool2dKernel } from './pool.js';
import { gruCellBackwardKernel, gruCellKernel, lstmCellBackwardKernel, lstmCellKernel } from './recurrent.js';
import { reduceKernel } from './reduce.js';
import { sortKernel } from './sort.js';
import { adamKernel, rmspropKernel, sgdKernel } from './steps.js';
import { unaryKernel } from './unary.js';
import { whereKernel } from './where.js';

/** All kernels over one heap. */
export function engineKernels(engine: Engine): RequiredKernels<CpuBuffer> & FusedKernels<CpuBuffer> {
  const copy = copyKernel(engine);
  return {
    ...reference,
    fill: fillKernel(engine),
    copy,
    cast: castKernel(engine),
    unary: unaryKernel(engine),
    binary: binaryKernel(engine),
    compare: compareKernel(engine),
    where: whereKernel(engine),
    reduce: reduceKernel(engine),
    argReduce: argReduceKernel(engine),
    gather: gatherKernel(engine),
    scatter: scatterKernel(engine),
    scatterAdd: scatterAddKernel(engine),
    softmax: softmaxKernel(engine),
    logSoftmax: logSoftmaxKernel(engine),
    softmaxBackward: softmaxBackwardKernel(engine),
    logSoftmaxBackward: logSoftmaxBackwardKernel(engine),
    layerNorm: layerNormKernel(engine),
    layerNormBackward: layerNormBackwardKernel(engine),
    batchNorm: batchNormKernel(engine),
    batchNormBackward: batchNormBackwardKernel(engine),
    batchNormInference: batchNormInferenceKernel(engine),
    groupNorm: groupNormKernel(engine),
    groupNormBackward: groupNormBackwardKernel(engine),
    attention: attentionKernel(engine),
    attentionBackward: attentionBackwardKernel(engine),
    lstmCell: lstmCellKernel(engine),
    lstmCellBackward: lstmCellBackwardKernel(engine),
    gruCell: gruCellKernel(engine),
    gruCellBackward: gruCellBackwardKernel(engine),
    scan: scanKernel(engine),
    sort: sortKernel(engine),
    sgdStep: sgdKernel(engine),
    rmspropStep: rmspropKernel(engine),
    adamStep: adamKernel(engine),
    matmul: matmulKernel(engine),
    addmm: addmmKernel(engine, copy),
    conv2d: conv2dKernel(engine, copy),
    conv2dInputGrad: conv2dInputGradKernel(engine, copy),
    conv2dWeightGrad: conv2dWeightGradKernel(engine, copy),
    maxPool2d: maxPool2dKernel(engine, copy),
    maxPool2dBackward: maxPool2dBackwardKernel(engine, copy),
    avgPool2d: avgPool2dKernel(engine, copy),
    avgPool2dBackward: avgPool2dBackwardKernel(engine, copy),
  };
}
