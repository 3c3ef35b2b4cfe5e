/**
 * @file Orthogonal polynomials of degree n, elementwise and broadcast. The degree is truncated; a negative one gives 0. They
 * have no gradient, as in PyTorch.
 */
import { dispatch } from '../../dispatch.js';
import { noAttrs } from '../../op.js';
import type { HostBinary } from '../../ops/elementwise-on-host.js';
import * as ops from '../../ops/polynomials.js';
import { operands } from '../../operands.js';
import type { Tensor } from '../../tensor.js';

function apply(op: HostBinary, x: Tensor | number, n: Tensor | number): Tensor {
  return dispatch(op, operands(op.name, x, n), noAttrs)[0];
}

/**
 * Chebyshev polynomial of the first kind `Tₙ(x)`: `[*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example special.chebyshevPolynomialT(tensor([0.5]), 3) // [-1]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.chebyshev_polynomial_t
 */
export function chebyshevPolynomialT(x: Tensor | number, n: Tensor | number): Tensor {
  return apply(ops.chebyshevPolynomialT, x, n);
}

/**
 * Chebyshev polynomial of the second kind `Uₙ(x)`: `[*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example special.chebyshevPolynomialU(tensor([0.5]), 3) // [-1]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.chebyshev_polynomial_u
 */
export function chebyshevPolynomialU(x: Tensor | number, n: Tensor | number): Tensor {
  return apply(ops.chebyshevPolynomialU, x, n);
}

/**
 * Chebyshev polynomial of the third kind `Vₙ(x)`: `[*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example special.chebyshevPolynomialV(tensor([0.5]), 2) // [-1]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.chebyshev_polynomial_v
 */
export function chebyshevPolynomialV(x: Tensor | number, n: Tensor | number): Tensor {
  return apply(ops.chebyshevPolynomialV, x, n);
}

/**
 * Chebyshev polynomial of the fourth kind `Wₙ(x)`: `[*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example special.chebyshevPolynomialW(tensor([0.5]), 2) // [1]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.chebyshev_polynomial_w
 */
export function chebyshevPolynomialW(x: Tensor | number, n: Tensor | number): Tensor {
  return apply(ops.chebyshevPolynomialW, x, n);
}

/**
 * Shifted Chebyshev polynomial of the first kind `Tₙ(2x − 1)`: `[*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example special.shiftedChebyshevPolynomialT(tensor([0.75]), 3) // [-1]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.shifted_chebyshev_polynomial_t
 */
export function shiftedChebyshevPolynomialT(x: Tensor | number, n: Tensor | number): Tensor {
  return apply(ops.shiftedChebyshevPolynomialT, x, n);
}

/**
 * Shifted Chebyshev polynomial of the second kind `Uₙ(2x − 1)`: `[*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example special.shiftedChebyshevPolynomialU(tensor([0.75]), 3) // [-1]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.shifted_chebyshev_polynomial_u
 */
export function shiftedChebyshevPolynomialU(x: Tensor | number, n: Tensor | number): Tensor {
  return apply(ops.shiftedChebyshevPolynomialU, x, n);
}

/**
 * Shifted Chebyshev polynomial of the third kind `Vₙ(2x − 1)`: `[*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example special.shiftedChebyshevPolynomialV(tensor([0.75]), 2) // [-1]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.shifted_chebyshev_polynomial_v
 */
export function shiftedChebyshevPolynomialV(x: Tensor | number, n: Tensor | number): Tensor {
  return apply(ops.shiftedChebyshevPolynomialV, x, n);
}

/**
 * Shifted Chebyshev polynomial of the fourth kind `Wₙ(2x − 1)`: `[*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example special.shiftedChebyshevPolynomialW(tensor([0.75]), 2) // [1]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.shifted_chebyshev_polynomial_w
 */
export function shiftedChebyshevPolynomialW(x: Tensor | number, n: Tensor | number): Tensor {
  return apply(ops.shiftedChebyshevPolynomialW, x, n);
}

/**
 * Physicist's Hermite polynomial `Hₙ(x)`: `[*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example special.hermitePolynomialH(tensor([0.5]), 3) // [-5]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.hermite_polynomial_h
 */
export function hermitePolynomialH(x: Tensor | number, n: Tensor | number): Tensor {
  return apply(ops.hermitePolynomialH, x, n);
}

/**
 * Probabilist's Hermite polynomial `Heₙ(x)`: `[*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example special.hermitePolynomialHe(tensor([2.5]), 2) // [5.25]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.hermite_polynomial_he
 */
export function hermitePolynomialHe(x: Tensor | number, n: Tensor | number): Tensor {
  return apply(ops.hermitePolynomialHe, x, n);
}

/**
 * Laguerre polynomial `Lₙ(x)`: `[*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example special.laguerrePolynomialL(tensor([0.5]), 2) // [0.125]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.laguerre_polynomial_l
 */
export function laguerrePolynomialL(x: Tensor | number, n: Tensor | number): Tensor {
  return apply(ops.laguerrePolynomialL, x, n);
}

/**
 * Legendre polynomial `Pₙ(x)`: `[*], [*] → [*]`.
 *
 * @throws ShapeError when the shapes do not broadcast.
 * @example special.legendrePolynomialP(tensor([0.5]), 2) // [-0.125]
 * @see https://pytorch.org/docs/stable/special.html#torch.special.legendre_polynomial_p
 */
export function legendrePolynomialP(x: Tensor | number, n: Tensor | number): Tensor {
  return apply(ops.legendrePolynomialP, x, n);
}
