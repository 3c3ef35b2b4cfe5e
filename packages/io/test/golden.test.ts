import { cpu } from '@x/backend-cpu';
import { registerBackend, type TypedArray } from '@x/tensor';
import { describe, expect, test } from 'vitest';
import { deserialize, serialize } from '../src/index.js';
import { fromFloat16 } from '../src/elements/half.js';
import { fingerprint, formatError, fromBase64 } from './bytes.js';
import golden from './golden/safetensors.json' with { type: 'json' };

registerBackend(await cpu());

type Row = readonly [name: string, dtype: string, shape: number[], values: (number | string | boolean)[]];
interface Case {
  readonly bytes: string;
  readonly metadata: string[][];
  readonly tensors: Row[];
}
const cases: [string, Case][] = Object.entries(golden.cases).map(([name, { bytes, metadata, tensors }]) => [
  name,
  { bytes, metadata, tensors: tensors as [string, string, number[], number[]][] },
]);

const exact = (values: TypedArray): string[] => Array.from(values, (v) => (Object.is(v, -0) ? '-0' : String(v)));
const expected = (values: Row[3]): string[] =>
  values.map((v) => (Object.is(v, -0) ? '-0' : typeof v === 'boolean' ? String(Number(v)) : String(v)));

describe('files with tensors of PyTorch', () => {
  test.each(cases)('%s: every tensor has its dtype, shape and exact values', (_, { bytes, metadata, tensors }) => {
    const read = deserialize(fromBase64(bytes));
    expect([...read.metadata]).toEqual(metadata);
    expect([...read.keys()].sort()).toEqual(tensors.map(([name]) => name).sort());
    for (const [name, dtype, shape, values] of tensors) {
      const tensor = read.get(name);
      const found = tensor && [name, tensor.dtype, tensor.shape, exact(tensor.toTypedArray())];
      expect(found).toEqual([name, dtype, shape, expected(values)]);
    }
  });

  test.each(cases.filter(([name]) => name !== 'converted' && name !== 'module'))(
    '%s: written back, the same bytes',
    (_, { bytes }) => {
      const read = deserialize(fromBase64(bytes));
      expect(serialize(new Map([...read].toReversed()), { metadata: read.metadata })).toEqual(fromBase64(bytes));
    },
  );

  test('module: written back with int32As I64, the same bytes', () => {
    const bytes = fromBase64(golden.cases.module.bytes);
    const read = deserialize(bytes);
    expect(serialize(read, { metadata: read.metadata, int32As: 'I64' })).toEqual(bytes);
  });

  test('the data may begin at any byte', () => {
    const bytes = fromBase64(golden.cases.converted.bytes);
    for (const shift of [1, 2, 4]) {
      const larger = new Uint8Array(bytes.length + shift);
      larger.set(bytes, shift);
      expect(serialize(deserialize(larger.subarray(shift)))).toEqual(serialize(deserialize(bytes)));
    }
  });
});

test.each(Object.entries(golden.tooLarge))('refuses the integer %s', async (value, bytes) => {
  expect(await formatError(() => deserialize(fromBase64(bytes)))).toBe(
    `deserialize: bytes: tensor "x": element 1 is ${value}, outside of int32 [-2147483648, 2147483647]`,
  );
});

test('all float16 numbers have their exact value', () => {
  const values = fromFloat16(Uint16Array.from({ length: 65536 }, (_, i) => i - 32768));
  const bits = new Uint32Array(values.buffer);
  values.forEach((value, i) => {
    if (Number.isNaN(value)) bits[i] = 0x7fc00000;
  });
  expect(fingerprint(new Uint8Array(values.buffer))).toBe(golden.halves);
});
