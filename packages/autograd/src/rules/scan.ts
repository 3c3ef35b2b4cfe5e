/**
 * @file Gradients of running reductions.
 */
import { ops } from '@x/tensor';
import { defineByDecomposition } from '../recompute.js';
import { defineRule } from '../rule.js';

defineRule(ops.cumsum, {
  name: 'CumsumBackward0',
  backward: ({ grad, attrs: { dim } }) => [grad.ndim === 0 ? grad : grad.flip(dim).cumsum(dim).flip(dim)],
});
defineByDecomposition(ops.cumprod, 'CumprodBackward0');
