/**
 * @file Which of gpu.js's modes is taken, and why none is where there is none.
 */
import { DeviceError, ValueError } from '@x/tensor/core';
import { type GpuJs, loadGpuJs } from './load.js';
import { provideWebGpu } from './navigator.js';
import { hostTarget } from './targets/host.js';
import type { GpuMode } from './mode.js';
import type { Target } from './targets/target.js';
import { webglTarget } from './targets/webgl.js';
import { webgpuTarget } from './targets/webgpu.js';

/** A target, or why there is none. */
type Attempt = Target | string;

async function webgpu(gpujs: GpuJs): Promise<Attempt> {
  if (!(await provideWebGpu())) return "no WebGPU here (in Node, install the package 'webgpu')";
  return (await webgpuTarget(gpujs)) ?? 'WebGPU has no adapter';
}

function webgl(gpujs: GpuJs, mode: 'webgl2' | 'headlessgl'): Attempt {
  if (mode === 'headlessgl') {
    if (!gpujs.GPU.isHeadlessGLSupported) return "no headless WebGL here (in Node, install the package 'gl')";
  } else if (!gpujs.GPU.isWebGL2Supported) return 'no WebGL 2 here';
  return webglTarget(new gpujs.GPU({ mode }), mode);
}

const attempts: Readonly<Record<GpuMode, (gpujs: GpuJs) => Attempt | Promise<Attempt>>> = {
  webgpu,
  webgl2: (gpujs) => webgl(gpujs, 'webgl2'),
  headlessgl: (gpujs) => webgl(gpujs, 'headlessgl'),
  webasm: ({ GPU }) => hostTarget(new GPU({ mode: 'webasm' }), 'webasm'),
  cpu: ({ GPU }) => hostTarget(new GPU({ mode: 'cpu' }), 'cpu'),
};

async function attempt(gpujs: GpuJs, mode: GpuMode): Promise<Attempt> {
  try {
    return await attempts[mode](gpujs);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** The first target on a graphics card, or, if those count too, on software. */
async function automatic(gpujs: GpuJs, software: boolean): Promise<Target> {
  const reasons: string[] = [];
  for (const mode of ['webgpu', 'webgl2'] as const) {
    const target = await attempt(gpujs, mode);
    if (typeof target === 'string') reasons.push(`${mode}: ${target}`);
    else if (target.hardware || software) return target;
    else reasons.push(`${mode}: ${target.adapter} is a software renderer`);
  }
  throw new DeviceError(
    'gpu',
    `no graphics card was found (${reasons.join('; ')}); use the device cpu, which is faster than software renderers`,
    { devices: ['gpu'] },
  );
}

/** @throws DeviceError where the mode, or any at all, does not run here; ValueError for an unknown one. */
export async function selectTarget(mode: 'auto' | GpuMode, software: boolean): Promise<Target> {
  const modes = Object.keys(attempts);
  if (mode !== 'auto' && !modes.includes(mode))
    throw new ValueError('gpu', `mode has to be one of auto, ${modes.join(', ')}, got ${mode}`, { mode });
  const gpujs = await loadGpuJs();
  if (mode === 'auto') return automatic(gpujs, software);
  const target = await attempt(gpujs, mode);
  if (typeof target !== 'string') return target;
  throw new DeviceError('gpu', `mode ${mode} does not run here: ${target}`, { devices: ['gpu'] });
}
