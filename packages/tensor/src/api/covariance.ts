/**
 * @file Covariances and correlations.
 */
import { isFloatingPoint } from '../dtype.js';
import { DTypeError, ShapeError, ValueError } from '../errors.js';
import { checkOptions } from '../options.js';
import { shapeText } from '../shape.js';
import type { Tensor } from '../tensor.js';

export interface CovOptions {
  /** Subtracted from the number of observations in the divisor. Default: 1. */
  readonly correction?: number;
  /** How often each observation counts: integers `[observations]`. */
  readonly fweights?: Tensor | null;
  /** How important each observation is: numbers `[observations]`. */
  readonly aweights?: Tensor | null;
}

function checkWeights(name: string, weights: Tensor, observations: number, floating: boolean): void {
  if (weights.ndim > 1 || weights.numel() !== observations) {
    throw new ShapeError('cov', `expected ${name} to be [${observations}], got ${shapeText(weights.shape)}`, {
      shapes: [weights.shape],
    });
  }
  if (isFloatingPoint(weights.dtype) !== floating) {
    throw new DTypeError(
      'cov',
      `expected ${name} to be ${floating ? 'floating point' : 'integral'}, got ${weights.dtype}`,
      {
        dtypes: [weights.dtype],
      },
    );
  }
  if (weights.lt(0).any().item()) throw new ValueError('cov', `${name} cannot be negative`);
}

/** Divided by what is left after the correction, at least 0. */
function normalizer(weights: Tensor | undefined, options: CovOptions, observations: number): number | Tensor {
  const { correction = 1, aweights } = options;
  if (!weights) return Math.max(observations - correction, 0);
  const total = weights.sum();
  if (correction === 0) return total;
  const share = aweights ? weights.mul(aweights).sum().div(total) : 1;
  return total.sub(typeof share === 'number' ? correction : share.mul(correction)).clampMin(0);
}

/**
 * Covariance matrix of variables in rows with observations in columns: `[variables, observations] → [variables, variables]`;
 * of one variable `[observations]` its variance `[]`.
 *
 * @throws ShapeError for more than 2 dimensions or weights of another size, DTypeError for bools or weights of another kind.
 * @example tensor([[0, 1, 2], [2, 1, 0.0001]]).cov().get(0, 0).item() // 1
 * @see https://pytorch.org/docs/stable/generated/torch.cov.html
 */
export function cov(self: Tensor, options: CovOptions = {}): Tensor {
  checkOptions('cov', options, ['correction', 'fweights', 'aweights']);
  if (self.ndim > 2) {
    throw new ShapeError('cov', `expected at most 2 dimensions, got ${shapeText(self.shape)}`, {
      shapes: [self.shape],
    });
  }
  if (self.dtype === 'bool') throw new DTypeError('cov', 'bool dtype is not supported', { dtypes: ['bool'] });
  const rows = self.ndim < 2 ? self.reshape([1, -1]) : self;
  const observations = rows.size(1);
  const { fweights, aweights } = options;
  if (fweights) checkWeights('fweights', fweights, observations, false);
  if (aweights) checkWeights('aweights', aweights, observations, true);
  const weights = fweights && aweights ? fweights.mul(aweights) : (fweights ?? aweights ?? undefined);
  const x = isFloatingPoint(rows.dtype) ? rows : rows.to('float32');
  const mean = weights ? x.mul(weights).sum(1, { keepdim: true }).div(weights.sum()) : x.mean(1, { keepdim: true });
  const centred = x.sub(mean);
  const weighted = weights ? centred.mul(weights) : centred;
  const matrix = centred.mm(weighted.to(centred.dtype).t()).div(normalizer(weights, options, observations));
  return matrix.squeeze();
}

/**
 * Pearson correlation coefficients of variables in rows with observations in columns: `[variables, observations] →
 * [variables, variables]`, between -1 and 1.
 *
 * @throws ShapeError for more than 2 dimensions.
 * @example tensor([[0, 1, 2.5], [0, -1, -2.5]]).corrcoef().get(0, 1).item() // -1
 * @see https://pytorch.org/docs/stable/generated/torch.corrcoef.html
 */
export function corrcoef(self: Tensor): Tensor {
  if (self.ndim > 2) {
    throw new ShapeError('corrcoef', `expected at most 2 dimensions, got ${shapeText(self.shape)}`, {
      shapes: [self.shape],
    });
  }
  const matrix = cov(self);
  if (matrix.ndim === 0) return matrix.div(matrix);
  const deviation = matrix.diagonal().sqrt();
  return matrix.div(deviation.unsqueeze(1)).div(deviation.unsqueeze(0)).clamp({ min: -1, max: 1 });
}
