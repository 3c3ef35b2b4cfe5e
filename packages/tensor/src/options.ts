/**
 * @file Options of the functions that make tensors.
 */
import type { DType } from './dtype.js';

/** Options of every function that makes a tensor. Packages add their own (@x/autograd: `requiresGrad`). */
export interface TensorOptions {
  /** Element type. Default: float32, or what the data say. */
  readonly dtype?: DType | undefined;
  /** Device that holds the tensor. Default: `getDefaultDevice()`. */
  readonly device?: string | undefined;
}
