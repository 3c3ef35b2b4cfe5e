/**
 * @file Option names.
 */
import { ValueError } from '@x/tensor/core';

/** Refuses option names that do not exist, so that a misspelt one is not silently without effect. */
export function checkOptions(op: string, options: object, known: readonly string[]): void {
  for (const key in options) {
    if (!known.includes(key))
      throw new ValueError(op, `unknown option '${key}' (known: ${known.join(', ')})`, { option: key, known });
  }
}
