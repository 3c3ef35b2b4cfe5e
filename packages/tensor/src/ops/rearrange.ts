/**
 * @file Ops that bring elements into another order.
 */
import { dispatch } from '../dispatch.js';
import { allocate, operand } from '../kernel.js';
import type { Op } from '../op.js';
import type { Tensor } from '../tensor.js';

/** A copy with dimensions walked backwards. */
export const flip: Op<readonly [x: Tensor], { readonly dims: readonly number[] }, readonly [Tensor]> = {
  name: 'flip',
  run([x], { dims }) {
    const { backend } = x.storage;
    const out = allocate(backend, x.shape, x.dtype);
    if (out.numel() > 0) backend.kernels.copy([operand(x, x.layout.flip(dims))], [operand(out)], {});
    return [out];
  },
  gradient: { name: 'FlipBackward0', backward: ({ grad, attrs }) => [dispatch(flip, [grad], attrs)[0]] },
};
