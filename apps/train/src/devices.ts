import { gpu, type GpuMode, gpuModes } from '@x/backend-gpujs';
import { registerBackend, setDefaultDevice } from '@x/tensor';
import { UsageError } from './errors.js';

function modeOf(text: string): GpuMode {
  const mode = gpuModes.find((known) => known === text);
  if (mode) return mode;
  throw new UsageError('--device', `gpu runs in the modes ${gpuModes.join(', ')}: gpu:${text}`);
}

/**
 * Makes the device of this name the default: `cpu`, which is there, or `gpu` with one of its modes if one is given, as `gpu:webgpu`.
 *
 * @throws UsageError for an unknown mode; DeviceError where the device does not run.
 */
export async function useDevice(text: string): Promise<void> {
  const [name = '', mode] = text.split(':');
  if (name === 'gpu') {
    const options = mode === undefined ? {} : { mode: modeOf(mode) };
    registerBackend(await gpu(options));
  }
  setDefaultDevice(name === 'gpu' ? name : text);
}
