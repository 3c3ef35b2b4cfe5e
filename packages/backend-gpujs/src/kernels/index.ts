/**
 * @file All kernels of the device, by name.
 */
import type { Kernels } from '@x/tensor/core';
import type { GpuBuffer } from '../buffer.js';
import type { Device } from '../device.js';
import { argReduce } from './argReduce.js';
import { avgPool2d, avgPool2dBackward } from './avgPool2d.js';
import { conv2d, conv2dInputGrad, conv2dWeightGrad } from './conv2d.js';
import { binary, cast, compare, copy, fill, unary, where } from './elementwise.js';
import { gather, scatter, scatterAdd } from './gather.js';
import { addmm, matmul } from './matmul.js';
import { maxPool2d, maxPool2dBackward } from './maxPool2d.js';
import { reduce } from './reduce.js';
import { logSoftmax, logSoftmaxBackward, softmax, softmaxBackward } from './softmax.js';
import { adamStep, rmspropStep, sgdStep } from './steps.js';

/** The kernels of one device. */
export function kernelsOf(device: Device): Kernels<GpuBuffer> {
  return {
    fill: fill(device),
    copy: copy(device),
    cast: cast(device),
    unary: unary(device),
    binary: binary(device),
    compare: compare(device),
    where: where(device),
    reduce: reduce(device),
    argReduce: argReduce(device),
    matmul: matmul(device),
    gather: gather(device),
    scatter: scatter(device),
    scatterAdd: scatterAdd(device),
    softmax: softmax(device),
    logSoftmax: logSoftmax(device),
    softmaxBackward: softmaxBackward(device),
    logSoftmaxBackward: logSoftmaxBackward(device),
    addmm: addmm(device),
    conv2d: conv2d(device),
    conv2dInputGrad: conv2dInputGrad(device),
    conv2dWeightGrad: conv2dWeightGrad(device),
    maxPool2d: maxPool2d(device),
    maxPool2dBackward: maxPool2dBackward(device),
    avgPool2d: avgPool2d(device),
    avgPool2dBackward: avgPool2dBackward(device),
    sgdStep: sgdStep(device),
    adamStep: adamStep(device),
    rmspropStep: rmspropStep(device),
  };
}
