/**
 * @file State dicts in golden files.
 */
import { isTensor } from '@x/tensor';
import { differences, valueDifferences } from '../../../tools/golden/compare.js';
import { decodeTensor } from '../../../tools/golden/decode.js';
import { isEncodedTensor, isRecord } from '../../../tools/golden/file.js';

/** A saved value with tensors and numbers in the place of encoded ones. */
export function decode(value: unknown): unknown {
  if (isEncodedTensor(value)) return decodeTensor(value);
  if (Array.isArray(value)) return value.map(decode);
  if (!isRecord(value)) return value;
  if (typeof value.number === 'string') return Number(value.number);
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, decode(item)]));
}

/** Where a state dict differs from PyTorch's: keys, types, values. */
export function stateDifferences(actual: unknown, expected: unknown, path: string): string[] {
  if (isEncodedTensor(expected) || isTensor(actual))
    return differences(actual, expected).map((line) => `${path}: ${line}`);
  if (typeof actual === 'number' && typeof expected === 'number')
    return valueDifferences([actual], [expected], 'float64').map((line) => `${path}: ${line}`);
  if (typeof actual !== 'object' || actual === null || typeof expected !== 'object' || expected === null)
    return Object.is(actual, expected) ? [] : [`${path}: ${String(actual)} instead of ${String(expected)}`];
  const [got, wanted] = [actual, expected].map((item) => Object.keys(item).sort().join());
  if (got !== wanted) return [`${path}: entries ${got} instead of ${wanted}`];
  return Object.entries(expected).flatMap(([key, item]) =>
    stateDifferences(Reflect.get(actual, key), item, `${path}.${key}`),
  );
}
