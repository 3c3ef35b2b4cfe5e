/**
 * @file Linear least squares.
 */
import { dispatch } from '../../dispatch.js';
import { ShapeError, ValueError } from '../../errors.js';
import { checkOptions } from '../../options.js';
import { checkFloats, checkMatrix, matrixSize } from '../../ops/linalg/checks.js';
import { epsilon, pinv } from '../../ops/linalg/pinv.js';
import { singularValues } from '../../ops/linalg/svd.js';
import { sameShape, shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';

/** LAPACK's routines; all are computed by singular values here and differ in what they return beside the solution. */
export type LstsqDriver = 'gels' | 'gelsy' | 'gelsd' | 'gelss';

const drivers: Readonly<
  Record<LstsqDriver, { readonly ranks: boolean; readonly values: boolean; readonly residuals: boolean }>
> = {
  gels: { ranks: false, values: false, residuals: true },
  gelsy: { ranks: true, values: false, residuals: false },
  gelsd: { ranks: true, values: true, residuals: true },
  gelss: { ranks: true, values: true, residuals: true },
};

export interface LstsqOptions {
  /** Singular values up to this times the largest one count as 0. Default: epsilon · max(m, n). */
  readonly rcond?: number | null;
  /** Default: 'gelsy'. */
  readonly driver?: LstsqDriver | null;
}

/** What a driver does not compute is empty. */
export interface LstsqResult {
  readonly solution: Tensor;
  /** Squared distances of `A·X` from B, `[*, k]`: for m > n and full rank. */
  readonly residuals: Tensor;
  readonly rank: Tensor;
  readonly singularValues: Tensor;
}

/**
 * The X for which `A·X` is closest to B, of those the smallest: `[*, m, n], [*, m, k] → { solution: [*, n, k], … }`; B may be
 * vectors `[*, m]`.
 *
 * @throws ShapeError when B does not go with A, ValueError for another driver.
 * @example linalg.lstsq(tensor([[1, 0], [0, 1], [0, 0.5]]), tensor([[1], [2], [1.0]])).solution.shape // [2, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.linalg.lstsq.html
 */
export function lstsq(A: Tensor, B: Tensor, options: LstsqOptions = {}): LstsqResult {
  const op = 'linalg.lstsq';
  checkOptions(op, options, ['rcond', 'driver']);
  const driver = options.driver ?? 'gelsy';
  if (!Object.hasOwn(drivers, driver)) {
    throw new ValueError(op, `driver is one of ${Object.keys(drivers).join(', ')}, got '${driver}'`, {
      driver,
    });
  }
  checkMatrix(op, A);
  checkFloats(op, A, B);
  const vector = A.ndim - 1 === B.ndim && sameShape(A.shape.slice(0, -1), B.shape);
  const right = vector ? B.unsqueeze(-1) : B;
  const [m, n] = matrixSize(A);
  if (right.ndim < 2 || right.size(-2) !== m) {
    throw new ShapeError(op, `A and B must have as many rows, got ${shapeText(A.shape)} and ${shapeText(B.shape)}`, {
      shapes: [A.shape, B.shape],
    });
  }
  const rtol = options.rcond ?? epsilon[A.dtype === 'float64' ? 'float64' : 'float32'] * Math.max(m, n);
  const [inverse] = dispatch(pinv, [A], { atol: null, rtol, hermitian: false });
  const solution = inverse.matmul(right);
  const nothing = A.newZeros([0]);
  const { ranks, values, residuals } = drivers[driver];
  const s = singularValues(A.detach());
  const rank = s.gt(s.amax(-1, { keepdim: true }).mul(rtol)).sum(-1);
  const full = m > n && residuals && (!ranks || rank.eq(n).all().item() === 1);
  return {
    solution: vector ? solution.squeeze(-1) : solution,
    residuals: full ? A.detach().matmul(solution.detach()).sub(right.detach()).pow(2).sum(-2) : nothing,
    rank: ranks ? rank : A.newZeros([0], { dtype: 'int32' }),
    singularValues: values ? s : nothing,
  };
}
