/**
 * @file Tensors that belong to a module without being learned.
 */
import { GradError } from '@x/autograd';
import { withDefaults } from '@x/functional';
import { keep, Tensor } from '@x/tensor/core';
import { brand } from './brand.js';

export interface BufferOptions {
  /** Whether `stateDict()` holds the buffer. Default: true. */
  readonly persistent?: boolean;
}

/**
 * A tensor that is part of a module's state but not learned, such as a running mean: as a property of a module it is one of
 * the module's `buffers()`.
 *
 * It shares the memory of the tensor that it is made of, and belongs to its module: no `scope` disposes it.
 * @throws GradError when the tensor requires a gradient, ValueError for an unknown option.
 * @example
 * class Counter extends Module {
 *   seen = new Buffer(zeros([], { dtype: 'int32' }));
 *   forward(x: Tensor): Tensor {
 *     this.seen.add_(x.size(0));
 *     return x;
 *   }
 * }
 * @see https://pytorch.org/docs/stable/generated/torch.nn.parameter.Buffer.html
 */
export class Buffer extends Tensor {
  /** Tells the type from other tensors, so that one of those cannot be assigned to a buffer. */
  declare readonly kind: 'buffer';
  /** Whether `stateDict()` holds the buffer. */
  readonly persistent: boolean;

  constructor(data: Tensor, options: BufferOptions = {}) {
    const { persistent } = withDefaults('Buffer', options, { persistent: true });
    if (data.requiresGrad)
      throw new GradError('Buffer', 'the tensor requires a gradient; use detach(), or a Parameter');
    super(data.storage, data.layout, data.dtype);
    keep(this);
    this.persistent = persistent;
  }
}

Object.defineProperty(Buffer.prototype, 'kind', { value: 'buffer' });
brand('Buffer', Buffer);
