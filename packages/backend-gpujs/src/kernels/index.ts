/**
 * @file All kernels of the device, by name.
 */
import type { Kernels } from '@x/tensor/core';
import type { GpuBuffer } from '../buffer.js';
import type { Device } from '../device.js';
import { argReduce } from './argReduce.js';
import { binary, cast, compare, copy, fill, unary, where } from './elementwise.js';
import { gather, scatter, scatterAdd } from './gather.js';
import { matmul } from './matmul.js';
import { reduce } from './reduce.js';

const makers = {
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
};

/** The kernels of one device. */
export function kernelsOf(device: Device): Kernels<GpuBuffer> {
  return {
    fill: makers.fill(device),
    copy: makers.copy(device),
    cast: makers.cast(device),
    unary: makers.unary(device),
    binary: makers.binary(device),
    compare: makers.compare(device),
    where: makers.where(device),
    reduce: makers.reduce(device),
    argReduce: makers.argReduce(device),
    matmul: makers.matmul(device),
    gather: makers.gather(device),
    scatter: makers.scatter(device),
    scatterAdd: makers.scatterAdd(device),
  };
}
