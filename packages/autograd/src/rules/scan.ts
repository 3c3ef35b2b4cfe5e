/**
 * @file Gradients of running reductions.
 */
import { recomputed } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { rule, type RuleEntry } from '../rule.js';

export const scanRules: readonly RuleEntry[] = [
  rule(ops.cumsum, {
    name: 'CumsumBackward0',
    backward: ({ grad, attrs: { dim } }) => [grad.ndim === 0 ? grad : grad.flip(dim).cumsum(dim).flip(dim)],
  }),
  rule(ops.cumprod, recomputed({ name: 'CumprodBackward0' })),
];
