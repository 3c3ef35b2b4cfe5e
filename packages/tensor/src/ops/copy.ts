/**
 * @file Writing whole tensors: from another tensor, or from one value.
 */
import { checkBroadcastable } from '../shape.js';
import { allocate, broadcast, commonBackend, operand } from '../kernel.js';
import type { NoAttrs, Op } from '../op.js';
import type { Tensor } from '../tensor.js';

function write(src: Tensor, into: Tensor): void {
  checkBroadcastable('copy_', src.shape, into.shape);
  const { kernels } = into.storage.backend;
  if (src.dtype === into.dtype) kernels.copy([broadcast(src, into.shape)], [operand(into)], {});
  else kernels.cast([broadcast(src, into.shape)], [operand(into)], {});
}

/** `src`, broadcast and converted to what `self` is. Written in place it is PyTorch's `copy_`. */
export const copy: Op<readonly [self: Tensor, src: Tensor], NoAttrs, readonly [Tensor]> = {
  name: 'copy',
  run([self, src]) {
    const out = allocate(commonBackend('copy_', [self, src]), self.shape, self.dtype);
    write(src, out);
    return [out];
  },
  runInplace([self, src]) {
    commonBackend('copy_', [self, src]);
    write(src, self);
  },
};

/** One value everywhere. Written in place it is PyTorch's `fill_`. */
export const fill: Op<readonly [self: Tensor], { readonly value: number }, readonly [Tensor]> = {
  name: 'fill',
  run([self], { value }) {
    const { backend } = self.storage;
    const out = allocate(backend, self.shape, self.dtype);
    backend.kernels.fill([], [operand(out)], { value });
    return [out];
  },
  runInplace([self], { value }) {
    self.storage.backend.kernels.fill([], [operand(self)], { value });
  },
};
