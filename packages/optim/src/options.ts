/**
 * @file Options with defaults, and checks of their values.
 */
import { ValueError } from '@x/tensor/core';

/**
 * The options, and the defaults where there are none; undefined counts as none.
 *
 * @param others - keys that are not options but may be there.
 * @throws ValueError for an option that does not exist.
 */
export function withDefaults<T extends object>(
  op: string,
  defaults: T,
  options: Partial<T>,
  others: readonly string[] = [],
): T {
  const entries: [string, unknown][] = Object.entries(options);
  const known = Object.keys(defaults);
  const unknown = entries.find(([key]) => !known.includes(key) && !others.includes(key));
  if (unknown) {
    const [option] = unknown;
    throw new ValueError(op, `unknown option '${option}' (known: ${known.join(', ')})`, { option, known });
  }
  const given = entries.filter(([key, value]) => value !== undefined && known.includes(key));
  return Object.assign({ ...defaults }, Object.fromEntries(given));
}

/** @throws ValueError unless the value is 0 or more. */
export function checkNotNegative(op: string, what: string, value: number): void {
  if (!(value >= 0)) throw new ValueError(op, `Invalid ${what}: ${value} (it must be 0 or more)`, { value });
}

/** @throws ValueError unless every beta is in [0, 1). */
export function checkBetas(op: string, betas: readonly number[]): void {
  betas.forEach((value, index) => {
    if (value >= 0 && value < 1) return;
    throw new ValueError(op, `Invalid beta parameter at index ${index}: ${value} (it must be in [0, 1))`, {
      index,
      value,
    });
  });
}
