import { afterEach, describe, expect, it } from 'vitest';
import { type DType, isDType } from '../../src/dtype.js';
import type { TensorView } from '../../src/print/elements.js';
import { formatTensor, type PrintOptions, type PrintProfile, setPrintoptions } from '../../src/print/index.js';
import golden from '../golden/print.json' with { type: 'json' };

/** A tensor, how to print it, and the text that PyTorch prints. */
interface Case {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly values: number | readonly (number | string)[];
  readonly strides?: readonly number[];
  readonly offset?: number;
  readonly suffixes?: readonly string[];
  readonly options?: Readonly<Record<string, unknown>>;
  readonly text: string;
}

const groups: Readonly<Record<string, readonly Case[]>> = golden;

const special: Readonly<Record<string, number>> = {
  nan: Number.NaN,
  inf: Number.POSITIVE_INFINITY,
  '-inf': Number.NEGATIVE_INFINITY,
  '-0': -0,
};

const toDType: Readonly<Record<DType, (value: number) => number>> = {
  float32: Math.fround,
  float64: (value) => value,
  int32: Math.trunc,
  uint8: Math.trunc,
  bool: (value) => (value === 0 ? 0 : 1),
};

/** A number of values stands for that many elements of the pattern that the golden script describes. */
function storage(values: Case['values'], dtype: DType): number[] {
  const numbers =
    typeof values === 'number'
      ? Array.from({ length: values }, (_, i) => (((7919 * i) % 1009) - 500) / 64)
      : values.map((value) => (typeof value === 'number' ? value : (special[value] ?? Number(value))));
  return numbers.map(toDType[dtype]);
}

function contiguous(shape: readonly number[]): number[] {
  return shape.map((_, dim) => shape.slice(dim + 1).reduce((product, size) => product * size, 1));
}

function viewOf({ dtype, shape, strides = contiguous(shape), offset = 0, values }: Case): TensorView {
  if (!isDType(dtype)) throw new Error(`unknown dtype in the golden file: ${dtype}`);
  return { dtype, shape, strides, offset, values: storage(values, dtype) };
}

function optionsOf({ options = {} }: Case): Partial<PrintOptions> & { profile?: PrintProfile } {
  return Object.fromEntries(Object.entries(options).map(([name, value]) => [name, value === 'inf' ? Infinity : value]));
}

function title({ dtype, shape, values, options }: Case): string {
  const listed = typeof values === 'number' ? 'pattern' : values.slice(0, 6).join(' ');
  return `${dtype} [${shape.join(', ')}] ${listed} ${options ? JSON.stringify(options) : ''}`;
}

afterEach(() => setPrintoptions({ profile: 'default' }));

describe.each(Object.entries(groups))('%s as PyTorch prints them', (_, cases) => {
  it.each(cases.map((row) => [title(row), row] as const))('%s', (__, row) => {
    setPrintoptions(optionsOf(row));
    expect(formatTensor(viewOf(row), row.suffixes ?? [])).toBe(row.text);
  });
});

describe('options of one call', () => {
  const cases = golden.options.filter(({ options }) => !('profile' in options));
  it.each(cases.map((row) => [title(row), row] as const))('%s', (_, row) => {
    expect(formatTensor(viewOf(row), [], optionsOf(row))).toBe(row.text);
  });
});
