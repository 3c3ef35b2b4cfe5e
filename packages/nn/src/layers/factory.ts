/**
 * @file Where a layer's parameters are made, and of what type.
 */
import { type DType, empty, getDefaultDevice, type Shape } from '@x/tensor/core';
import { Parameter } from '../module/parameter.js';

/** Options of every layer that has parameters or buffers. */
export interface FactoryOptions {
  /** Element type of the parameters. Default: float32. */
  readonly dtype?: DType;
  /** Device of the parameters. Default: `getDefaultDevice()`. */
  readonly device?: string;
}

/** Their defaults at this moment. */
export function factoryDefaults(): Required<FactoryOptions> {
  return { dtype: 'float32', device: getDefaultDevice() };
}

/** A parameter whose values are still to be set. */
export function emptyParameter(shape: Shape, { dtype, device }: Required<FactoryOptions>): Parameter {
  return new Parameter(empty(shape, { dtype, device }));
}
