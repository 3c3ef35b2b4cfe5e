/**
 * @file Joining tensors along a dimension.
 */
import { promoteTypes } from '../dtype.js';
import { ShapeError } from '../errors.js';
import { allocate, commonBackend, operand } from '../kernel.js';
import type { Op, Tensors } from '../op.js';
import { shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';

/** Tensors one after the other along `dim`; an empty 1-d tensor is left out, as in PyTorch. */
export const cat: Op<Tensors, { readonly dim: number }, readonly [Tensor]> = {
  name: 'cat',
  run(tensors, { dim }) {
    const backend = commonBackend('cat', tensors);
    const parts = tensors.filter((t) => t.ndim !== 1 || t.numel() > 0);
    const first = parts[0] ?? tensors[0]!;
    for (const t of parts) {
      if (t.ndim !== first.ndim || t.shape.some((n, d) => d !== dim && n !== first.shape[d])) {
        throw new ShapeError(
          'cat',
          `sizes must match except in dimension ${dim}: ${shapeText(first.shape)} and ${shapeText(t.shape)}`,
          { shapes: [first.shape, t.shape], dim },
        );
      }
    }
    const dtype = tensors.map((t) => t.dtype).reduce(promoteTypes);
    const length = parts.reduce((sum, t) => sum + t.shape[dim]!, 0);
    const out = allocate(backend, first.shape.with(dim, length), dtype);
    let start = 0;
    for (const t of parts) {
      const place = operand(out, out.layout.slice(dim, start, t.shape[dim]!));
      if (t.numel() > 0) {
        if (t.dtype === dtype) backend.kernels.copy([operand(t)], [place], {});
        else backend.kernels.cast([operand(t)], [place], {});
      }
      start += t.shape[dim]!;
    }
    return [out];
  },
};
