/**
 * @file Activations made of straight lines, and gates.
 */
import * as F from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { Module } from '../module/module.js';
import { floatText } from '../module/text.js';
import { InplaceActivation } from './inplace.js';

/**
 * `(x + 3) / 6` within [0, 1]: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option.
 * @example new Hardsigmoid()(tensor([-3, 0, 4.5])) // [0, 0.5, 1]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Hardsigmoid.html
 */
export class Hardsigmoid extends InplaceActivation {
  static readonly name: string = 'Hardsigmoid';

  constructor(options: F.InplaceOptions = {}) {
    super('Hardsigmoid', options);
  }

  override forward(input: Tensor): Tensor {
    return F.hardsigmoid(input, { inplace: this.inplace });
  }

  override extraRepr(): string {
    return '';
  }
}

/**
 * `x · hardsigmoid(x)`: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option.
 * @example new Hardswish()(tensor([-3, 0, 4.5])) // [0, 0, 4.5]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Hardswish.html
 */
export class Hardswish extends InplaceActivation {
  static readonly name: string = 'Hardswish';

  constructor(options: F.InplaceOptions = {}) {
    super('Hardswish', options);
  }

  override forward(input: Tensor): Tensor {
    return F.hardswish(input, { inplace: this.inplace });
  }

  override extraRepr(): string {
    return '';
  }
}

/**
 * `x` where |x| is above lambd, 0 elsewhere: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option.
 * @example new Hardshrink()(tensor([-2, 0.25])) // [-2, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Hardshrink.html
 */
export class Hardshrink extends Module {
  static readonly name: string = 'Hardshrink';
  readonly lambd: number;

  constructor(options: F.ShrinkOptions = {}) {
    super();
    const { lambd } = F.withDefaults('Hardshrink', options, { lambd: 0.5 });
    this.lambd = lambd;
  }

  override forward(input: Tensor): Tensor {
    return F.hardshrink(input, { lambd: this.lambd });
  }

  override extraRepr(): string {
    return floatText(this.lambd);
  }
}

/**
 * `x` moved towards 0 by lambd: `[*] → [*]`.
 *
 * @throws ValueError for an unknown option.
 * @example new Softshrink()(tensor([-2, 0.25])) // [-1.5, 0]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.Softshrink.html
 */
export class Softshrink extends Module {
  static readonly name: string = 'Softshrink';
  readonly lambd: number;

  constructor(options: F.ShrinkOptions = {}) {
    super();
    const { lambd } = F.withDefaults('Softshrink', options, { lambd: 0.5 });
    this.lambd = lambd;
  }

  override forward(input: Tensor): Tensor {
    return F.softshrink(input, { lambd: this.lambd });
  }

  override extraRepr(): string {
    return floatText(this.lambd);
  }
}

/**
 * The first half times the sigmoid of the second: `[*, 2n, *] → [*, n, *]`.
 *
 * @throws ValueError for an unknown option.
 * @example new GLU()(tensor([[2.5, 0]])) // [[1.25]]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.GLU.html
 */
export class GLU extends Module {
  static readonly name: string = 'GLU';
  readonly dim: number;

  constructor(options: { readonly dim?: number } = {}) {
    super();
    const { dim } = F.withDefaults('GLU', options, { dim: -1 });
    this.dim = dim;
  }

  override forward(input: Tensor): Tensor {
    return F.glu(input, { dim: this.dim });
  }

  override extraRepr(): string {
    return `dim=${this.dim}`;
  }
}
