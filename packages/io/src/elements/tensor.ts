/**
 * @file Elements read from a file, and the tensors that they become.
 */
import {
  allocate,
  type Backend,
  backendOf,
  type DType,
  getDefaultDevice,
  type Tensor,
  type TypedArray,
} from '@x/tensor/core';

/** The elements of one tensor. */
export interface Elements {
  readonly dtype: DType;
  readonly shape: readonly number[];
  readonly values: TypedArray;
}

/** The backend of the device that options ask for. */
export function targetBackend(op: string, device: string | undefined): Backend {
  return backendOf(op, device ?? getDefaultDevice());
}

/** The bytes of an array, in the order of the machine. */
export function bytesOf(values: ArrayBufferView): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
}

/** The elements as a tensor. */
export function toTensor({ dtype, shape, values }: Elements, backend: Backend): Tensor {
  const tensor = allocate(backend, shape, dtype);
  backend.write(tensor.storage.buffer, bytesOf(values));
  return tensor;
}
