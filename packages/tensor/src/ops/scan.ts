/**
 * @file Running reductions along a dimension.
 */
import { dispatch } from '../dispatch.js';
import { isFloatingPoint } from '../dtype.js';
import { recomputed } from '../gradient.js';
import { allocate, converted, discard, operand } from '../kernel.js';
import type { ScanKind } from '../kinds.js';
import type { Op } from '../op.js';
import type { Tensor } from '../tensor.js';
import { cat } from '../api/join.js';
import { flip } from './rearrange.js';
import type { AxisAttrs } from './softmax.js';

export type ScanOp = Op<readonly [x: Tensor], AxisAttrs, readonly [Tensor]>;

function scan(
  name: string,
  kind: ScanKind,
  combine: (a: Tensor, b: Tensor) => Tensor,
  gradient: ScanOp['gradient'],
): ScanOp {
  return {
    name,
    run([x], { dim }) {
      const { backend } = x.storage;
      if (!backend.kernels.scan) return undefined;
      const dtype = isFloatingPoint(x.dtype) ? x.dtype : 'int32';
      const out = allocate(backend, x.shape, dtype);
      const source = converted(x, dtype);
      if (x.ndim === 0) backend.kernels.copy([operand(source)], [operand(out)], {});
      else if (out.numel() > 0) backend.kernels.scan([operand(source)], [operand(out)], { kind, axis: dim });
      discard(source, x);
      return [out];
    },
    /** Doubling strides: after the pass with stride s every element covers 2s elements before it. */
    decompose([x], { dim }) {
      let y = isFloatingPoint(x.dtype) ? x.clone() : x.to('int32').clone();
      const n = x.ndim === 0 ? 1 : x.size(dim);
      for (let s = 1; s < n; s *= 2) {
        const head = y.narrow(dim, 0, s);
        const rest = combine(y.narrow(dim, s, n - s), y.narrow(dim, 0, n - s));
        y = cat([head, rest], dim);
      }
      return [y];
    },
    gradient,
  };
}

export const cumsum: ScanOp = scan('cumsum', 'sum', (a, b) => a.add(b), {
  name: 'CumsumBackward0',
  backward: ({ grad, attrs }) => {
    if (grad.ndim === 0) return [grad];
    const reversed = (x: Tensor): Tensor => dispatch(flip, [x], { dims: [attrs.dim] })[0];
    return [reversed(dispatch(cumsum, [reversed(grad)], attrs)[0])];
  },
});
export const cumprod: ScanOp = scan('cumprod', 'prod', (a, b) => a.mul(b), recomputed({ name: 'CumprodBackward0' }));
