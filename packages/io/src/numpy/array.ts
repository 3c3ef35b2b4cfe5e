import { type Backend, scope, type Tensor, type TypedArray } from '@x/tensor/core';
import { encodings } from '../elements/dtypes.js';
import { bytesOf, toTensor } from '../elements/tensor.js';
import type { Fail } from '../failure.js';
import { concat } from '../safetensors/plan.js';
import { descriptions } from './descr.js';
import { formatHeader, parseHeader } from './header.js';

/** The array of an NPY file. */
export function readArray(bytes: Uint8Array, backend: Backend, fail: Fail): Tensor {
  const { dtype, swapped, fortran, shape, begin } = parseHeader(bytes, fail);
  const { bytes: size, dtype: ours, decode } = encodings[dtype];
  const raw = bytes.slice(begin);
  if (swapped) for (let at = 0; at < raw.length; at += size) raw.subarray(at, at + size).reverse();
  const values = decode(new Uint8Array(raw).buffer, fail);
  if (!fortran || shape.length < 2) return toTensor({ dtype: ours, shape, values }, backend);
  return scope(() => {
    const reversed = toTensor({ dtype: ours, shape: shape.toReversed(), values }, backend);
    return reversed.permute(shape.map((_, d) => shape.length - 1 - d)).contiguous();
  });
}

/** The bytes of an NPY file. */
export function writeArray({ dtype, shape }: Tensor, values: TypedArray): Uint8Array<ArrayBuffer> {
  return concat([formatHeader(descriptions[dtype], shape), bytesOf(values)]);
}
