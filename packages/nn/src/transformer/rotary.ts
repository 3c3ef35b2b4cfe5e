/**
 * @file Positions as rotations.
 */
import { withDefaults } from '@x/functional';
import { arange, cat, ShapeError, shapeText, type Tensor, ValueError } from '@x/tensor/core';
import { Module } from '../module/module.js';
import { valueText } from '../module/text.js';

export interface RotaryOptions {
  /** How much slower each pair turns than the one before: pair i turns by `base^(−2i / dim)` a step. Default: 10000. */
  readonly base?: number;
}

export interface RotaryPosition {
  /** The position of the first step, for sequences that go on from earlier ones. Default: 0. */
  readonly offset?: number;
}

/**
 * Turns the features of queries or keys by angles that grow with the position, so that their products depend on distances:
 * `[*, L, dim] → [*, L, dim]`. Feature i is paired with feature i + dim / 2.
 *
 * @throws ValueError when `dim` is odd or for an unknown option; called, ShapeError for another number of features.
 * @example new RotaryEmbedding(2)(tensor([[1, 0.5], [1, 0.5]])) // [[1, 0.5], [0.1196, 1.1116]]
 * @see https://arxiv.org/abs/2104.09864
 */
export class RotaryEmbedding extends Module<[input: Tensor, position?: RotaryPosition]> {
  static readonly name: string = 'RotaryEmbedding';
  readonly dim: number;
  readonly base: number;

  constructor(dim: number, options: RotaryOptions = {}) {
    super();
    this.base = withDefaults('RotaryEmbedding', options, { base: 10000 }).base;
    if (!Number.isInteger(dim) || dim < 2 || dim % 2 !== 0) {
      throw new ValueError('RotaryEmbedding', `dim must be a positive even number, got ${dim}`, { dim });
    }
    this.dim = dim;
  }

  override forward(input: Tensor, position: RotaryPosition = {}): Tensor {
    const { offset } = withDefaults('RotaryEmbedding', position, { offset: 0 });
    if (input.ndim < 2 || input.size(-1) !== this.dim) {
      throw new ShapeError('RotaryEmbedding', `expected an input [*, L, ${this.dim}], got ${shapeText(input.shape)}`, {
        shapes: [input.shape],
      });
    }
    const { dtype, device } = input;
    const half = this.dim / 2;
    const speeds = arange(0, half, { dtype, device })
      .mul(-Math.log(this.base) / half)
      .exp();
    const angles = arange(offset, offset + input.size(-2), { dtype, device })
      .unsqueeze(1)
      .mul(speeds);
    const [cos, sin] = [angles.cos(), angles.sin()];
    const [x, y] = [input.narrow(-1, 0, half), input.narrow(-1, half, half)];
    return cat([x.mul(cos).sub(y.mul(sin)), y.mul(cos).add(x.mul(sin))], -1);
  }

  override extraRepr(): string {
    return `${this.dim}, base=${valueText(this.base)}`;
  }
}
