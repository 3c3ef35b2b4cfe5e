/**
 * @file Singular values.
 */
import { eye } from '../../create.js';
import { dispatch } from '../../dispatch.js';
import { LinAlgError } from '../../errors.js';
import type { Gradient } from '../../gradient.js';
import { gradientRule } from '../../gradient.js';
import { tallSvd } from '../../numeric/linalg/svd.js';
import { noAttrs, type NoAttrs, type Op } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import { eachItem, type Result } from '../on-host.js';
import { checkFloats, checkMatrix, matrixSize, notConverged } from './checks.js';

export interface SvdAttrs {
  /** U and Vᵀ are square. */
  readonly full: boolean;
}

function run(op: string, a: Tensor, full: boolean, vectors: boolean): Tensor[] {
  checkMatrix(op, a);
  checkFloats(op, a);
  // a wide matrix is the transpose of a tall one, whose factors change places
  const [rows, columns] = matrixSize(a);
  const wide = rows < columns;
  const tall = wide ? a.detach().mT : a;
  const [m, n] = matrixSize(tall);
  const side = full ? m : n;
  const part = (shape: readonly number[]): Result => ({ shape, dtype: a.dtype });
  const results = [part([n]), ...(vectors ? [part([m, side]), part([n, n])] : [])];
  const [s, left, right] = eachItem(op, [[tall, 2]], results, ([x], [values, u, vh]) => {
    const found = tallSvd(x!, m, n, side, vectors);
    if (!found) throw new LinAlgError(op, notConverged());
    values!.set(found.values);
    if (found.left) u!.set(found.left);
    if (found.right) vh!.set(found.right);
  });
  if (!left || !right) return [s!];
  return wide ? [right.mT, s!, left.mT] : [left, s!, right];
}

/** `A [*, m, n]` → U `[*, m, k]`, singular values `[*, min(m, n)]`, descending, and Vᵀ `[*, k, n]`. */
export const svd: Op<readonly [a: Tensor], SvdAttrs, readonly [u: Tensor, s: Tensor, vh: Tensor]> = {
  name: 'svd',
  label: 'linalg.svd',
  run([a], { full }) {
    const [u, s, vh] = run('linalg.svd', a, full, true);
    return [u!, s!, vh!];
  },
  gradient: gradientRule({
    name: 'LinalgSvdBackward0',
    save: ({ outputs: [u, s, vh] }) => [u, s, vh],
    backward: ({ grads: [gu, gs, gvh], saved: [u, s, vh] }) => {
      const k = s.size(-1);
      return [
        svdGradient([gu?.narrow(-1, 0, k), gs, gvh?.narrow(-2, 0, k)], u.narrow(-1, 0, k), s, vh.narrow(-2, 0, k)),
      ];
    },
  }),
};

const skew = (x: Tensor): Tensor => x.sub(x.mT);

function svdGradient(
  [gu, gs, gvh]: readonly [Gradient, Gradient, Gradient],
  u: Tensor,
  s: Tensor,
  vh: Tensor,
): Gradient {
  if (!gu && !gvh) return gs && u.mul(gs.unsqueeze(-2)).matmul(vh);
  const unit = eye(s.size(-1), { dtype: s.dtype, device: s.device });
  const squares = s.mul(s);
  const gaps = squares.unsqueeze(-2).sub(squares.unsqueeze(-1)).add(unit);
  const turns = [
    gu && skew(u.mT.matmul(gu)).mul(s.unsqueeze(-2)),
    gvh && skew(vh.matmul(gvh.mT)).mul(s.unsqueeze(-1)),
  ].filter((turn) => turn !== undefined);
  const turning = turns.reduce((sum, turn) => sum.add(turn)).div(gaps);
  const inner = gs ? turning.add(unit.mul(gs.unsqueeze(-1))) : turning;
  const [m, n, k] = [u.size(-2), vh.size(-1), s.size(-1)];
  // what leaves the space of the vectors
  const left = gu && m > k ? gu.sub(u.matmul(u.mT.matmul(gu))).div(s.unsqueeze(-2)) : undefined;
  const right = gvh && n > k ? gvh.sub(gvh.matmul(vh.mT).matmul(vh)).div(s.unsqueeze(-1)) : undefined;
  const withLeft = left ? u.matmul(inner).add(left) : u.matmul(inner);
  const whole = withLeft.matmul(vh);
  return right ? whole.add(u.matmul(right)) : whole;
}

/** `A [*, m, n]` → singular values `[*, min(m, n)]`, descending. */
export const svdvals: Op<readonly [a: Tensor], NoAttrs, readonly [Tensor]> = {
  name: 'svdvals',
  label: 'linalg.svdvals',
  run([a]) {
    const [s] = run('linalg.svdvals', a, false, false);
    return [s!];
  },
  gradient: gradientRule({
    name: 'LinalgSvdvalsBackward0',
    save: ({ inputs: [a] }) => [a],
    backward: ({ grad, saved: [a] }) => {
      const [u, , vh] = dispatch(svd, [a], { full: false });
      return [u.mul(grad.unsqueeze(-2)).matmul(vh)];
    },
  }),
};

/** `svdvals` as a function. */
export function singularValues(a: Tensor): Tensor {
  return dispatch(svdvals, [a], noAttrs)[0];
}
