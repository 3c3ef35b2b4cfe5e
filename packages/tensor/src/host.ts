/**
 * @file Bringing a tensor's elements to the host.
 */
import { hostView, type TypedArray } from './dtype.js';
import { DeviceError } from './errors.js';
import { compact, discard } from './kernel.js';
import type { Tensor } from './tensor.js';

/**
 * The elements in row-major order, read at once.
 *
 * @param wayOut - what to do on a device that can only be read asynchronously.
 * @throws DeviceError on such a device.
 */
export function readSync(op: string, self: Tensor, wayOut: string = `await ${op}Async()`): TypedArray {
  const source = compact(self);
  const { backend, buffer } = source.storage;
  if (!backend.readSync) {
    discard(source, self);
    throw new DeviceError(op, `device '${backend.name}' cannot be read synchronously; use ${wayOut}`, {
      devices: [backend.name],
    });
  }
  const bytes = backend.readSync(buffer, source.layout.offset * source.itemsize, source.nbytes);
  discard(source, self);
  return hostView(self.dtype, bytes);
}

/** The elements in row-major order. */
export async function readAsync(self: Tensor): Promise<TypedArray> {
  const source = compact(self);
  const { backend, buffer } = source.storage;
  const bytes = await backend.read(buffer, source.layout.offset * source.itemsize, source.nbytes);
  discard(source, self);
  return hostView(self.dtype, bytes);
}
