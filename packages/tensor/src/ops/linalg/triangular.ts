/**
 * @file Triangular systems.
 */
import { tril, triu } from '../../api/rearrange.js';
import { dispatch } from '../../dispatch.js';
import { ShapeError } from '../../errors.js';
import { gradientRule } from '../../gradient.js';
import { solveTriangular as solve } from '../../numeric/linalg/triangular.js';
import type { Op } from '../../op.js';
import { shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { eachItem } from '../on-host.js';
import { checkFloats, checkMatrix, checkSquare } from './checks.js';

export interface TriangularAttrs {
  readonly upper: boolean;
  /** The diagonal counts as ones. */
  readonly unitriangular?: boolean;
}

/** @throws ShapeError when `B [*, n, k]` does not go with `A [*, n, n]`. */
export function checkSystem(op: string, a: Tensor, b: Tensor): void {
  checkSquare(op, a);
  checkMatrix(op, b);
  if (a.size(-1) === b.size(-2)) return;
  throw new ShapeError(
    op,
    `incompatible shapes of A and B for the equation AX = B: ${shapeText(a.shape)} and ${shapeText(b.shape)}`,
    { shapes: [a.shape, b.shape] },
  );
}

/** X of `A·X = B` with one triangle of `A [*, n, n]` and `B [*, n, k]`. */
export const solveTriangular: Op<readonly [a: Tensor, b: Tensor], TriangularAttrs, readonly [Tensor]> = {
  name: 'solveTriangular',
  label: 'linalg.solveTriangular',
  run([a, b], { upper, unitriangular = false }) {
    const op = 'linalg.solveTriangular';
    checkSystem(op, a, b);
    checkFloats(op, a, b);
    const [n, k] = [b.size(-2), b.size(-1)];
    const [x] = eachItem(
      op,
      [
        [a, 2],
        [b, 2],
      ],
      [{ shape: [n, k], dtype: b.dtype }],
      ([triangle, right], [out]) => {
        solve(triangle!, n, right!, k, { upper, transposed: false, unit: unitriangular });
        out!.set(right!);
      },
    );
    return [x!];
  },
  gradient: gradientRule({
    name: 'LinalgSolveTriangularBackward0',
    save: ({ inputs: [a], outputs: [x] }) => [a, x],
    backward: ({ grad, saved: [a, x], attrs: { upper, unitriangular = false }, needs }) => {
      const b = solveTriangularTensors(a.mT, grad, { upper: !upper, unitriangular });
      const off = unitriangular ? 1 : 0;
      const full = needs[0] && b.neg().matmul(x.mT);
      return [full && (upper ? triu(full, { diagonal: off }) : tril(full, { diagonal: -off })), needs[1] && b];
    },
  }),
};

/** `solveTriangular` as a function. */
export function solveTriangularTensors(a: Tensor, b: Tensor, attrs: TriangularAttrs): Tensor {
  return dispatch(solveTriangular, [a, b], attrs)[0];
}
