/**
 * @file Not part of the program that the root's tsconfig.json checks: there, @x/autograd has added gradients to Tensor.
 */
import { expectTypeOf, it } from 'vitest';
import type { Tensor, TensorOptions } from '../src/index.js';

it('a tensor knows no gradient', () => {
  expectTypeOf<Tensor>().not.toHaveProperty('backward');
  expectTypeOf<Tensor>().not.toHaveProperty('requiresGrad');
  expectTypeOf<TensorOptions>().not.toHaveProperty('requiresGrad');
});
