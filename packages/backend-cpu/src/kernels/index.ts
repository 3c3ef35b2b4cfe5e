/**
 * @file All kernels of the device, by name.
 */
import type { FusedKernels, RequiredKernels } from '@x/tensor/core';
import type { CpuBuffer } from '../buffer.js';
import { adamStep } from './adamStep.js';
import { argReduce } from './argReduce.js';
import { attention, attentionBackward } from './attention.js';
import { avgPool2d, avgPool2dBackward } from './avgPool2d.js';
import { binary } from './binary.js';
import { compare, where } from './compare.js';
import { conv2d, conv2dInputGrad, conv2dWeightGrad } from './conv2d.js';
import { batchNorm, batchNormBackward, batchNormInference, groupNorm, groupNormBackward } from './channelNorm.js';
import { cast, copy, fill } from './copy.js';
import { gather, scatter, scatterAdd } from './gather.js';
import { layerNorm, layerNormBackward } from './layerNorm.js';
import { addmm, matmul } from './matmul.js';
import { maxPool2d, maxPool2dBackward } from './maxPool2d.js';
import { gruCell, gruCellBackward, lstmCell, lstmCellBackward } from './recurrent.js';
import { reduce } from './reduce.js';
import { rmspropStep } from './rmspropStep.js';
import { scan } from './scan.js';
import { sgdStep } from './sgdStep.js';
import { logSoftmax, logSoftmaxBackward, softmax, softmaxBackward } from './softmax.js';
import { sort } from './sort.js';
import { unary } from './unary.js';

export const kernels: RequiredKernels<CpuBuffer> & FusedKernels<CpuBuffer> = {
  fill,
  copy,
  cast,
  unary,
  binary,
  compare,
  where,
  reduce,
  argReduce,
  matmul,
  gather,
  scatter,
  scatterAdd,
  softmax,
  logSoftmax,
  softmaxBackward,
  logSoftmaxBackward,
  addmm,
  conv2d,
  conv2dInputGrad,
  conv2dWeightGrad,
  maxPool2d,
  maxPool2dBackward,
  avgPool2d,
  avgPool2dBackward,
  layerNorm,
  layerNormBackward,
  batchNorm,
  batchNormBackward,
  batchNormInference,
  groupNorm,
  groupNormBackward,
  lstmCell,
  lstmCellBackward,
  gruCell,
  gruCellBackward,
  attention,
  attentionBackward,
  scan,
  sort,
  sgdStep,
  adamStep,
  rmspropStep,
};
