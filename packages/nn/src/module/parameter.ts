/**
 * @file Tensors that are learned.
 */
import '@x/autograd';
import { withDefaults } from '@x/functional';
import { keep, Tensor } from '@x/tensor/core';
import { brand } from './brand.js';
import { printAsText } from './inspect.js';

export interface ParameterOptions {
  /** Whether the parameter gets a gradient. Default: true. */
  readonly requiresGrad?: boolean;
}

/**
 * A tensor that a module learns: as a property of a module it is one of the module's `parameters()`.
 *
 * It shares the memory of the tensor that it is made of, is a leaf, and belongs to its module: no `scope` disposes it.
 * @throws DTypeError when the tensor is not floating point, unless `requiresGrad` is false; ValueError for an unknown option.
 * @example
 * class Scale extends Module {
 *   factor = new Parameter(ones(1));
 *   forward(x: Tensor): Tensor {
 *     return x.mul(this.factor);
 *   }
 * }
 * @see https://pytorch.org/docs/stable/generated/torch.nn.parameter.Parameter.html
 */
export class Parameter extends Tensor {
  /** Tells the type from other tensors, so that one of those cannot be assigned to a parameter. */
  declare readonly kind: 'parameter';

  constructor(data: Tensor, options: ParameterOptions = {}) {
    const { requiresGrad } = withDefaults('Parameter', options, { requiresGrad: true });
    super(data.storage, data.layout, data.dtype);
    keep(this);
    this.requiresGrad = requiresGrad;
  }

  override toString(): string {
    return `Parameter containing:\n${super.toString()}`;
  }
}

Object.defineProperty(Parameter.prototype, 'kind', { value: 'parameter' });
brand('Parameter', Parameter);
printAsText(Parameter);
