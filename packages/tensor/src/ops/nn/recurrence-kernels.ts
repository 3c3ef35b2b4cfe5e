/**
 * @file What sequences of recurrent layers do with kernels.
 */
import type { Backend } from '../../backend.js';
import type { DType } from '../../dtype.js';
import { allocate, operand } from '../../kernel.js';
import type { Shape } from '../../layout.js';
import type { Tensor } from '../../tensor.js';
import { continued, piecesOf, rowsAt, type SequenceAttrs } from './recurrence.js';

/** A fresh tensor of zeros. */
export function zeroed(backend: Backend, shape: Shape, dtype: DType): Tensor {
  const out = allocate(backend, shape, dtype);
  backend.kernels.fill([], [operand(out)], { value: 0 });
  return out;
}

/** Gradient of the hidden state's weight `[gates · H, H]`: one product over all rows of the gradients of its part of the gates. */
export function weightGradient(
  backend: Backend,
  forGates: Tensor,
  initial: Tensor,
  output: Tensor,
  attrs: SequenceAttrs,
): Tensor {
  const { kernels } = backend;
  const before = allocate(backend, output.shape, output.dtype);
  for (const piece of piecesOf(attrs))
    kernels.copy([continued(piece, initial, output)], [rowsAt(before, piece.row, piece.count)], {});
  const out = allocate(backend, [forGates.shape[1]!, output.shape[1]!], output.dtype);
  kernels.matmul([operand(forGates, forGates.layout.permute([1, 0])), operand(before)], [operand(out)], {});
  before.dispose();
  return out;
}
