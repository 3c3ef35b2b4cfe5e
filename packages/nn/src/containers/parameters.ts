/**
 * @file Tensors as items of containers of parameters.
 */
import type { Tensor } from '@x/tensor/core';
import { isParameter } from '../module/brand.js';
import { Parameter } from '../module/parameter.js';

/** The tensor itself where it is a parameter, else a new one that shares its memory. */
export function asParameter(tensor: Tensor): Parameter {
  return isParameter(tensor) ? tensor : new Parameter(tensor);
}

/** A line of a printed container. */
export function parameterLine(name: string, { dtype, shape }: Parameter): string {
  return `  (${name}): Parameter containing: [torch.${dtype} of size ${shape.join('x')}]`;
}
