/**
 * @file What a golden file holds: calls as @x writes them, and what PyTorch answers. `scripts/golden` writes these files;
 * its `core/encode.py` describes how values are written.
 */
import { type DType, isDType } from '../../packages/tensor/src/dtype.js';

/** A number; the strings are NaN, Infinity and -Infinity, which JSON lacks. */
export type EncodedNumber = number | string;

/** One view over the tensor before it: a method and its arguments. */
export type EncodedView = readonly [method: string, ...args: unknown[]];

/** A tensor, and for inputs the views that make it non-contiguous. */
export type EncodedTensor = readonly [
  dtype: DType,
  shape: readonly number[],
  values: readonly EncodedNumber[],
  views?: readonly EncodedView[],
];

/** Values of gradients by the name of the input; null where PyTorch gives none. */
export type EncodedGradients = Readonly<Record<string, readonly EncodedNumber[] | null | undefined>>;

/** One call, or (`each`, `outs`) several of one function that share their left operand. */
export interface Row {
  readonly fn: string;
  /** f: the function; m: the method; p: the property; fm: both. */
  readonly as: string;
  readonly args?: readonly unknown[] | undefined;
  readonly out?: unknown;
  /** The first input's elements after an in-place call. */
  readonly after?: readonly EncodedNumber[] | undefined;
  /** The class of the error that the call must throw; `*`: any of ours. */
  readonly throws?: string | undefined;
  /** Gradients of the inputs, for outputs that get `pattern` as theirs; and, of those, gradients once more. */
  readonly grad?: EncodedGradients | undefined;
  readonly grad2?: EncodedGradients | undefined;
  /** Bounds where the usual ones do not do: relative, and absolute as a fraction of the largest expected value. */
  readonly tol?: readonly number[] | undefined;
  readonly each?: readonly (readonly unknown[])[] | undefined;
  readonly outs?: readonly unknown[] | undefined;
}

export interface GoldenFile<R = Row> {
  readonly inputs: Readonly<Record<string, readonly unknown[]>>;
  readonly cases: readonly R[];
}

/** Whether a value is a record such as `{ slice: … }`, not an array. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether a value is a tensor in the form of a golden file. */
export function isEncodedTensor(value: unknown): value is EncodedTensor {
  return Array.isArray(value) && isDType(value[0]) && Array.isArray(value[1]) && Array.isArray(value[2]);
}

/** The number that is meant. */
export function decodeNumber(value: EncodedNumber): number {
  return Number(value);
}
