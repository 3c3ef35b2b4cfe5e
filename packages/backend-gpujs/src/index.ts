/**
 * @file The device `gpu` of @x/tensor.
 */
import { type Backend, ValueError } from '@x/tensor/core';
import { backendOf } from './backend.js';
import { Device } from './device.js';
import { selectTarget } from './select.js';
import { selfTest } from './selfTest.js';
import type { GpuMode, Limits } from './mode.js';

export { type GpuMode, gpuModes, type Limits } from './mode.js';

/** Options of the device `gpu`. */
export interface GpuOptions {
  /**
   * What compiles and runs the kernels. `auto` (the default) takes WebGPU on a graphics card, then WebGL 2 on one. `webasm` and
   * `cpu` run the same kernels on the processor: for tests, the device `cpu` is faster.
   */
  readonly mode?: 'auto' | GpuMode;
  /** Whether `auto` also takes a renderer in software (false). */
  readonly software?: boolean;
}

/** What a device `gpu` runs on. */
export interface GpuInfo {
  readonly mode: GpuMode;
  /** Name of the adapter. */
  readonly adapter: string;
  /** Whether a graphics card computes. */
  readonly hardware: boolean;
  readonly limits: Limits;
  /** Every device that `gpu()` returns has passed its self-test. */
  readonly selfTest: 'passed';
}

/** The device `gpu`. */
export interface GpuBackend extends Backend {
  /** What it runs on. */
  info(): GpuInfo;
  /** Waits until all kernels are done. */
  sync(): Promise<void>;
}

/**
 * The backend of the device `gpu`, ready to be registered. It is tested before it is returned: division, NaN, infinities, long
 * loops and large positions.
 *
 * @throws DeviceError where the mode does not run, where `auto` finds no graphics card, or where the device computes wrongly.
 * @throws ValueError for an unknown mode or option.
 * @example registerBackend(await gpu())
 * @example registerBackend(await gpu({ mode: 'webgl2' }))
 */
export async function gpu(options: GpuOptions = {}): Promise<GpuBackend> {
  const { mode = 'auto', software = false, ...unknown } = options;
  const [name] = Object.keys(unknown);
  if (name !== undefined) throw new ValueError('gpu', `unknown option ${name}; there are mode and software`);
  const target = await selectTarget(mode, software);
  const device = new Device(target);
  await selfTest(device);
  const { adapter, hardware, limits } = target;
  return {
    ...backendOf(device),
    info: () => ({ mode: target.mode, adapter, hardware, limits, selfTest: 'passed' }),
    sync: () => target.sync(),
  };
}
