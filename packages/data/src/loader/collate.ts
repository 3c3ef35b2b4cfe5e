import { isTensor, ShapeError, stack, type Tensor, type TypedArray, tensor, ValueError } from '@x/tensor/core';

/** What `defaultCollate` makes of several items of type `T`. */
export type Collated<T> = T extends Tensor | TypedArray | number | boolean
  ? Tensor
  : T extends string
    ? string[]
    : T extends readonly unknown[]
      ? { -readonly [K in keyof T]: Collated<T[K]> }
      : T extends object
        ? { -readonly [K in keyof T]: Collated<T[K]> }
        : never;

/** A kind of value that can be batched. */
interface Kind {
  readonly name: string;
  readonly is: (value: unknown) => boolean;
  /** The batch, or `undefined` if not all values are of this kind. */
  readonly collate: (values: readonly unknown[], path: string) => { readonly batch: unknown } | undefined;
}

/** @param path where in an item the values are, such as `[0].image`; empty for the item itself. */
type CollateKind<V> = (values: readonly V[], path: string) => unknown;

function kind<V>(name: string, is: (value: unknown) => value is V, collate: CollateKind<V>): Kind {
  return { name, is, collate: (values, path) => (values.every(is) ? { batch: collate(values, path) } : undefined) };
}

const at = (path: string): string => (path === '' ? '' : ` at ${path}`);

function isTypedArray(value: unknown): value is TypedArray {
  return ArrayBuffer.isView(value) && !(value instanceof DataView);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

/** @throws ValueError unless every sample has the same text here. */
function checkSame(what: string, texts: readonly string[], path: string): void {
  const other = texts.findIndex((text) => text !== texts[0]);
  if (other > 0)
    throw new ValueError(
      'defaultCollate',
      `samples differ in ${what}${at(path)}: ${texts[0]} in sample 0, ${texts[other]} in sample ${other} (give the DataLoader a collateFn)`,
      { path, sample: other },
    );
}

function stackSamples(tensors: readonly Tensor[], path: string): Tensor {
  const first = tensors[0]!.shape;
  const other = tensors.findIndex((t) => t.shape.join() !== first.join());
  if (other > 0) {
    const shape = tensors[other]!.shape;
    throw new ShapeError(
      'defaultCollate',
      `samples differ in shape${at(path)}: [${first.join(', ')}] in sample 0, [${shape.join(', ')}] in sample ${other} (pad them, or give the DataLoader a collateFn)`,
      { shapes: [first, shape] },
    );
  }
  return stack(tensors, 0);
}

const isInt32 = (value: number): boolean => (value | 0) === value;

function collateArrays(arrays: readonly (readonly unknown[])[], path: string): unknown[] {
  const lengths = arrays.map((array) => String(array.length));
  checkSame('length', lengths, path);
  return arrays[0]!.map((_, i) =>
    collateAt(
      arrays.map((array) => array[i]),
      `${path}[${i}]`,
    ),
  );
}

function collateRecords(records: readonly Readonly<Record<string, unknown>>[], path: string): Record<string, unknown> {
  const keys = records.map((record) => `{${Object.keys(record).toSorted().join(', ')}}`);
  checkSame('keys', keys, path);
  const collated = (key: string): unknown =>
    collateAt(
      records.map((record) => record[key]),
      `${path}.${key}`,
    );
  return Object.fromEntries(Object.keys(records[0]!).map((key) => [key, collated(key)]));
}

const KINDS: readonly Kind[] = [
  kind('a tensor', isTensor, stackSamples),
  kind('a typed array', isTypedArray, (arrays, path) => {
    const tensors = arrays.map((array) => tensor(array));
    return stackSamples(tensors, path);
  }),
  kind(
    'a number',
    (value) => typeof value === 'number',
    (numbers) => tensor(numbers, { dtype: numbers.every(isInt32) ? 'int32' : 'float64' }),
  ),
  kind(
    'a boolean',
    (value) => typeof value === 'boolean',
    (booleans) => tensor(booleans),
  ),
  kind(
    'a string',
    (value) => typeof value === 'string',
    (strings) => [...strings],
  ),
  kind('an array', (value): value is readonly unknown[] => Array.isArray(value), collateArrays),
  kind('an object', isRecord, collateRecords),
];

function describe(value: unknown): string {
  const known = KINDS.find(({ is }) => is(value));
  if (known !== undefined) return known.name;
  return typeof value === 'object' && value !== null ? `a ${value.constructor.name}` : String(value);
}

function collateAt(values: readonly unknown[], path: string): unknown {
  for (const { collate } of KINDS) {
    const done = collate(values, path);
    if (done !== undefined) return done.batch;
  }
  const names = values.map(describe);
  checkSame('kind', names, path);
  throw new ValueError(
    'defaultCollate',
    `cannot batch ${names[0]}${at(path)}: only numbers, booleans, strings, tensors, typed arrays, arrays and plain objects (give the DataLoader a collateFn)`,
    { path },
  );
}

/**
 * Makes one batch of several items.
 *
 * Tensors `[…]` are stacked to `[B, …]`, typed arrays too; numbers become a tensor `[B]` (int32 if all are integers that fit,
 * else float64), booleans a bool tensor `[B]`; strings stay a list; tuples and plain objects are collated part by part.
 *
 * @example defaultCollate([[tensor([1, 2]), 3], [tensor([4, 5]), 6]]) // [tensor([[1, 2], [4, 5]]), tensor([3, 6])]
 * @throws ShapeError when tensors differ in shape, ValueError when the items differ otherwise or cannot be batched.
 * @see https://pytorch.org/docs/stable/data.html#torch.utils.data.default_collate
 */
export function defaultCollate<T>(items: readonly T[]): Collated<T>;
export function defaultCollate(items: readonly unknown[]): unknown {
  if (items.length === 0) throw new ValueError('defaultCollate', 'the batch is empty: there is nothing to collate');
  return collateAt(items, '');
}
