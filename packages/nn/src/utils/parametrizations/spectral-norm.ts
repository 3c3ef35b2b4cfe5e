/**
 * @file Weights divided by their largest singular value, as a parametrization.
 */
import { noGrad } from '@x/autograd';
import { normalize, withDefaults } from '@x/functional';
import { IndexError, isTensor, normal_, type Tensor, ValueError } from '@x/tensor/core';
import type { AnyModule } from '../../module/any-module.js';
import { Buffer } from '../../module/buffer.js';
import { Module } from '../../module/module.js';
import { type Parametrized, registerParametrization } from '../parametrize/register.js';
import { rowsDim, type SpectralNormOptions } from '../spectral-norm.js';

const op = 'spectralNorm';

/** Steps of the power iteration that the first vectors come from. */
const initialSteps = 15;

class SpectralNorm extends Module {
  static readonly name: string = '_SpectralNorm';
  readonly dim: number;
  readonly eps: number;
  readonly nPowerIterations: number;
  /** Vectors of the power iteration, on the side of the rows and of the columns; null where the weight is a vector. */
  _u: Buffer | null = null;
  _v: Buffer | null = null;

  constructor(weight: Tensor, nPowerIterations: number, dim: number, eps: number) {
    super();
    if (dim >= weight.ndim || dim < -weight.ndim) {
      throw new IndexError(op, `dim must be in [${-weight.ndim}, ${weight.ndim - 1}], got ${dim}`, {
        index: dim,
        size: weight.ndim,
      });
    }
    if (!Number.isInteger(nPowerIterations) || nPowerIterations < 1) {
      throw new ValueError(op, `nPowerIterations must be a positive integer, got ${nPowerIterations}`, {
        nPowerIterations,
      });
    }
    this.dim = dim < 0 ? dim + weight.ndim : dim;
    this.eps = eps;
    this.nPowerIterations = nPowerIterations;
    if (weight.ndim < 2) return;
    const matrix = this.matrixOf(weight.detach());
    const [rows, columns] = matrix.shape.map((n) => normal_(matrix.newZeros([n])));
    this._u = new Buffer(this.unit(rows!));
    this._v = new Buffer(this.unit(columns!));
    this.iterate(matrix, initialSteps);
  }

  protected unit(vector: Tensor): Tensor {
    return normalize(vector, { dim: 0, eps: this.eps });
  }

  /** The weight with one dimension as its rows. */
  protected matrixOf(weight: Tensor): Tensor {
    const others = weight.shape.map((_, d) => d).filter((d) => d !== this.dim);
    return weight.permute(this.dim, ...others).flatten(1);
  }

  protected iterate(matrix: Tensor, steps: number): void {
    const { _u: u, _v: v } = this;
    if (!u || !v) return;
    noGrad(() => {
      for (let i = 0; i < steps; i++) {
        u.copy_(this.unit(matrix.mv(v)));
        v.copy_(this.unit(matrix.t().mv(u)));
      }
    });
  }

  override forward(weight: Tensor): Tensor {
    const { _u: u, _v: v } = this;
    if (!u || !v) return this.unit(weight);
    const matrix = this.matrixOf(weight);
    if (this.training) this.iterate(matrix, this.nPowerIterations);
    // copies: the next step writes into the vectors, which the backward pass of this one still needs
    return weight.div(u.clone().dot(matrix.mv(v.clone())));
  }

  rightInverse(value: Tensor): Tensor {
    return value;
  }
}

/**
 * Makes a parameter a function of another that divides it by its largest singular value, which a power iteration follows at
 * every use in training. In `stateDict()` the other one is `parametrizations.weight.original`, the iteration's vectors are
 * `parametrizations.weight.0._u` and `_v`.
 *
 * @returns the module.
 * @throws ValueError when there is no such parameter, or for an option that does not exist or fit; IndexError when the
 * dimension does not exist.
 * @example utils.parametrizations.spectralNorm(new Linear(20, 40)).weight.shape // [40, 20]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.parametrizations.spectral_norm.html
 * @see https://arxiv.org/abs/1802.05957
 */
export function spectralNorm<M extends AnyModule>(module: M, options: SpectralNormOptions = {}): M & Parametrized {
  const all = withDefaults(op, options, { name: 'weight', nPowerIterations: 1, eps: 1e-12, dim: null });
  const weight: unknown = Reflect.get(module, all.name);
  if (!isTensor(weight)) {
    throw new ValueError(op, `${module.constructor.name} has no parameter or buffer '${all.name}'`, { name: all.name });
  }
  const parametrization = new SpectralNorm(weight, all.nPowerIterations, all.dim ?? rowsDim(module), all.eps);
  return registerParametrization(module, all.name, parametrization);
}
