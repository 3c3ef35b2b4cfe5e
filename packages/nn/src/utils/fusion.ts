/**
 * @file Batch normalisation as part of the layer in front of it.
 */
import { noGrad } from '@x/autograd';
import { type Tensor, ValueError } from '@x/tensor/core';
import type { BatchNorm1d } from '../layers/batch-norm.js';
import type { Linear } from '../layers/linear.js';
import { Parameter } from '../module/parameter.js';

/** A layer whose outputs have a filter each. */
interface Filters {
  weight: Parameter;
  bias: Parameter | null;
  readonly training: boolean;
}

type Norm = Pick<BatchNorm1d, 'runningMean' | 'runningVar' | 'eps' | 'weight' | 'bias' | 'training'>;

function fuse<L extends Filters>(op: string, fused: L, norm: Norm, dim: number): L {
  const { runningMean, runningVar, eps } = norm;
  if (fused.training || norm.training) throw new ValueError(op, 'both layers must be in evaluation; call eval()');
  if (!runningMean || !runningVar) throw new ValueError(op, 'the normalisation keeps no running statistics');
  noGrad(() => {
    const inverse = runningVar.add(eps).rsqrt();
    const scale: Tensor = norm.weight ? inverse.mul(norm.weight) : inverse;
    const shape = fused.weight.shape.map((_, d) => (d === dim ? -1 : 1));
    const centred = fused.bias ? fused.bias.sub(runningMean) : runningMean.neg();
    const bias = centred.mul(scale);
    fused.weight = new Parameter(fused.weight.mul(scale.reshape(shape)));
    fused.bias = new Parameter(norm.bias ? bias.add(norm.bias) : bias);
  });
  return fused;
}

/**
 * A copy of a convolution that does what the convolution and the batch normalisation behind it do in evaluation.
 *
 * @param options.transpose - whether it is a transposed convolution. Default: false.
 * @throws ValueError when one of them is being trained, or the normalisation keeps no running statistics.
 * @example utils.fuseConvBnEval(new Conv2d(1, 2, 3).eval(), new BatchNorm2d(2).eval())(randn(1, 1, 5, 5)).shape // [1, 2, 3, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.fuse_conv_bn_eval.html
 */
export function fuseConvBnEval<L extends Filters & { deepCopy(): L }>(
  conv: L,
  bn: Norm,
  options: { readonly transpose?: boolean } = {},
): L {
  return fuse('fuseConvBnEval', conv.deepCopy(), bn, options.transpose ? 1 : 0);
}

/**
 * A copy of a linear layer that does what the layer and the batch normalisation behind it do in evaluation.
 *
 * @throws ValueError when one of them is being trained, or the normalisation keeps no running statistics.
 * @example utils.fuseLinearBnEval(new Linear(2, 3).eval(), new BatchNorm1d(3).eval())(randn(1, 2)).shape // [1, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.fuse_linear_bn_eval.html
 */
export function fuseLinearBnEval(linear: Linear, bn: Norm): Linear {
  return fuse('fuseLinearBnEval', linear.deepCopy(), bn, 0);
}
