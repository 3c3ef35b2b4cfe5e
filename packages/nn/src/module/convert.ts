/**
 * @file Moving the tensors of a module to another dtype or device.
 */
import { DTypeError, isDType, isFloatingPoint, isTensor, type Tensor, type ToTarget } from '@x/tensor/core';
import type { AnyModule } from './any-module.js';

/** What is asked for: a dtype for floating point tensors, a device for all. */
function parse(target: ToTarget): Exclude<ToTarget, string | Tensor> {
  if (isTensor(target)) return { dtype: target.dtype, device: target.device };
  if (isDType(target)) return { dtype: target };
  return typeof target === 'string' ? { device: target } : target;
}

function move(tensor: Tensor, { dtype, device = tensor.device }: Exclude<ToTarget, string | Tensor>): void {
  const wanted = dtype !== undefined && isFloatingPoint(tensor.dtype) ? dtype : tensor.dtype;
  if (wanted === tensor.dtype && device === tensor.device) return;
  using old = tensor.data;
  using moved = old.to({ dtype: wanted, device });
  tensor.data = moved;
}

/**
 * Moves parameters, their gradients and buffers; the tensors stay the same objects.
 *
 * @throws DTypeError when the dtype is not floating point, DeviceError when the device is not registered.
 */
export function moveModule(module: AnyModule, target: ToTarget): void {
  const to = parse(target);
  if (to.dtype !== undefined && !(isDType(to.dtype) && isFloatingPoint(to.dtype))) {
    throw new DTypeError('Module.to', `only floating point dtypes are accepted, got ${to.dtype}`, {
      dtypes: [to.dtype],
    });
  }
  for (const parameter of module.parameters()) {
    move(parameter, to);
    if (parameter.grad) move(parameter.grad, to);
  }
  for (const buffer of module.buffers()) move(buffer, to);
}
