/**
 * @file From tensors to kernel operands: allocation, conversion to a common dtype, broadcasting.
 */
import type { Backend, Operand } from './backend.js';
import { type DType, itemSize } from './dtype.js';
import { DeviceError, DTypeError } from './errors.js';
import { Layout, type Shape } from './layout.js';
import { sameShape } from './shape.js';
import { Storage } from './storage.js';
import { Tensor } from './tensor.js';

/** A fresh tensor with undefined contents. */
export function allocate(backend: Backend, shape: Shape, dtype: DType): Tensor {
  if (!backend.supports(dtype)) {
    throw new DTypeError('allocate', `device '${backend.name}' does not hold ${dtype}`, { dtypes: [dtype] });
  }
  const layout = Layout.of(shape);
  return new Tensor(new Storage(backend, layout.size * itemSize[dtype]), layout, dtype);
}

/** The tensor as a kernel sees it, with another layout if one is given. */
export function operand(t: Tensor, layout: Layout = t.layout): Operand {
  return { buffer: t.storage.buffer, layout, dtype: t.dtype };
}

/** The tensor broadcast to `shape`, as a kernel sees it. */
export function broadcast(t: Tensor, shape: Shape): Operand {
  return operand(t, sameShape(t.shape, shape) ? t.layout : t.layout.expand(shape));
}

/** The tensor's values in `dtype`: itself when it has that type, else a copy. Hooks do not see it. */
export function converted(t: Tensor, dtype: DType): Tensor {
  if (t.dtype === dtype) return t;
  const { backend } = t.storage;
  const out = allocate(backend, t.shape, dtype);
  backend.kernels.cast([operand(t)], [operand(out)], {});
  return out;
}

/** The tensor's values in row-major order: itself when it lies so, else a copy. Hooks do not see it. */
export function compact(t: Tensor): Tensor {
  if (t.layout.contiguous) return t;
  const { backend } = t.storage;
  const out = allocate(backend, t.shape, t.dtype);
  backend.kernels.copy([operand(t)], [operand(out)], {});
  return out;
}

/** Frees what `converted` or `compact` made of `original`, if they made anything. */
export function discard(made: Tensor, original: Tensor): void {
  if (made !== original) made.dispose();
}

/**
 * The backend that all inputs live on.
 *
 * @throws DeviceError when they are on different devices.
 */
export function commonBackend(op: string, inputs: readonly Tensor[]): Backend {
  const backend = inputs[0]!.storage.backend;
  for (let i = 1; i < inputs.length; i++) {
    if (inputs[i]!.storage.backend !== backend) {
      const devices = inputs.map((t) => t.device);
      throw new DeviceError(op, `inputs are on different devices: ${devices.join(', ')}; move them with to(device)`, {
        devices,
      });
    }
  }
  return backend;
}
