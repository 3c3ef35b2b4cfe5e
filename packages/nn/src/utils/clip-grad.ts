/**
 * @file Keeping gradients small.
 */
import { GradError, noGrad } from '@x/autograd';
import { withDefaults } from '@x/functional';
import { isTensor, stack, type Tensor, zeros, norm } from '@x/tensor/core';

/** The gradients that there are. */
function gradients(parameters: Iterable<Tensor> | Tensor): Tensor[] {
  // a tensor is iterable too, but its rows have no gradients
  const list = isTensor(parameters) ? [parameters] : [...parameters];
  return list.map((parameter) => parameter.grad).filter((grad) => grad !== null);
}

export interface ClipGradNormOptions {
  /** Which norm; Infinity takes the largest element. Default: 2. */
  readonly normType?: number;
  /** Whether a norm that is infinite or not a number is an error; the device has to be readable at once. Default: false. */
  readonly errorIfNonfinite?: boolean;
}

/**
 * Scales the gradients, in place, so that the norm of all of them together is at most `maxNorm`: `→ []`.
 *
 * @returns the norm before.
 * @throws GradError when the norm is not finite and `errorIfNonfinite` is set, ValueError for an unknown option.
 * @example
 * loss.backward();
 * utils.clipGradNorm_(net.parameters(), 1);
 * optimizer.step();
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_norm_.html
 */
export function clipGradNorm_(
  parameters: Iterable<Tensor> | Tensor,
  maxNorm: number,
  options: ClipGradNormOptions = {},
): Tensor {
  const defaults = { normType: 2, errorIfNonfinite: false };
  const { normType, errorIfNonfinite } = withDefaults('clipGradNorm_', options, defaults);
  const grads = gradients(parameters);
  const [first] = grads;
  if (!first) return zeros([]);
  return noGrad(() => {
    const norms = grads.map((grad) => norm(grad, undefined, { p: normType }).to({ device: first.device }));
    const total = norm(stack(norms), undefined, { p: normType });
    if (errorIfNonfinite && !Number.isFinite(total.item())) {
      throw new GradError(
        'clipGradNorm_',
        `the total norm of order ${normType} is ${total.item()}; nothing was scaled`,
        {
          normType,
        },
      );
    }
    const factor = total.add(1e-6).reciprocal().mul(maxNorm).clampMax(1);
    for (const grad of grads) grad.mul_(factor.to({ device: grad.device }));
    return total;
  });
}

/**
 * Moves every element of the gradients into [−clipValue, clipValue], in place.
 *
 * @example utils.clipGradValue_(net.parameters(), 0.5)
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.clip_grad_value_.html
 */
export function clipGradValue_(parameters: Iterable<Tensor> | Tensor, clipValue: number): void {
  noGrad(() => {
    for (const grad of gradients(parameters)) grad.clamp_({ min: -clipValue, max: clipValue });
  });
}
