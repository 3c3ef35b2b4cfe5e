/**
 * @file The device's kernels where there is a module: those that it has, with the reference kernels behind them.
 */
import type { FusedKernels, RequiredKernels } from '@x/tensor';
import type { CpuBuffer } from '../buffer.js';
import { kernels as reference } from '../kernels/index.js';
import type { Engine } from './engine.js';
import { fillKernel } from './fill.js';

/** All kernels over one heap. */
export function engineKernels(engine: Engine): RequiredKernels<CpuBuffer> & FusedKernels<CpuBuffer> {
  return { ...reference, fill: fillKernel(engine) };
}
