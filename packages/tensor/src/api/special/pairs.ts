/**
 * @file Special functions of two numbers, broadcast; one of them may be a plain number. Integers and bools are computed as float32.
 */
import { dispatch } from '../../dispatch.js';
import { noAttrs } from '../../op.js';
import type { HostBinary } from '../../ops/elementwise-on-host.js';
import * as ops from '../../ops/special-pairs.js';
import { operands } from '../../operands.js';
import type { Tensor } from '../../tensor.js';

function apply(op: HostBinary, a: Tensor | number, b: Tensor | number): Tensor {
  return dispatch(op, operands(`special.${op.name}`, a, b), noAttrs)[0];
}

/**
 * `x·log(1 + y)`, 0 where x is 0 and y no NaN: `[*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example special.xlog1py(tensor([0, 2]), tensor([-1, 1])) // [0, 1.3863]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.xlog1py
 */
export function xlog1py(x: Tensor | number, y: Tensor | number): Tensor {
  return apply(ops.xlog1py, x, y);
}

/**
 * Hurwitz' zeta function `Σ (q + k)⁻ˣ` for x > 1; its gradient is that of q: `[*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example special.zeta(2, tensor([1])) // [1.6449]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.zeta
 */
export function zeta(x: Tensor | number, q: Tensor | number): Tensor {
  return apply(ops.zeta, x, q);
}

/**
 * Regularized lower incomplete gamma function `1/Γ(a) ∫₀ˣ tᵃ⁻¹·e⁻ᵗ dt`; its gradient is that of x: `[*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example special.gammainc(tensor([4.5]), tensor([3])) // [0.2601]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.gammainc
 */
export function gammainc(a: Tensor | number, x: Tensor | number): Tensor {
  return apply(ops.gammainc, a, x);
}

/**
 * Regularized upper incomplete gamma function, `1 − gammainc`; its gradient is that of x: `[*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example special.gammaincc(tensor([4.5]), tensor([3])) // [0.7399]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.gammaincc
 */
export function gammaincc(a: Tensor | number, x: Tensor | number): Tensor {
  return apply(ops.gammaincc, a, x);
}
