/**
 * @file Layers that change the shape of their input, or nothing.
 */
import { withDefaults } from '@x/functional';
import type { Shape, Tensor } from '@x/tensor/core';
import { Module } from '../module/module.js';
import { valueText } from '../module/text.js';

/**
 * The input as it is: `[*] → [*]`.
 *
 * @example new Identity()(tensor([1, 2])) // [1, 2]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Identity.html
 */
export class Identity extends Module {
  static readonly name: string = 'Identity';

  override forward(input: Tensor): Tensor {
    return input;
  }
}

export interface FlattenOptions {
  /** First dimension that is merged. Default: 1. */
  readonly startDim?: number;
  /** Last dimension that is merged. Default: -1. */
  readonly endDim?: number;
}

/**
 * Dimensions merged into one, by default all but the batch: `[N, a, b] → [N, a·b]`.
 *
 * @throws ValueError for an unknown option.
 * @example new Flatten()(randn(32, 1, 5, 5)).shape // [32, 25]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Flatten.html
 */
export class Flatten extends Module {
  static readonly name: string = 'Flatten';
  readonly startDim: number;
  readonly endDim: number;

  constructor(options: FlattenOptions = {}) {
    super();
    const { startDim, endDim } = withDefaults('Flatten', options, { startDim: 1, endDim: -1 });
    this.startDim = startDim;
    this.endDim = endDim;
  }

  override forward(input: Tensor): Tensor {
    return input.flatten(this.startDim, this.endDim);
  }

  override extraRepr(): string {
    return `start_dim=${this.startDim}, end_dim=${this.endDim}`;
  }
}

/**
 * One dimension split into several: `[N, a·b] → [N, a, b]`.
 *
 * @example new Unflatten(1, [2, 5, 5])(randn(2, 50)).shape // [2, 2, 5, 5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Unflatten.html
 */
export class Unflatten extends Module {
  static readonly name: string = 'Unflatten';
  readonly dim: number;
  readonly unflattenedSize: Shape;

  constructor(dim: number, unflattenedSize: Shape) {
    super();
    this.dim = dim;
    this.unflattenedSize = unflattenedSize;
  }

  override forward(input: Tensor): Tensor {
    return input.unflatten(this.dim, this.unflattenedSize);
  }

  override extraRepr(): string {
    return `dim=${this.dim}, unflattened_size=${valueText(this.unflattenedSize)}`;
  }
}
