/**
 * @file Eigenvalues of symmetric matrices.
 */
import { eye } from '../../create.js';
import { dispatch } from '../../dispatch.js';
import { LinAlgError } from '../../errors.js';
import { gradientRule } from '../../gradient.js';
import { symmetricEigen } from '../../numeric/linalg/eigh.js';
import type { Op } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import { eachItem } from '../on-host.js';
import { checkFloats, checkSquare, notConverged } from './checks.js';

export interface EighAttrs {
  /** The upper triangle is read instead of the lower one. */
  readonly upper: boolean;
}

/** Makes the row-major `a [n, n]` symmetric by copying one triangle over the other. */
function mirror(a: Float64Array, n: number, upper: boolean): void {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      const value = upper ? a[j * n + i]! : a[i * n + j]!;
      a[i * n + j] = value;
      a[j * n + i] = value;
    }
  }
}

/** Writes the rows of `rows [n, n]` as columns. */
function columnsOf(rows: Float64Array, n: number, out: Float64Array): void {
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) out[j * n + i] = rows[i * n + j]!;
}

function run(op: string, a: Tensor, upper: boolean, vectors: boolean): Tensor[] {
  checkSquare(op, a);
  checkFloats(op, a);
  const n = a.size(-1);
  const results = [{ shape: [n], dtype: a.dtype }, ...(vectors ? [{ shape: [n, n], dtype: a.dtype }] : [])];
  return eachItem(op, [[a, 2]], results, ([x], [values, columns]) => {
    mirror(x!, n, upper);
    const found = symmetricEigen(x!, n, vectors);
    if (!found) throw new LinAlgError(op, notConverged());
    values!.set(found.values);
    if (found.vectors) columnsOf(found.vectors, n, columns!);
  });
}

/** Symmetric `A [*, n, n]` → eigenvalues `[*, n]`, ascending, and eigenvectors in the columns of `[*, n, n]`. */
export const eigh: Op<readonly [a: Tensor], EighAttrs, readonly [values: Tensor, vectors: Tensor]> = {
  name: 'eigh',
  label: 'linalg.eigh',
  run([a], { upper }) {
    const [values, vectors] = run('linalg.eigh', a, upper, true);
    return [values!, vectors!];
  },
  gradient: gradientRule({
    name: 'LinalgEighBackward0',
    save: ({ outputs: [w, v] }) => [w, v],
    backward: ({ grads: [gw, gv], saved: [w, v] }) => {
      if (!gv) return [gw && v.mul(gw.unsqueeze(-2)).matmul(v.mT)];
      const unit = eye(w.size(-1), { dtype: w.dtype, device: w.device });
      const gaps = w.unsqueeze(-2).sub(w.unsqueeze(-1)).add(unit);
      const turning = v.mT.matmul(gv).div(gaps).mul(unit.neg().add(1));
      const inner = gw ? turning.add(unit.mul(gw.unsqueeze(-1))) : turning;
      return [v.matmul(inner).matmul(v.mT)];
    },
  }),
};

/** Symmetric `A [*, n, n]` → eigenvalues `[*, n]`, ascending. */
export const eigvalsh: Op<readonly [a: Tensor], EighAttrs, readonly [Tensor]> = {
  name: 'eigvalsh',
  label: 'linalg.eigvalsh',
  run([a], { upper }) {
    const [values] = run('linalg.eigvalsh', a, upper, false);
    return [values!];
  },
  gradient: gradientRule({
    name: 'LinalgEigvalshBackward0',
    save: ({ inputs: [a] }) => [a],
    backward: ({ grad, saved: [a], attrs }) => {
      const [, v] = dispatch(eigh, [a], attrs);
      return [v.mul(grad.unsqueeze(-2)).matmul(v.mT)];
    },
  }),
};
