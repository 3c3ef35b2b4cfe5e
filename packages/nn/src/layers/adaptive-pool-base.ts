/**
 * @file What pools with an output of a given size share.
 */
import type { OutputSize, OutputSize3d } from '@x/functional';
import type { Tensor } from '@x/tensor/core';
import { Module } from '../module/module.js';
import { valueText } from '../module/text.js';

/** Base of pools of any number of spatial dimensions. */
export abstract class AdaptivePoolNd<Size extends OutputSize | OutputSize3d, Out = Tensor> extends Module<
  [input: Tensor],
  Out
> {
  readonly outputSize: Size;

  constructor(outputSize: Size) {
    super();
    this.outputSize = outputSize;
  }

  override extraRepr(): string {
    return `output_size=${valueText(this.outputSize)}`;
  }
}
