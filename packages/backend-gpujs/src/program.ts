/**
 * @file What a kernel is before a target compiles it: arrays and numbers in, one array out.
 */

/**
 * A kernel as source text in the subset of JavaScript that gpu.js compiles. `T` stands for the number of the output element.
 * Positions are computed from `T`, integer arguments, loop counters and the functions of `helpers.ts` only, which are integers on
 * every target; local variables are floats.
 */
export interface Program {
  /** Unique among the programs of a device. */
  readonly name: string;
  readonly arrays: readonly string[];
  readonly ints: readonly string[];
  readonly floats: readonly string[];
  /** Statements; the last one returns. `inf` and `nan` may be used: no target writes them as literals. */
  readonly body: string;
  /** Its positions are integers throughout, so arrays may have more than 2²⁴ elements. */
  readonly large?: boolean;
  /** A thread returns four elements that follow each other, and `T` counts threads: where the target has `quads`. */
  readonly width?: 1 | 4;
}

/** The argument names in the order in which kernels take them: arrays, integers, floats. */
export function parameters({ arrays, ints, floats, body }: Program): string[] {
  const special = ['inf', 'nan'].filter((name) => new RegExp(`\\b${name}\\b`).test(body));
  return [...arrays, ...ints, ...floats, ...special];
}

/** What is passed for `inf` and `nan`, in their order, as far as the program uses them. */
export function specialValues({ body }: Program): number[] {
  const values = { inf: Infinity, nan: NaN };
  return Object.entries(values)
    .filter(([name]) => new RegExp(`\\b${name}\\b`).test(body))
    .map(([, value]) => value);
}
