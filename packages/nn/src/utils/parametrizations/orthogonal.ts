/**
 * @file Orthogonal weights, as a parametrization.
 */
import { noGrad } from '@x/autograd';
import { checkChoice, withDefaults } from '@x/functional';
import {
  cat,
  dispatch,
  eye,
  isTensor,
  noAttrs,
  randn,
  sameShape,
  ShapeError,
  shapeText,
  type Tensor,
  ValueError,
  tril,
} from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import type { AnyModule } from '../../module/any-module.js';
import { Buffer } from '../../module/buffer.js';
import { Module } from '../../module/module.js';
import { type Parametrized, registerParametrization } from '../parametrize/register.js';

/** How a matrix becomes an orthogonal one. */
export type OrthogonalMap = 'matrix_exp' | 'cayley' | 'householder';

export interface OrthogonalOptions {
  /** Property of the parameter. Default: 'weight'. */
  readonly name?: string;
  /** How a matrix becomes an orthogonal one. Default: null, 'matrix_exp' for square matrices and 'householder' for others. */
  readonly orthogonalMap?: OrthogonalMap | null;
  /**
   * Multiply with a fixed orthogonal matrix, so that the parameter begins at (the nearest orthogonal matrix to) what it was, and
   * can be assigned to. Default: true.
   */
  readonly useTrivialization?: boolean;
}

const op = 'orthogonal';
const maps: readonly OrthogonalMap[] = ['matrix_exp', 'cayley', 'householder'];

const sizes = (x: Tensor): readonly [rows: number, columns: number] => [x.size(-2), x.size(-1)];

/** Ones on the diagonal of a matrix of the same size, zeros elsewhere. */
function unitLike(x: Tensor): Tensor {
  const [rows, columns] = sizes(x);
  return eye(rows, { m: columns, dtype: x.dtype, device: x.device });
}

/** The diagonal of a matrix that has at least as many rows as columns: `[*, n, k] → [*, k]`. */
function diagonalOf(x: Tensor): Tensor {
  return x.mul(unitLike(x)).sum(-2);
}

/** The orthogonal factor Q of `A = Q·R` in which R has a positive diagonal. */
function orthogonalized(a: Tensor): Tensor {
  const [x, tau] = dispatch(ops.geqrf, [a], noAttrs);
  const [q] = dispatch(ops.householderProduct, [x, tau], noAttrs);
  return q.mul(diagonalOf(x).sign().unsqueeze(-2));
}

function isOrthogonal(q: Tensor): boolean {
  const n = q.size(-1);
  const epsilon = 10 * n * (q.dtype === 'float64' ? 2 ** -52 : 2 ** -23);
  const error = q.mT.matmul(q).sub(unitLike(q)).abs();
  return error.le(epsilon).all().item() === 1;
}

/** The skew-symmetric matrix of the lower triangle of a matrix, of as many rows and columns as it has rows. */
function skewSymmetric(x: Tensor): Tensor {
  const [n, k] = sizes(x);
  const lower = tril(x);
  const square = n === k ? lower : cat([lower, lower.newZeros([...x.shape.slice(0, -1), n - k])], -1);
  return square.sub(square.mT);
}

/** What each map makes of a matrix that has at least as many rows as columns. */
const mapped: Readonly<Record<OrthogonalMap, (x: Tensor) => Tensor>> = {
  matrix_exp: (x) => dispatch(ops.matrixExp, [skewSymmetric(x)], noAttrs)[0].narrow(-1, 0, x.size(-1)),
  cayley: (x) => {
    const a = skewSymmetric(x);
    const unit = unitLike(a);
    const [q] = dispatch(ops.solve, [unit.sub(a.mul(0.5)), unit.add(a.mul(0.5))], noAttrs);
    return q.narrow(-1, 0, x.size(-1));
  },
  householder: (x) => {
    const a = tril(x, { diagonal: -1 });
    const tau = a.square().sum(-2).add(1).reciprocal().mul(2);
    const [q] = dispatch(ops.householderProduct, [a, tau], noAttrs);
    // the diagonal holds signs, which are not learned
    return q.mul(diagonalOf(x.detach()).to('int32').unsqueeze(-2));
  },
};

class Orthogonal extends Module {
  static readonly name: string = '_Orthogonal';
  readonly orthogonalMap: OrthogonalMap;
  readonly shape: readonly number[];
  readonly useTrivialization: boolean;
  /** The orthogonal matrix that is multiplied with. */
  base: Buffer | null = null;

  constructor(weight: Tensor, orthogonalMap: OrthogonalMap, useTrivialization: boolean) {
    super();
    this.shape = weight.shape;
    this.orthogonalMap = orthogonalMap;
    this.useTrivialization = useTrivialization;
  }

  override forward(x: Tensor): Tensor {
    const wide = x.size(-2) < x.size(-1);
    const q = mapped[this.orthogonalMap](wide ? x.mT : x);
    const based = this.base ? this.base.matmul(q) : q;
    return wide ? based.mT : based;
  }

  rightInverse(value: Tensor): Tensor {
    if (!sameShape(value.shape, this.shape)) {
      const shapes = [this.shape, value.shape];
      throw new ShapeError(
        op,
        `expected a tensor of the shape ${shapeText(this.shape)}, got ${shapeText(value.shape)}`,
        {
          shapes,
        },
      );
    }
    return noGrad(() => (this.useTrivialization ? this.begin(value) : this.signed(value)));
  }

  /** Makes the (completed) value the base; what goes with it makes the map give the identity. */
  protected begin(value: Tensor): Tensor {
    const wide = value.size(-2) < value.size(-1);
    const q = wide ? value.mT : value;
    const [n, k] = sizes(q);
    const completed =
      n === k ? q : cat([q, randn([...q.shape.slice(0, -1), n - k], { dtype: q.dtype, device: q.device })], -1);
    this.base = new Buffer(n === k && isOrthogonal(q) ? q.clone() : orthogonalized(completed));
    return unitLike(value).neg().expand(value.shape).clone();
  }

  /** The reflections whose product the value is, with its signs on the diagonal. */
  protected signed(value: Tensor): Tensor {
    if (this.orthogonalMap !== 'householder') {
      throw new ValueError(
        op,
        `with the map '${this.orthogonalMap}' nothing can be assigned unless useTrivialization is true`,
      );
    }
    const wide = value.size(-2) < value.size(-1);
    const [a, tau] = dispatch(ops.geqrf, [wide ? value.mT : value], noAttrs);
    const signs = diagonalOf(a).sign();
    const unit = unitLike(a);
    const turned = signs.neg().where(tau.eq(0), signs);
    const signed = a.sub(a.mul(unit)).add(unit.mul(turned.unsqueeze(-2)));
    return wide ? signed.mT : signed;
  }
}

/**
 * Makes a parameter a function of another whose values are orthogonal matrices: `QᵀQ = 1`, or `QQᵀ = 1` where there are more
 * columns than rows.
 *
 * @returns the module.
 * @throws ValueError when there is no such parameter, or for an option that does not exist or fit; ShapeError when it is no
 * matrix or batch of matrices.
 * @example utils.parametrizations.orthogonal(new Linear(20, 40)).weight.shape // [40, 20]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.parametrizations.orthogonal.html
 * @see https://arxiv.org/abs/1901.08428
 */
export function orthogonal<M extends AnyModule>(module: M, options: OrthogonalOptions = {}): M & Parametrized {
  const defaults: Required<OrthogonalOptions> = { name: 'weight', orthogonalMap: null, useTrivialization: true };
  const { name, orthogonalMap, useTrivialization } = withDefaults(op, options, defaults);
  const weight: unknown = Reflect.get(module, name);
  if (!isTensor(weight)) {
    throw new ValueError(op, `${module.constructor.name} has no parameter or buffer '${name}'`, { name });
  }
  if (weight.ndim < 2) {
    throw new ShapeError(op, `expected a matrix or a batch of matrices, got ${shapeText(weight.shape)}`, {
      shapes: [weight.shape],
    });
  }
  const [n, k] = sizes(weight);
  const map = orthogonalMap ?? (n === k ? 'matrix_exp' : 'householder');
  checkChoice(op, 'orthogonalMap', map, maps);
  return registerParametrization(module, name, new Orthogonal(weight, map, useTrivialization), { unsafe: true });
}
