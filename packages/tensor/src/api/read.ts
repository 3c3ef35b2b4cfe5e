/**
 * @file Reading tensors back to the host: at once where the device can, `…Async` everywhere.
 */
import type { TypedArray } from '../dtype.js';
import { ShapeError } from '../errors.js';
import { readAsync, readSync } from '../host.js';
import type { Shape } from '../layout.js';
import { shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';

/** Numbers or booleans nested as deep as the tensor has dimensions. */
export type NestedArray = number | boolean | NestedArray[];

function nested(values: TypedArray, shape: Shape, bool: boolean): NestedArray {
  let next = 0;
  const build = (depth: number): NestedArray => {
    if (depth < shape.length) return Array.from({ length: shape[depth]! }, () => build(depth + 1));
    const value = values[next++]!;
    return bool ? value !== 0 : value;
  };
  return build(0);
}

function single(op: string, self: Tensor): void {
  if (self.numel() === 1) return;
  throw new ShapeError(
    op,
    `a tensor with ${self.numel()} elements cannot be converted to a number: ${shapeText(self.shape)}`,
    {
      shapes: [self.shape],
    },
  );
}

/**
 * The elements in row-major order, in a typed array of the tensor's dtype (bool: bytes 0 and 1): a copy.
 *
 * @throws DeviceError on devices that cannot be read synchronously: use `await toTypedArrayAsync()`.
 * @example tensor([1.5, 2]).toTypedArray() // Float32Array [1.5, 2]
 */
export function toTypedArray(self: Tensor): TypedArray {
  return readSync('toTypedArray', self);
}

/**
 * `toTypedArray` on every device.
 *
 * @example await tensor([1.5, 2]).toTypedArrayAsync() // Float32Array [1.5, 2]
 */
export function toTypedArrayAsync(self: Tensor): Promise<TypedArray> {
  return readAsync(self);
}

/**
 * The elements as nested arrays, a plain number or boolean for a 0-d tensor.
 *
 * @throws DeviceError on devices that cannot be read synchronously: use `await tolistAsync()`.
 * @example eye(2).tolist() // [[1, 0], [0, 1]]
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.tolist.html
 */
export function tolist(self: Tensor): NestedArray {
  return nested(readSync('tolist', self), self.shape, self.dtype === 'bool');
}

/**
 * `tolist` on every device.
 *
 * @example await eye(2).tolistAsync() // [[1, 0], [0, 1]]
 */
export async function tolistAsync(self: Tensor): Promise<NestedArray> {
  return nested(await readAsync(self), self.shape, self.dtype === 'bool');
}

/**
 * The value of a tensor with one element; bools are 0 and 1.
 *
 * @throws ShapeError when there is not exactly one element, DeviceError on devices that cannot be read synchronously: use `await itemAsync()`.
 * @example tensor([2.5]).item() // 2.5
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.item.html
 */
export function item(self: Tensor): number {
  single('item', self);
  return readSync('item', self)[0]!;
}

/**
 * `item` on every device.
 *
 * @example await tensor([2.5]).itemAsync() // 2.5
 */
export async function itemAsync(self: Tensor): Promise<number> {
  single('itemAsync', self);
  return (await readAsync(self))[0]!;
}
