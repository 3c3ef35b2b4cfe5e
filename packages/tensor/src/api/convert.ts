/**
 * @file Other dtypes, devices and copies.
 */
import { parseTarget, type ToTarget } from '../args.js';
import { dispatch } from '../dispatch.js';
import { readAsync } from '../host.js';
import { noAttrs } from '../op.js';
import { toDevice } from '../ops/device.js';
import { clone as cloneOp, toCopy } from '../ops/elementwise.js';
import { backendOf } from '../registry.js';
import type { Tensor } from '../tensor.js';

/**
 * The tensor in another dtype or on another device; itself where nothing changes: `[*] → [*]`.
 *
 * @throws DeviceError when the device is not registered, or the tensor's device cannot be read synchronously.
 * @example tensor([1, 2]).to('float64')
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.to.html
 */
export function to(self: Tensor, target: ToTarget): Tensor {
  const { dtype = self.dtype, device = self.device } = parseTarget(target);
  const backend = backendOf('to', device);
  const there = backend === self.storage.backend ? self : dispatch(toDevice, [self], { backend })[0];
  return dtype === there.dtype ? there : dispatch(toCopy, [there], { dtype })[0];
}

/**
 * `to` from every device, also from one that cannot be read synchronously: `[*] → [*]`.
 *
 * @throws DeviceError when the device is not registered.
 * @example (await tensor([1, 2]).toAsync('cpu')).device // 'cpu'
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.to.html
 */
export async function toAsync(self: Tensor, target: ToTarget): Promise<Tensor> {
  const { device = self.device, dtype } = parseTarget(target);
  const backend = backendOf('toAsync', device);
  if (backend === self.storage.backend) return to(self, target);
  const there = dispatch(toDevice, [self], { backend, values: await readAsync(self) })[0];
  return dtype === undefined ? there : to(there, dtype);
}

/**
 * In the dtype of another tensor.
 *
 * @example tensor([1, 2]).typeAs(zeros(1)).dtype // 'float32'
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.type_as.html
 */
export function typeAs(self: Tensor, other: Tensor): Tensor {
  return to(self, other.dtype);
}

/**
 * As float32.
 *
 * @example tensor([1, 2]).float().dtype // 'float32'
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.float.html
 */
export function float(self: Tensor): Tensor {
  return to(self, 'float32');
}

/**
 * As float64.
 *
 * @example tensor([1, 2]).double().dtype // 'float64'
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.double.html
 */
export function double(self: Tensor): Tensor {
  return to(self, 'float64');
}

/**
 * As int32, towards zero.
 *
 * @example tensor([-1.5, 2.5]).int() // [-1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.int.html
 */
export function int(self: Tensor): Tensor {
  return to(self, 'int32');
}

/**
 * As int32, which takes int64's place.
 *
 * @example tensor([-1.5, 2.5]).long().dtype // 'int32'
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.long.html
 */
export function long(self: Tensor): Tensor {
  return to(self, 'int32');
}

/**
 * As uint8.
 *
 * @example tensor([1, 2]).byte().dtype // 'uint8'
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.byte.html
 */
export function byte(self: Tensor): Tensor {
  return to(self, 'uint8');
}

/**
 * As bool: what is not zero is true.
 *
 * @example tensor([0, 2]).bool() // [false, true]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.bool.html
 */
export function bool(self: Tensor): Tensor {
  return to(self, 'bool');
}

/**
 * On the CPU.
 *
 * @example tensor([1, 2]).cpu().device // 'cpu'
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.cpu.html
 */
export function cpu(self: Tensor): Tensor {
  return to(self, 'cpu');
}

/**
 * A copy with its own memory; gradients pass.
 *
 * @example tensor([1, 2]).clone() // [1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.clone.html
 */
export function clone(self: Tensor): Tensor {
  return dispatch(cloneOp, [self], noAttrs)[0];
}

/**
 * The tensor itself when its elements lie row-major without gaps, else a copy that does.
 *
 * @example zeros(2, 3).t().contiguous().stride() // [2, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.contiguous.html
 */
export function contiguous(self: Tensor): Tensor {
  return self.isContiguous() ? self : clone(self);
}
