/**
 * @file The adapters by name, each loaded only where it is used.
 */
import type { Adapter } from './adapter.js';

/** Makes an adapter from its argument, a device or the folder where the other libraries lie, and a number of threads. */
export const adapters: Readonly<Record<string, (argument: string, threads: number) => Promise<Adapter>>> = {
  ours: async (device, threads) => (await import('./ours.js')).ours(device, threads),
  'tfjs-wasm': async (folder) => (await import('./tfjs.js')).tfjs(folder, 'wasm'),
  'tfjs-cpu': async (folder) => (await import('./tfjs.js')).tfjs(folder, 'cpu'),
  'jax-js': async (folder) => (await import('./jax.js')).jaxJs(folder),
  'js-pytorch': async (folder) => (await import('./js-pytorch.js')).jsPytorch(folder),
};
