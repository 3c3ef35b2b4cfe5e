/**
 * @file What convolutions and transposed convolutions share: checks, initial values, printed text.
 */
import { type Tensor, ValueError } from '@x/tensor/core';
import { kaimingUniform_, uniform_ } from '../init/index.js';
import { valueText } from '../module/text.js';

/** @throws ValueError when the groups do not divide the channels. */
export function checkGroups(op: string, name: string, channels: number, groups: number): void {
  if (groups > 0 && channels % groups === 0) return;
  throw new ValueError(op, `${name} must be divisible by groups: ${channels} and ${groups}`, { channels, groups });
}

/** Draws filters, and biases of the same bounds. */
export function resetFilters(weight: Tensor, bias: Tensor | null): void {
  kaimingUniform_(weight, { a: Math.sqrt(5) });
  if (!bias) return;
  const fanIn = weight.numel() / weight.size(0);
  if (fanIn > 0) uniform_(bias, { a: -1 / Math.sqrt(fanIn), b: 1 / Math.sqrt(fanIn) });
}

interface Convolution {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernelSize: readonly number[];
  readonly stride: readonly number[];
  readonly padding: readonly number[] | string;
  readonly dilation: readonly number[];
  readonly outputPadding?: readonly number[];
  readonly groups: number;
  readonly bias: Tensor | null;
  readonly paddingMode?: string;
}

/** The printed options: those that are not the defaults. */
export function convText(layer: Convolution): string {
  const { padding, dilation, outputPadding = [], groups, paddingMode = 'zeros' } = layer;
  const parts = [`${layer.inChannels}, ${layer.outChannels}`, `kernel_size=${valueText(layer.kernelSize)}`];
  parts.push(`stride=${valueText(layer.stride)}`);
  if (typeof padding === 'string') parts.push(`padding=${padding}`);
  else if (padding.some((p) => p !== 0)) parts.push(`padding=${valueText(padding)}`);
  if (dilation.some((d) => d !== 1)) parts.push(`dilation=${valueText(dilation)}`);
  if (outputPadding.some((p) => p !== 0)) parts.push(`output_padding=${valueText(outputPadding)}`);
  if (groups !== 1) parts.push(`groups=${groups}`);
  if (!layer.bias) parts.push('bias=False');
  if (paddingMode !== 'zeros') parts.push(`padding_mode=${paddingMode}`);
  return parts.join(', ');
}
