/**
 * @file The cpu device: storage in the heap of the WebAssembly module or in ordinary arrays, and the kernels that go with it.
 */
import { type Backend, DeviceError, dtypes } from '@x/tensor/core';
import { CpuBuffer } from './buffer.js';
import { kernels } from './kernels/index.js';
import type { Engine } from './wasm/engine.js';
import type { Heap } from './wasm/heap.js';
import { engineKernels } from './wasm/kernels.js';

function alloc(byteLength: number, heap: Heap | undefined): CpuBuffer {
  try {
    return new CpuBuffer(byteLength, heap);
  } catch (cause) {
    const held = heap
      ? ` (the heap has ${heap.size} bytes, ${heap.used} of them taken, and may have ${heap.limit})`
      : '';
    throw new DeviceError(
      'alloc',
      `device 'cpu' has no ${byteLength} bytes in one piece${held}; dispose tensors or use smaller ones`,
      { devices: ['cpu'] },
      { cause },
    );
  }
}

function backendOf(all: Backend<CpuBuffer>['kernels'], heap?: Heap): Backend<CpuBuffer> {
  return {
    name: 'cpu',
    kernels: all,
    supports: (dtype) => dtypes.includes(dtype),
    alloc: (byteLength) => alloc(byteLength, heap),
    free: (buffer) => buffer.release(),
    write: (buffer, bytes) => buffer.write(bytes),
    read: (buffer, byteOffset, byteLength) => Promise.resolve(buffer.read(byteOffset, byteLength)),
    readSync: (buffer, byteOffset, byteLength) => buffer.read(byteOffset, byteLength),
  };
}

/** The cpu device with its reference kernels, in ordinary arrays. */
export function referenceBackend(): Backend<CpuBuffer> {
  return backendOf(kernels);
}

/** The cpu device with the kernels of the module. */
export function engineBackend(engine: Engine): Backend<CpuBuffer> {
  return backendOf(engineKernels(engine), engine.heap);
}
