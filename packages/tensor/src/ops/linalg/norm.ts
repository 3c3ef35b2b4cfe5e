/**
 * @file Vector norms, with subgradients at zero as PyTorch chooses them.
 */
import { gradientRule } from '../../gradient.js';
import type { Op } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import { keptShape } from '../reduce.js';
import type { ReduceAttrs } from '../reduce.js';

export interface VectorNormAttrs extends ReduceAttrs {
  readonly order: number;
}

/** A reduction over `dims`, of which there may be none. */
function over(x: Tensor, { dims, keepdim }: ReduceAttrs, kind: 'sum' | 'amax' | 'amin'): Tensor {
  return dims.length === 0 ? x.clone() : x[kind](dims, { keepdim });
}

/** `(Σ |x|ᵖ)^(1/p)` over `dims`; p = ±Infinity is the largest or smallest magnitude, p = 0 counts what is not 0. */
export const vectorNorm: Op<readonly [x: Tensor], VectorNormAttrs, readonly [Tensor]> = {
  name: 'vectorNorm',
  label: 'linalg.vectorNorm',
  run: () => undefined,
  decompose([x], attrs) {
    const { order } = attrs;
    if (order === 0) return [over(x.ne(0).to(x.dtype), attrs, 'sum')];
    const size = x.abs();
    if (order === Infinity) return [over(size, attrs, 'amax')];
    if (order === -Infinity) return [over(size, attrs, 'amin')];
    if (order === 1) return [over(size, attrs, 'sum')];
    if (order === 2) return [over(x.mul(x), attrs, 'sum').sqrt()];
    return [over(size.pow(order), attrs, 'sum').pow(1 / order)];
  },
  gradient: gradientRule({
    name: 'LinalgVectorNormBackward0',
    save: ({ inputs: [x], outputs: [y] }) => [x, y],
    backward: ({ grad, saved: [x, y], attrs }) => {
      const kept = keptShape(x.shape, attrs.dims);
      return [normGradient(grad.reshape(kept), x, y.reshape(kept), attrs)];
    },
  }),
};

function normGradient(g: Tensor, x: Tensor, size: Tensor, { order, dims }: VectorNormAttrs): Tensor {
  const nothing = size.eq(0);
  if (order === 0) return x.detach().mul(0);
  if (order === 1) return g.mul(x.sign());
  if (order === 2) return x.mul(g.div(size).maskedFill(nothing, 0));
  if (Math.abs(order) === Infinity) {
    const top = x.detach().abs().eq(size.detach()).logicalOr(x.isnan()).to(g.dtype);
    return x
      .sign()
      .mul(top)
      .mul(g.div(dims.length === 0 ? top : top.sum(dims, { keepdim: true })));
  }
  const zero = x.eq(0);
  // below order 1 a slope at 0 would be infinite, below 2 its derivative
  const power = x.abs().pow(order - 1);
  const direction = x.sign().mul(order < 2 ? power.maskedFill(zero, 0) : power);
  return direction.mul(g.div(size.pow(order - 1)).maskedFill(nothing, 0));
}
