/**
 * @file The backend `gpu` over a device.
 */
import { type Backend, type DType, InternalError, itemSize } from '@x/tensor/core';
import { encode, GpuBuffer } from './buffer.js';
import type { Device } from './device.js';
import { kernelsOf } from './kernels/index.js';

/** float64 has no place on a GPU. */
const dtypes: ReadonlySet<DType> = new Set(['float32', 'int32', 'uint8', 'bool']);

async function read(device: Device, buffer: GpuBuffer, byteOffset: number, byteLength: number): Promise<Uint8Array> {
  const bytes = buffer.untouched(byteOffset, byteLength);
  if (bytes) return bytes;
  const { dtype, content } = buffer;
  const [start, size] = [byteOffset / itemSize[dtype], byteLength / itemSize[dtype]];
  // what is not read stays on the device
  const part = device.ordered(size, content, { offset: start, sizes: [size], strides: [1] });
  try {
    return encode(dtype, await device.read(part));
  } finally {
    part.release();
  }
}

function readSync(device: Device, buffer: GpuBuffer, byteOffset: number, byteLength: number): Uint8Array {
  const bytes = buffer.untouched(byteOffset, byteLength);
  if (bytes) return bytes;
  const floats = device.readSync(buffer.content);
  if (!floats) throw new InternalError('read', 'the target cannot be read synchronously');
  const [start, end] = [byteOffset, byteOffset + byteLength].map((byte) => byte / itemSize[buffer.dtype]);
  return encode(buffer.dtype, floats.slice(start, end));
}

/** The backend's methods and kernels. */
export function backendOf(device: Device): Backend<GpuBuffer> {
  return {
    name: 'gpu',
    kernels: kernelsOf(device),
    supports: (dtype) => dtypes.has(dtype),
    alloc: (byteLength) => new GpuBuffer(device, byteLength),
    free: (buffer) => buffer.release(),
    write: (buffer, bytes) => buffer.write(bytes),
    read: (buffer, byteOffset, byteLength) => read(device, buffer, byteOffset, byteLength),
    ...(device.target.downloadSync && {
      readSync: (buffer: GpuBuffer, byteOffset: number, byteLength: number) =>
        readSync(device, buffer, byteOffset, byteLength),
    }),
  };
}
