/**
 * @file How a checkpoint's structure is written as JSON: what JSON has not is an object with the key `$`.
 *
 * | value | JSON |
 * |---|---|
 * | tensor, typed array | `{"$":"tensor","name":…}`, `{"$":"array","name":…}`: its name in the file |
 * | `Map` | `{"$":"map","entries":[[key, value], …]}` |
 * | object with a key `$` | `{"$":"object","entries":[[key, value], …]}` |
 * | NaN, ±Infinity, -0, bigint | `{"$":"number","text":"NaN"}`, `{"$":"bigint","text":"12"}` |
 */

/** Key that marks these objects. */
export const TAG = '$';
/** Key of the file's metadata that holds the structure. */
export const STRUCTURE = 'checkpoint';
/** Version of the structure's form. */
export const VERSION = 1;
/** Levels of nesting that a structure may have. */
export const DEEPEST = 100;

/** What stands for a value that JSON has not. */
export type Tag = 'tensor' | 'array' | 'map' | 'object' | 'number' | 'bigint';

/** JSON. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** Numbers that JSON has not, by their text. */
export const unusualNumbers: ReadonlyMap<string, number> = new Map([
  ['NaN', NaN],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
  ['-0', -0],
]);
