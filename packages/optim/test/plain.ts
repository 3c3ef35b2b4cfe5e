import { isTensor } from '@x/tensor';

/** A value with the contents of tensors in their place, so that two of them can be compared. */
export function plain(value: unknown): unknown {
  if (isTensor(value)) return { dtype: value.dtype, values: value.tolist() };
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}
