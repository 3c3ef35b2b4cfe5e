/**
 * @file Options of functions: defaults, and a clear refusal of names and values that do not exist.
 */
import { isTensor, ValueError } from '@x/tensor/core';
import type * as ops from '@x/tensor/ops';

/**
 * The options with defaults in place of those that are missing or undefined.
 *
 * @throws ValueError when an option has a name that `defaults` does not have, or when the options are no object.
 * @example withDefaults('scale', { by: 2 }, { by: 1, bias: 0 }) // { by: 2, bias: 0 }
 */
export function withDefaults<O extends object>(op: string, options: O, defaults: Required<O>): Required<O> {
  if (typeof options !== 'object' || options === null || isTensor(options)) {
    const got = isTensor(options) ? 'a tensor' : String(options);
    throw new ValueError(op, `options are an object such as { ${Object.keys(defaults)[0]}: … }, got ${got}`);
  }
  const result = { ...defaults };
  for (const [name, value] of Object.entries(options)) {
    if (!Object.hasOwn(defaults, name)) {
      const known = Object.keys(defaults).join(', ');
      throw new ValueError(op, `unknown option '${name}' (known: ${known})`, { option: name });
    }
    if (value !== undefined) Object.assign(result, { [name]: value });
  }
  return result;
}

/**
 * Refuses an option's value that is not one of those that exist.
 *
 * @throws ValueError with the list of choices.
 * @example checkChoice('pad', 'mode', mode, ['constant', 'reflect'])
 */
export function checkChoice(op: string, name: string, value: string, choices: readonly string[]): void {
  if (choices.includes(value)) return;
  const list = choices.map((choice) => `'${choice}'`).join(', ');
  throw new ValueError(op, `${name} must be one of ${list}, got '${value}'`, { [name]: value });
}

/** One number for all spatial dimensions, or one for each. */
export type Sizes = number | readonly number[];

/**
 * One number for each of `n` dimensions.
 *
 * @throws ValueError when there are neither one nor n.
 * @example perDimension('conv2d', 'stride', 2, 2) // [2, 2]
 */
export function perDimension(op: string, name: string, value: Sizes, n: number): readonly number[] {
  const list = typeof value === 'number' ? [value] : value;
  if (!Array.isArray(list)) {
    throw new ValueError(op, `${name} must be one number or ${n}, got ${String(value)}`, { [name]: value });
  }
  if (list.length === n) return list;
  if (list.length === 1) return Array.from({ length: n }, () => list[0]!);
  throw new ValueError(op, `${name} must be one number or ${n}, got [${list.join(', ')}]`, { [name]: value });
}

/** The stride of windows, which is their size where there is none, be it null or an empty list. */
export function strideOr(kernelSize: Sizes, stride: Sizes | null): Sizes {
  return stride === null || (typeof stride !== 'number' && stride.length === 0) ? kernelSize : stride;
}

/** Numbers for rows and columns. @throws ValueError when there are more or fewer. */
export function pair(op: string, name: string, value: Sizes): readonly [number, number] {
  const [rows = 0, columns = 0] = perDimension(op, name, value, 2);
  return [rows, columns];
}

/** Numbers for depth, rows and columns. @throws ValueError when there are more or fewer. */
export function triple(op: string, name: string, value: Sizes): ops.Triple {
  const [depth = 0, rows = 0, columns = 0] = perDimension(op, name, value, 3);
  return [depth, rows, columns];
}
