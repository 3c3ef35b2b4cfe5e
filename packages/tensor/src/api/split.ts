/**
 * @file Taking tensors apart along a dimension; the parts are views.
 */
import { ShapeError, ValueError } from '../errors.js';
import { existingDim, shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';

/**
 * Parts of a given size (the last may be smaller), or of the given sizes: `[n, *] → [size, *]…`.
 *
 * @throws ShapeError when the sizes do not add up to the dimension, ValueError for a size that is not positive.
 * @example arange(5).split(2) // [[0, 1], [2, 3], [4]]
 * @see https://pytorch.org/docs/stable/generated/torch.split.html
 */
export function split(self: Tensor, sizes: number | readonly number[], dim: number = 0): Tensor[] {
  const d = existingDim('split', dim, self.ndim);
  const n = self.size(d);
  const parts = typeof sizes === 'number' ? equalParts(n, sizes) : sizes;
  if (parts.reduce((a, b) => a + b, 0) !== n || parts.some((size) => size < 0)) {
    throw new ShapeError('split', `sizes ${shapeText(parts)} do not add up to size ${n} of dimension ${d}`, {
      shapes: [self.shape, parts],
      dim: d,
    });
  }
  let start = 0;
  return parts.map((size) => {
    const part = self.narrow(d, start, size);
    start += size;
    return part;
  });
}

function equalParts(n: number, size: number): number[] {
  if (!Number.isInteger(size) || size < 0 || (size === 0 && n > 0)) {
    throw new ValueError('split', `the size of a part must be a positive integer, got ${size}`, { size });
  }
  const count = size === 0 ? 1 : Math.max(Math.ceil(n / size), 1);
  return Array.from({ length: count }, (_, i) => Math.min(size, n - i * size));
}

/**
 * At most `chunks` parts of equal size (the last may be smaller): `[n, *] → [⌈n / chunks⌉, *]…`.
 *
 * @throws ValueError when chunks is not positive.
 * @example arange(5).chunk(2) // [[0, 1, 2], [3, 4]]
 * @see https://pytorch.org/docs/stable/generated/torch.chunk.html
 */
export function chunk(self: Tensor, chunks: number, dim: number = 0): Tensor[] {
  if (!Number.isInteger(chunks) || chunks < 1)
    throw new ValueError('chunk', `the number of chunks must be positive, got ${chunks}`, { chunks });
  const n = self.size(existingDim('chunk', dim, self.ndim));
  if (n === 0)
    return split(
      self,
      Array.from({ length: chunks }, () => 0),
      dim,
    );
  return split(self, Math.max(Math.ceil(n / chunks), 1), dim);
}
