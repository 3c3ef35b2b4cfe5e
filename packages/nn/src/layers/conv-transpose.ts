/**
 * @file Transposed convolutions: what the backward pass of a convolution does to its gradient.
 */
import * as F from '@x/functional';
import { type Tensor, ValueError } from '@x/tensor/core';
import { Module } from '../module/module.js';
import type { Parameter } from '../module/parameter.js';
import { checkGroups, convText, resetFilters } from './conv-shared.js';
import { emptyParameter, factoryDefaults, type FactoryOptions } from './factory.js';

export interface ConvTransposeOptions extends FactoryOptions {
  /** Elements between the windows of neighbouring input elements. Default: 1. */
  readonly stride?: F.Sizes;
  /** Elements cut off on each side of the output. Default: 0. */
  readonly padding?: F.Sizes;
  /** Elements added behind the output; smaller than stride or dilation. Default: 0. */
  readonly outputPadding?: F.Sizes;
  /** Channels are split into this many groups, each with its own filters. Default: 1. */
  readonly groups?: number;
  /** Whether there is a bias. Default: true. */
  readonly bias?: boolean;
  /** Distance of neighbouring elements in a window. Default: 1. */
  readonly dilation?: F.Sizes;
  /** What lies beyond the border; there is only 'zeros'. */
  readonly paddingMode?: 'zeros';
}

/** What transposed convolutions of any number of spatial dimensions share. */
abstract class ConvTransposeNd extends Module<[input: Tensor, outputSize?: readonly number[] | null]> {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[];
  readonly outputPadding: readonly number[];
  readonly dilation: readonly number[];
  readonly groups: number;
  weight: Parameter;
  bias: Parameter | null;

  constructor(
    op: string,
    spatial: number,
    channels: readonly [number, number],
    kernel: F.Sizes,
    options: ConvTransposeOptions,
  ) {
    super();
    const { bias, dtype, device, groups, ...all } = F.withDefaults(op, options, {
      stride: 1,
      padding: 0,
      outputPadding: 0,
      groups: 1,
      bias: true,
      dilation: 1,
      paddingMode: 'zeros',
      ...factoryDefaults(),
    });
    F.checkChoice(op, 'paddingMode', all.paddingMode, ['zeros']);
    const each = (name: string, value: F.Sizes): readonly number[] => F.perDimension(op, name, value, spatial);
    [this.inChannels, this.outChannels] = channels;
    this.kernelSize = each('kernelSize', kernel);
    this.stride = each('stride', all.stride);
    this.padding = each('padding', all.padding);
    this.outputPadding = each('outputPadding', all.outputPadding);
    this.dilation = each('dilation', all.dilation);
    this.groups = groups;
    checkGroups(op, 'inChannels', this.inChannels, groups);
    checkGroups(op, 'outChannels', this.outChannels, groups);
    const shape = [this.inChannels, this.outChannels / groups, ...this.kernelSize];
    this.weight = emptyParameter(shape, { dtype, device });
    this.bias = bias ? emptyParameter([this.outChannels], { dtype, device }) : null;
    this.resetParameters();
  }

  /** Draws new initial values. */
  resetParameters(): void {
    resetFilters(this.weight, this.bias);
  }

  /** The options of the function; an output of a given size has its own padding behind. */
  protected optionsFor(input: Tensor, outputSize: readonly number[] | null): F.ConvTransposeOptions {
    const { bias, stride, padding, groups, dilation } = this;
    const outputPadding = outputSize ? this.paddingFor(input, outputSize) : this.outputPadding;
    return { bias, stride, padding, outputPadding, groups, dilation };
  }

  protected paddingFor(input: Tensor, outputSize: readonly number[]): readonly number[] {
    const { kernelSize, stride, padding, dilation } = this;
    const spatial = kernelSize.length;
    const smallest = kernelSize.map((k, d) => {
      const n = input.shape.at(d - spatial) ?? 0;
      return (n - 1) * stride[d]! - 2 * padding[d]! + dilation[d]! * (k - 1) + 1;
    });
    const size = outputSize.slice(-spatial);
    const behind = size.map((n, d) => n - smallest[d]!);
    const lengths = [spatial, input.ndim];
    if (lengths.includes(outputSize.length) && behind.every((n, d) => n >= 0 && n < stride[d]!)) return behind;
    const largest = smallest.map((n, d) => n + stride[d]! - 1);
    throw new ValueError(
      this.constructor.name,
      `the output has sizes between [${smallest.join(', ')}] and [${largest.join(', ')}], not [${outputSize.join(', ')}]`,
      { outputSize, smallest, largest },
    );
  }

  override extraRepr(): string {
    return convText(this);
  }
}

/**
 * Transposed convolution over one dimension: `[N, inChannels, L] → [N, outChannels, L′]`; N may be missing. A
 * second input is the size of the output, where the stride leaves several.
 *
 * `weight [inChannels, outChannels / groups, k]` and `bias [outChannels]` start uniform in ±1/√(outChannels / groups · k).
 * @throws ValueError for an option that does not exist or fit, and, called, for a size that the output can not have.
 * @example new ConvTranspose1d(3, 2, 3, { stride: 2 })(randn(1, 3, 4)).shape // [1, 2, 9]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose1d.html
 */
export class ConvTranspose1d extends ConvTransposeNd {
  static readonly name: string = 'ConvTranspose1d';

  constructor(inChannels: number, outChannels: number, kernelSize: F.Sizes, options: ConvTransposeOptions = {}) {
    super('ConvTranspose1d', 1, [inChannels, outChannels], kernelSize, options);
  }

  override forward(input: Tensor, outputSize: readonly number[] | null = null): Tensor {
    return F.convTranspose1d(input, this.weight, this.optionsFor(input, outputSize));
  }
}

/**
 * Transposed convolution over two dimensions: `[N, inChannels, H, W] → [N, outChannels, H′, W′]`; N may be missing. A
 * second input is the size of the output, where the stride leaves several.
 *
 * `weight [inChannels, outChannels / groups, kh, kw]` and `bias [outChannels]` start uniform in ±1/√(outChannels / groups · kh · kw).
 * @throws ValueError for an option that does not exist or fit, and, called, for a size that the output can not have.
 * @example new ConvTranspose2d(3, 2, 3, { stride: 2 })(randn(1, 3, 4, 4), [10, 9]).shape // [1, 2, 10, 9]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose2d.html
 */
export class ConvTranspose2d extends ConvTransposeNd {
  static readonly name: string = 'ConvTranspose2d';

  constructor(inChannels: number, outChannels: number, kernelSize: F.Sizes, options: ConvTransposeOptions = {}) {
    super('ConvTranspose2d', 2, [inChannels, outChannels], kernelSize, options);
  }

  override forward(input: Tensor, outputSize: readonly number[] | null = null): Tensor {
    return F.convTranspose2d(input, this.weight, this.optionsFor(input, outputSize));
  }
}

/**
 * Transposed convolution over three dimensions: `[N, inChannels, D, H, W] → [N, outChannels, D′, H′, W′]`; N may be missing. A
 * second input is the size of the output, where the stride leaves several.
 *
 * `weight [inChannels, outChannels / groups, kd, kh, kw]` and `bias [outChannels]` start uniform in ±1/√(outChannels / groups · kd · kh · kw).
 * @throws ValueError for an option that does not exist or fit, and, called, for a size that the output can not have.
 * @example new ConvTranspose3d(3, 2, 2)(randn(1, 3, 2, 2, 2)).shape // [1, 2, 3, 3, 3]
 * @see https://pytorch.org/docs/stable/generated/torch.nn.ConvTranspose3d.html
 */
export class ConvTranspose3d extends ConvTransposeNd {
  static readonly name: string = 'ConvTranspose3d';

  constructor(inChannels: number, outChannels: number, kernelSize: F.Sizes, options: ConvTransposeOptions = {}) {
    super('ConvTranspose3d', 3, [inChannels, outChannels], kernelSize, options);
  }

  override forward(input: Tensor, outputSize: readonly number[] | null = null): Tensor {
    return F.convTranspose3d(input, this.weight, this.optionsFor(input, outputSize));
  }
}
