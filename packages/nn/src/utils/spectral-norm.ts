/**
 * @file Weights divided by their largest singular value.
 */
import { noGrad } from '@x/autograd';
import { normalize, withDefaults } from '@x/functional';
import { normal_, type Tensor, ValueError } from '@x/tensor/core';
import { ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from '../layers/conv-transpose.js';
import { Buffer } from '../module/buffer.js';
import type { AnyModule } from '../module/any-module.js';
import { parameterOf, partOf, putTogether, takeApart, type Target } from './computed.js';

export interface SpectralNormOptions {
  /** Property of the parameter. Default: 'weight'. */
  readonly name?: string;
  /** Steps of the power iteration before every `forward` while training. Default: 1. */
  readonly nPowerIterations?: number;
  /** Smallest length that is divided by in the power iteration. Default: 1e-12. */
  readonly eps?: number;
  /** Dimension that becomes the rows of the matrix. Default: null, 1 for transposed convolutions and 0 for all others. */
  readonly dim?: number | null;
}

const transposed = [ConvTranspose1d, ConvTranspose2d, ConvTranspose3d];

/** The dimension of a module's weight that holds what it gives. */
export function rowsDim(module: AnyModule): number {
  return transposed.some((layer) => module instanceof layer) ? 1 : 0;
}

/** A weight as a matrix with one dimension as its rows. */
function matrixOf(weight: Tensor, dim: number): Tensor {
  return weight.transpose(0, dim).reshape(weight.size(dim), -1);
}

/**
 * Divides a parameter by its largest singular value, which a power iteration follows while training. In `stateDict()` the parameter
 * is called `weight_orig`, the iteration's vectors `weight_u` and `weight_v`.
 *
 * @returns the module.
 * @throws ValueError when there is no such parameter, or for an option that does not exist or fit.
 * @example Object.keys(utils.spectralNorm(new Linear(2, 3)).stateDict()) // ['bias', 'weight_orig', 'weight_u', 'weight_v']
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.spectral_norm.html
 * @see https://arxiv.org/abs/1802.05957
 */
export function spectralNorm<M extends Target>(module: M, options: SpectralNormOptions = {}): M {
  const op = 'spectralNorm';
  const all = withDefaults(op, options, { name: 'weight', nPowerIterations: 1, eps: 1e-12, dim: null });
  const { name, nPowerIterations, eps } = all;
  if (!Number.isInteger(nPowerIterations) || nPowerIterations < 1) {
    throw new ValueError(op, `nPowerIterations must be a positive integer, got ${nPowerIterations}`, {
      nPowerIterations,
    });
  }
  const dim = all.dim ?? rowsDim(module);
  const unit = (vector: Tensor): Tensor => normalize(vector, { dim: 0, eps });
  const divided = (self: AnyModule, iterations: number): Tensor => {
    const weight = partOf(self, `${name}Orig`);
    const [u, v] = [partOf(self, `${name}U`), partOf(self, `${name}V`)];
    const matrix = matrixOf(weight, dim);
    noGrad(() => {
      for (let i = 0; i < iterations; i++) {
        v.copy_(unit(matrix.t().mv(u)));
        u.copy_(unit(matrix.mv(v)));
      }
    });
    // copies: the next step writes into the vectors, which the backward pass of this one still needs
    return weight.div(u.clone().dot(matrix.mv(v.clone())));
  };
  const compute = (self: AnyModule): Tensor => divided(self, self.training ? nPowerIterations : 0);
  const weight = parameterOf(op, module, name);
  const vector = (n: number): Buffer => new Buffer(unit(normal_(weight.detach().newZeros([n]))));
  const rows = weight.size(dim);
  const [u, v] = [vector(rows), vector(weight.numel() / rows)];
  takeApart(
    module,
    name,
    { op, sources: ['Orig', 'U', 'V'], compute: (self) => divided(self, 0) },
    (parameter) => {
      module.registerParameter(`${name}Orig`, parameter);
      module.registerBuffer(`${name}U`, u);
      module.registerBuffer(`${name}V`, v);
    },
    compute,
  );
  return module;
}

/**
 * Makes a parameter that `spectralNorm` replaced a parameter again, divided as it is now.
 *
 * @returns the module.
 * @throws ValueError when `spectralNorm` did not replace it.
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.remove_spectral_norm.html
 */
export function removeSpectralNorm<M extends Target>(module: M, name: string = 'weight'): M {
  putTogether('spectralNorm', 'removeSpectralNorm', module, name);
  return module;
}
