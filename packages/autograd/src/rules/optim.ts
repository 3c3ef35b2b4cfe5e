/**
 * @file Steps of optimizers: they write in place and are never recorded.
 */
import * as ops from '@x/tensor/ops';
import { constant, type RuleEntry } from '../rule.js';

export const optimRules: readonly RuleEntry[] = [
  constant(ops.sgdStep),
  constant(ops.adamStep),
  constant(ops.rmspropStep),
];
