/**
 * @file Printing: `console.log(x)` and `String(x)` show what Python shows.
 */
import { readSync } from '../host.js';
import { getDefaultDevice } from '../registry.js';
import { formatTensor } from '../print/index.js';
import { contiguousStrides } from '../layout.js';
import type { Tensor } from '../tensor.js';

/**
 * The tensor as PyTorch prints it, such as `tensor([1, 2], dtype=torch.uint8)`.
 *
 * @throws DeviceError on devices that cannot be read synchronously.
 * @see https://pytorch.org/docs/stable/generated/torch.set_printoptions.html
 */
export function toString(self: Tensor): string {
  if (self.disposed) return `tensor(<disposed>, size=(${self.shape.join(', ')}))`;
  const values = readSync('toString', self, "console.log(await x.toAsync('cpu'))");
  const place = self.device === 'cpu' || self.device === getDefaultDevice() ? {} : { device: self.device };
  return formatTensor(
    { dtype: self.dtype, shape: self.shape, strides: contiguousStrides(self.shape), offset: 0, values, ...place },
    self.hook?.describe(self) ?? [],
  );
}
