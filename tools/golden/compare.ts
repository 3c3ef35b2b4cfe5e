/**
 * @file Differences between what a call gave and what PyTorch gives, as lines of text; none means equal.
 */
import { type DType, isTensor, type Tensor } from '../../packages/tensor/src/index.js';
import { decodeNumber, type EncodedNumber, type EncodedTensor, isEncodedTensor, isRecord } from './file.js';

/** Allowed difference: `relative · |expected| + absolute · largest |expected|`. */
export interface Tolerance {
  readonly relative: number;
  readonly absolute: number;
}

const exact: Tolerance = { relative: 0, absolute: 0 };
const usual: Readonly<Record<DType, Tolerance>> = {
  float32: { relative: 2e-6, absolute: 2e-6 },
  float64: { relative: 1e-9, absolute: 1e-12 },
  int32: exact,
  uint8: exact,
  bool: exact,
};

/** The bounds of a row, where it has its own. */
export function toleranceOf(tol: readonly number[] | undefined): Tolerance | undefined {
  return tol && { relative: tol[0] ?? 0, absolute: tol[1] ?? 0 };
}

const shown = 4;

/** Elements that differ by more than the dtype's (or the given) tolerance; NaN equals NaN. */
export function valueDifferences(
  actual: ArrayLike<number>,
  expected: readonly EncodedNumber[],
  dtype: DType,
  tolerance: Tolerance = usual[dtype],
): string[] {
  if (actual.length !== expected.length) return [`${actual.length} elements instead of ${expected.length}`];
  const wanted = expected.map(decodeNumber);
  const largest = wanted.reduce((m, v) => (Number.isFinite(v) ? Math.max(m, Math.abs(v)) : m), 0);
  const found: string[] = [];
  wanted.forEach((want, i) => {
    const got = actual[i]!;
    if (Object.is(got, want) || got === want) return;
    const bound = tolerance.relative * Math.abs(want) + tolerance.absolute * largest;
    if (!Number.isFinite(want) || !(Math.abs(got - want) <= bound))
      found.push(`element ${i}: ${got} instead of ${want}`);
  });
  return found.length > shown ? [...found.slice(0, shown), `… and ${found.length - shown} more`] : found;
}

/** Differences of one tensor: dtype, shape, elements. */
export function tensorDifferences(actual: Tensor, expected: EncodedTensor, tolerance?: Tolerance): string[] {
  const [dtype, shape, values] = expected;
  if (actual.dtype !== dtype) return [`dtype ${actual.dtype} instead of ${dtype}`];
  if (actual.shape.join() !== shape.join())
    return [`shape [${actual.shape.join(', ')}] instead of [${shape.join(', ')}]`];
  return valueDifferences(actual.toTypedArray(), values, dtype, tolerance);
}

/** Differences of any result of a call: tensors, numbers, lists and records of them. */
export function differences(actual: unknown, expected: unknown, tolerance?: Tolerance): string[] {
  if (isEncodedTensor(expected)) {
    return isTensor(actual) ? tensorDifferences(actual, expected, tolerance) : [`${typeof actual} instead of a tensor`];
  }
  if (!isRecord(expected))
    return Object.is(actual, expected) ? [] : [`${String(actual)} instead of ${String(expected)}`];
  if (Array.isArray(expected.list)) return listDifferences(actual, expected.list, tolerance);
  if (typeof actual !== 'object' || actual === null)
    return [`${typeof actual} instead of { ${Object.keys(expected).join(', ')} }`];
  return Object.entries(expected).flatMap(([key, want]) =>
    differences(Reflect.get(actual, key), want, tolerance).map((line) => `${key}: ${line}`),
  );
}

function listDifferences(actual: unknown, expected: readonly unknown[], tolerance: Tolerance | undefined): string[] {
  if (!Array.isArray(actual)) return [`${typeof actual} instead of an array`];
  if (actual.length !== expected.length) return [`${actual.length} items instead of ${expected.length}`];
  return expected.flatMap((want, i) => differences(actual[i], want, tolerance).map((line) => `[${i}]: ${line}`));
}
