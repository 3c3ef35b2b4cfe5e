/**
 * @file Gradients of pictures in another size, in other places, and with pixels for channels.
 */
import { dispatch } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../../rule.js';

/** PyTorch's names of the ways to sample, for each number of dimensions. */
const samplingNames: Readonly<Record<ops.Sampling, readonly string[]>> = {
  nearest: ['Nearest1D', 'Nearest2D', 'Nearest3D'],
  'nearest-exact': ['NearestExact1D', 'NearestExact2D', 'NearestExact3D'],
  linear: ['Linear1D', 'Bilinear2D', 'Trilinear3D'],
  cubic: ['', 'Bicubic2D'],
  'linear-aa': ['', 'Bilinear2DAa'],
  'cubic-aa': ['', 'Bicubic2DAa'],
};

export const visionRules: readonly RuleEntry[] = [
  rule(ops.upsample, {
    name: ({ sampling, outputSize }) => `Upsample${samplingNames[sampling][outputSize.length - 1]}Backward1`,
    recompute: 'atZeros',
  }),
  rule(ops.affineGrid, { name: 'AffineGridGeneratorBackward0', recompute: 'atZeros' }),
  rule(ops.gridSample, { name: ({ spatial }) => `GridSampler${spatial}DBackward0`, recompute: 'atInputs' }),
  rule(ops.pixelShuffle, {
    name: 'PixelShuffleBackward0',
    backward: ({ grad, attrs }) => [dispatch(ops.pixelUnshuffle, [grad], attrs)[0]],
  }),
  rule(ops.pixelUnshuffle, {
    name: 'PixelUnshuffleBackward0',
    backward: ({ grad, attrs }) => [dispatch(ops.pixelShuffle, [grad], attrs)[0]],
  }),
];
