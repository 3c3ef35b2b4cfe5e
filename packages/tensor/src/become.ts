/**
 * @file In-place forms of functions that are made of several ops.
 */
import { checkCastable, dispatchInplace } from './inplace.js';
import { noAttrs } from './op.js';
import { copy } from './ops/copy.js';
import { sameShape, shapeText } from './shape.js';
import { ShapeError } from './errors.js';
import type { Tensor } from './tensor.js';

/** The result of several ops in place of the tensor's contents. */
export function become(op: string, self: Tensor, result: Tensor): Tensor {
  checkCastable(op, result.dtype, self.dtype);
  if (!sameShape(self.shape, result.shape)) {
    throw new ShapeError(
      `${op}_`,
      `output with shape ${shapeText(self.shape)} doesn't match the broadcast shape ${shapeText(result.shape)}`,
      { shapes: [self.shape, result.shape] },
    );
  }
  return dispatchInplace(copy, [self, result], noAttrs);
}
