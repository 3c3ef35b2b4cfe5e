/**
 * @file What layers that pad share.
 */
import * as F from '@x/functional';
import { type Tensor, ValueError } from '@x/tensor/core';
import { Module } from '../../module/module.js';
import { valueText } from '../../module/text.js';

/** Elements on each side: one number for all, or two for each dimension, the last one first. Negative ones cut off. */
export type PaddingSizes = number | readonly number[];

/** Base of the layers that pad the last dimensions. */
export abstract class PadNd extends Module {
  /** Elements in front of and behind each dimension, the last one first. */
  readonly padding: readonly number[];

  constructor(padding: PaddingSizes) {
    super();
    const sides = 2 * this.dims();
    this.padding = typeof padding === 'number' ? Array.from({ length: sides }, () => padding) : padding;
    const given = Array.isArray(this.padding) && this.padding.length === sides;
    if (given && this.padding.every(Number.isInteger)) return;
    const got = Array.isArray(padding) ? `[${padding.join(', ')}]` : String(padding);
    throw new ValueError(this.constructor.name, `padding must be one integer or ${sides}, got ${got}`, { padding });
  }

  /** How many dimensions are padded. */
  protected abstract dims(): number;
  /** Where the values come from. */
  protected abstract mode(): F.PadMode;

  override forward(input: Tensor): Tensor {
    return F.pad(input, this.padding, { mode: this.mode() });
  }

  override extraRepr(): string {
    return valueText(this.padding);
  }
}
