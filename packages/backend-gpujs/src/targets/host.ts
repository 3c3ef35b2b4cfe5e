/**
 * @file The modes of gpu.js that compute on the host's processor, in WebAssembly or in JavaScript.
 */
import type { GPU } from '#gpu.js';
import { hostHelpers } from '../helpers.js';
import { type Handle, settings, source, type Target } from './target.js';

/** Shapes per kernel that stay compiled: gpu.js keeps 8, and each is compiled for milliseconds. */
const COMPILED_SHAPES = 64;

function elements(handle: Handle): Float32Array {
  if (handle instanceof Float32Array) return handle;
  throw new TypeError('internal: an array of another device');
}

/** The target over an instance of gpu.js in mode `webasm` or `cpu`. */
export function hostTarget(gpu: GPU, mode: 'webasm' | 'cpu'): Target {
  return {
    mode,
    adapter: mode === 'webasm' ? 'WebAssembly' : 'JavaScript',
    hardware: false,
    outside: false,
    quads: false,
    limits: { elements: 2 ** 24, arrays: 64 },
    compile(program) {
      const functions = hostHelpers(program.body);
      const kernel = gpu.createKernel(source(program), { ...settings(program, 'Array'), functions });
      let first = true;
      return (size, arrays, numbers) => {
        kernel.setOutput([size]);
        const result = kernel(...arrays, ...numbers);
        if (first) kernel.kernel.moduleCacheLimit = COMPILED_SHAPES;
        first = false;
        if (result instanceof Float32Array) return result;
        throw new TypeError(`internal: ${program.name} gave no array`);
      };
    },
    upload: (values) => values,
    download: (handle, size) => Promise.resolve(elements(handle).slice(0, size)),
    downloadSync: (handle, size) => elements(handle).slice(0, size),
    free: () => undefined,
    sync: () => Promise.resolve(),
    lost: () => undefined,
  };
}
