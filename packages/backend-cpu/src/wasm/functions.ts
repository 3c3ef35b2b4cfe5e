/**
 * @file The module's functions of a family by dtype and kind: `add_f32`, `add_i32`, …
 */
import type { DType } from '@x/tensor/core';
import type { Exports } from '../generated/module.js';

const suffixes: Readonly<Partial<Record<DType, string>>> = { float32: 'f32', float64: 'f64', int32: 'i32' };

/** Functions by dtype and kind; where there is none, the reference kernel does the work. */
export type Functions<Kind extends string, F> = Readonly<Partial<Record<DType, Readonly<Partial<Record<Kind, F>>>>>>;

/** Finds the functions of a family: all of them have the type F. */
export function functionsOf<Kind extends string, F extends Exports[keyof Exports]>(
  exports: Exports,
  kinds: readonly Kind[],
): Functions<Kind, F> {
  const found: Partial<Record<DType, Partial<Record<Kind, F>>>> = {};
  for (const [dtype, suffix] of Object.entries(suffixes)) {
    const own: Partial<Record<Kind, F>> = {};
    for (const kind of kinds) {
      const name = `${kind}_${suffix}`;
      if (name in exports) own[kind] = exports[name as keyof Exports] as F;
    }
    found[dtype as DType] = own;
  }
  return found;
}
