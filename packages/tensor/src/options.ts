/**
 * @file Options objects: those of the functions that make tensors, and a check for all others.
 */
import type { DType } from './dtype.js';
import { ValueError } from './errors.js';

/** Options of every function that makes a tensor. Packages add their own (@x/autograd: `requiresGrad`). */
export interface TensorOptions {
  /** Element type. Default: float32, or what the data say. */
  readonly dtype?: DType | undefined;
  /** Device that holds the tensor. Default: `getDefaultDevice()`. */
  readonly device?: string | undefined;
}

/** @throws ValueError for an option that the function does not have, or for options that are no object: they would have no effect. */
export function checkOptions<T extends object>(op: string, options: T, known: readonly (keyof T & string)[]): void {
  const names: readonly string[] = known;
  if (typeof options !== 'object') {
    throw new ValueError(op, `options are an object such as { ${names[0]}: … }, got ${String(options)}`);
  }
  for (const name in options) {
    if (!names.includes(name)) {
      throw new ValueError(op, `unknown option '${name}' (known: ${names.join(', ')})`, { option: name });
    }
  }
}
