import { cpu } from '@x/backend-cpu';
import { memory, registerBackend, tensor, type Tensor, ValueError, zeros } from '@x/tensor';
import { expect, test } from 'vitest';
import {
  deserializeNpy,
  deserializeNpz,
  serializeNpy,
  serializeNpyAsync,
  serializeNpz,
  serializeNpzAsync,
} from '../src/index.js';
import { formatError, fromBase64 } from './bytes.js';
import golden from './golden/numpy-files.json' with { type: 'json' };

registerBackend(await cpu());

interface Described {
  readonly dtype: string;
  readonly shape: number[];
  readonly values: (number | boolean | string)[];
}

function described(x: Tensor): Described {
  const values = Array.from(x.toTypedArray(), (v) => (x.dtype === 'bool' ? v !== 0 : v));
  return { dtype: x.dtype, shape: [...x.shape], values };
}

function expected({ dtype, shape, values }: Described): Described {
  return { dtype, shape, values: values.map((v) => (typeof v === 'string' ? Number(v) : v)) };
}

const arrays: [string, Described & { readonly bytes: string }][] = Object.entries(golden.arrays);

test.each(arrays)('NPY %s: dtype, shape and exact values', (_, { bytes, ...array }) => {
  expect(described(deserializeNpy(fromBase64(bytes)))).toEqual(expected(array));
});

test.each(arrays.filter(([name]) => golden.same.includes(name)))(
  'NPY %s: written back, the same bytes',
  async (_, { bytes }) => {
    const original = fromBase64(bytes);
    const read = deserializeNpy(original);
    expect(serializeNpy(read)).toEqual(original);
    expect(await serializeNpyAsync(read)).toEqual(original);
  },
);

test('a view is written as what it shows', () => {
  expect(
    described(
      deserializeNpy(
        serializeNpy(
          tensor([
            [1, 2],
            [3, 4],
          ]).t(),
        ),
      ),
    ),
  ).toEqual({ dtype: 'int32', shape: [2, 2], values: [1, 3, 2, 4] });
});

const held = Object.entries(golden.held).map(([name, array]) => [name, expected(array)]);

test.each(Object.entries(golden.archives))('NPZ %s: every array by name', (_, bytes) => {
  expect(Array.from(deserializeNpz(fromBase64(bytes)), ([name, x]) => [name, described(x)])).toEqual(held);
});

test.each([false, true])('NPZ written with compress: %s comes back', async (compress) => {
  const tensors = new Map([
    ['x', tensor([1.5, -2])],
    ['a/b', zeros(100, 100)],
    ['__proto__', tensor([2])],
  ]);
  const bytes = serializeNpz(tensors, { compress });
  expect(bytes.length < 20_000).toBe(compress);
  expect(await serializeNpzAsync(tensors, { compress })).toEqual(bytes);
  const back = deserializeNpz(bytes);
  expect(Array.from(back, ([name, t]) => [name, described(t)])).toEqual(
    Array.from(tensors, ([name, t]) => [name, described(t)]),
  );
});

test.each(Object.entries(golden.refused))('refuses %s', async (_, [bytes = '', message = '']) => {
  expect(await formatError(() => deserializeNpy(fromBase64(bytes), { name: 'x.npy' }))).toContain(message);
});

/** The archive with a change at some places. */
function changed(change: (bytes: Uint8Array<ArrayBuffer>, at: (needle: string) => number) => void): Uint8Array {
  const bytes = serializeNpz({ x: tensor([1.5, -2]), y: tensor([3, 4]) });
  change(bytes, (needle) => new TextDecoder('latin1').decode(bytes).lastIndexOf(needle));
  return bytes;
}

test.each([
  [
    'a flipped bit in the data',
    (bytes, at) => void (bytes[at('NUMPY') + 130]! ^= 1),
    'file "y.npy" of the archive is damaged: its checksum does not fit',
  ],
  [
    'two files with one name',
    (bytes, at) => void (bytes[at('y.npy')] = 0x78),
    'two files of the archive are called "x.npy"',
  ],
  [
    'a path that leads out',
    (bytes, at) => bytes.set([0x2e, 0x2e, 0x2f], at('y.npy')),
    'the archive has a file with the path "../py", which leads out of it',
  ],
  [
    'an absolute path',
    (bytes, at) => void (bytes[at('y.npy')] = 0x2f),
    'the archive has a file with the path "/.npy", which leads out of it',
  ],
  [
    'an encrypted file',
    (bytes, at) => void (bytes[at('y.npy') - 46 + 8]! |= 1),
    'file "y.npy" of the archive: is encrypted',
  ],
  [
    'an unknown compression',
    (bytes, at) => void (bytes[at('y.npy') - 46 + 10] = 99),
    'file "y.npy" of the archive: compression method 99 (known: stored, deflated)',
  ],
  ['a size that the data cannot have', (bytes, at) => void (bytes[at('y.npy') - 46 + 27] = 0x7f), 'bytes cannot hold'],
  [
    'files that overlap',
    (bytes, at) => bytes.fill(0, at('y.npy') - 46 + 42, at('y.npy') - 46 + 46),
    'files "x.npy" and "y.npy" of the archive overlap',
  ],
  [
    'a place beyond the end',
    (bytes, at) => void (bytes[at('y.npy') - 46 + 45] = 0x7f),
    'file "y.npy" of the archive is not where the directory says',
  ],
  [
    'more files than there are',
    (bytes) => void (bytes[bytes.length - 12] = 9),
    'the directory of 9 files does not fit the archive',
  ],
] satisfies [string, (bytes: Uint8Array<ArrayBuffer>, at: (needle: string) => number) => void, string][])(
  'refuses an archive with %s',
  async (_, change, message) => {
    const bytes = changed(change);
    const before = memory().cpu?.bytes ?? 0;
    expect(await formatError(() => deserializeNpz(bytes))).toContain(message);
    expect(memory().cpu?.bytes ?? 0).toBeLessThanOrEqual(before);
  },
);

test('a small archive does not unpack to more than it can hold', async () => {
  const bytes = serializeNpz({ x: zeros(1000) }, { compress: true });
  const at = new TextDecoder('latin1').decode(bytes).lastIndexOf('x.npy') - 46;
  bytes.set([0xff, 0xff, 0xff, 0x7f], at + 24);
  expect(await formatError(() => deserializeNpz(bytes))).toMatch(/bytes cannot hold 2147483647/);
});

test('options and names are checked', () => {
  // @ts-expect-error a misspelt option
  expect(() => serializeNpz({}, { compressed: true })).toThrow("unknown option 'compressed' (known: compress)");
  // @ts-expect-error no tensor
  expect(() => serializeNpz({ x: 1 })).toThrow(ValueError);
});
