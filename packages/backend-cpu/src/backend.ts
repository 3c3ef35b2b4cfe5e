/**
 * @file The cpu device: storage in ordinary arrays, kernels in TypeScript.
 */
import { type Backend, DeviceError, dtypes } from '@x/tensor';
import { CpuBuffer } from './buffer.js';
import { kernels } from './kernels/index.js';

function alloc(byteLength: number): CpuBuffer {
  try {
    return new CpuBuffer(byteLength);
  } catch (cause) {
    throw new DeviceError(
      'alloc',
      `device 'cpu' has no ${byteLength} bytes in one piece; dispose tensors or use smaller ones`,
      { devices: ['cpu'] },
      { cause },
    );
  }
}

/** The cpu device with its reference kernels. */
export function referenceBackend(): Backend<CpuBuffer> {
  const readSync = (buffer: CpuBuffer, byteOffset: number, byteLength: number): Uint8Array =>
    buffer.bytes.slice(byteOffset, byteOffset + byteLength);
  return {
    name: 'cpu',
    kernels,
    supports: (dtype) => dtypes.includes(dtype),
    alloc,
    free: (buffer) => buffer.release(),
    write: (buffer, bytes) => buffer.bytes.set(bytes),
    read: (buffer, byteOffset, byteLength) => Promise.resolve(readSync(buffer, byteOffset, byteLength)),
    readSync,
  };
}
