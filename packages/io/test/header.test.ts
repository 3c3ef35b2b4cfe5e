import { cpu } from '@x/backend-cpu';
import { registerBackend } from '@x/tensor';
import { describe, expect, test } from 'vitest';
import { deserialize, serialize } from '../src/index.js';
import { errorOf, file, formatError } from './bytes.js';

registerBackend(await cpu());

const entry = (shape: unknown, offsets: unknown, dtype: unknown = 'F32'): object => ({
  x: { dtype, shape, data_offsets: offsets },
});
const length = (value: bigint, rest = 0): Uint8Array => {
  const bytes = new Uint8Array(8 + rest);
  new DataView(bytes.buffer).setBigUint64(0, value, true);
  return bytes;
};
const F4 = '"dtype":"F32","shape":[1],"data_offsets":[0,4]';
const whole = serialize({});

describe('refuses', () => {
  test.each<[string, Uint8Array, string]>([
    ['nothing', new Uint8Array(0), 'too short for a safetensors file: 0 bytes (8 needed)'],
    ['7 bytes', new Uint8Array(7), 'too short for a safetensors file: 7 bytes (8 needed)'],
    [
      'a text',
      new TextEncoder().encode('<html><body>'),
      'not a safetensors file: a header of 7078601349733312572 bytes (at most 100000000 are allowed)',
    ],
    [
      'the largest length',
      length(0xffff_ffff_ffff_ffffn),
      'not a safetensors file: a header of 18446744073709551615 bytes (at most 100000000 are allowed)',
    ],
    ['a length beyond the file', length(100_000_000n, 10), 'truncated header: 18 bytes of 100000008'],
    ['an empty header', length(0n), 'the header does not begin with \'{\' but with ""'],
    ['a header that begins with a space', file(' {}'), 'the header does not begin with \'{\' but with " "'],
    ['an array', file('[]'), 'the header does not begin with \'{\' but with "["'],
    ['a byte order mark', file('\ufeff{}'), 'the header does not begin with \'{\' but with "\ufeff"'],
    ['bytes that are not UTF-8', file('{"\u0000\u0000":1}').fill(0xff, 10, 12), 'the header is not valid UTF-8'],
    ['a cut header', file('{"x":'), "the header is not valid JSON: expected '{', found the end at character 5"],
    [
      'a trailing comma',
      file('{"__metadata__":{},}'),
      'the header is not valid JSON: expected a string, found "}" at character 19',
    ],
    ['text after the header', file('{}x'), 'the header is not valid JSON: expected the end, found "x" at character 2'],
    [
      'zeros after the header',
      file('{}\u0000'),
      'the header is not valid JSON: expected the end, found "\\u0000" at character 2',
    ],
    ['a string without end', file('{"x\\"'), 'the header is not valid JSON: a string has no end at character 1'],
    [
      'an unknown escape',
      file('{"\\x":0}'),
      'the header is not valid JSON: a string holds a control character or an unknown escape at character 1',
    ],
    [
      'a control character',
      file('{"\n":0}'),
      'the header is not valid JSON: a string holds a control character or an unknown escape at character 1',
    ],
    [
      'half of a surrogate pair',
      file('{"\\ud800":0}'),
      'the header is not valid JSON: a string holds half of a surrogate pair at character 1',
    ],
    ['a name twice', file(`{"x":{${F4}},"x":{${F4}}}`, 4), 'the key "x" appears twice in the header'],
    [
      'a name twice, once escaped',
      file(`{"x":{${F4}},"\\u0078":{${F4}}}`, 4),
      'the key "x" appears twice in the header',
    ],
    ['a field twice', file(`{"x":{${F4},"shape":[1]}}`, 4), 'the key "shape" appears twice in the header'],
    [
      'metadata twice',
      file('{"__metadata__":{},"__metadata__":{}}'),
      'the key "__metadata__" appears twice in the header',
    ],
    ['text twice', file('{"__metadata__":{"a":"","a":""}}'), 'the key "a" appears twice in the header'],
    [
      'metadata that is no text',
      file('{"__metadata__":{"a":1}}'),
      'the header is not valid JSON: expected a string, found "1" at character 21',
    ],
    [
      'a missing field',
      file({ x: { dtype: 'F32', shape: [] } }),
      'tensor "x": one of dtype, shape, data_offsets is missing',
    ],
    [
      'an unknown dtype',
      file(entry([1], [0, 1], 'F8_E4M3'), 1),
      'tensor "x": unknown dtype "F8_E4M3" (known: BOOL, U8, I8, I16, U16, F16, BF16, I32, U32, F32, F64, I64, U64)',
    ],
    [
      'a dtype of objects',
      file(entry([1], [0, 1], 'constructor'), 1),
      'tensor "x": unknown dtype "constructor" (known: BOOL, U8, I8, I16, U16, F16, BF16, I32, U32, F32, F64, I64, U64)',
    ],
    [
      'a negative size',
      file(entry([-1], [0, 4]), 4),
      'the header is not valid JSON: expected a plain integer that is not negative, found "-" at character 29',
    ],
    [
      'a fraction',
      file('{"x":{"shape":[1.0]}}'),
      'the header is not valid JSON: expected a plain integer that is not negative, found "." at character 16',
    ],
    [
      'a power',
      file('{"x":{"shape":[1e3]}}'),
      'the header is not valid JSON: expected a plain integer that is not negative, found "e" at character 16',
    ],
    [
      'a leading zero',
      file('{"x":{"shape":[01]}}'),
      'the header is not valid JSON: expected a plain integer that is not negative, found "]" at character 17',
    ],
    ['a size beyond 2^53', file('{"x":{"shape":[9007199254740992]}}'), '"9007199254740992" is beyond 2^53 - 1'],
    [
      'sizes whose product overflows',
      file(entry([2 ** 32, 2 ** 32], [0, 0])),
      'tensor "x": shape [4294967296, 4294967296] of F32 overflows',
    ],
    [
      'sizes whose bytes overflow',
      file(entry([2 ** 52], [0, 0])),
      'tensor "x": shape [4503599627370496] of F32 overflows',
    ],
    ['one offset', file(entry([1], [0]), 4), 'tensor "x": data_offsets has 1 numbers instead of 2'],
    ['three offsets', file(entry([1], [0, 4, 4]), 4), 'tensor "x": data_offsets has 3 numbers instead of 2'],
    [
      'offsets that hold too little',
      file(entry([2, 3], [0, 20]), 20),
      'tensor "x": shape [2, 3] of F32 takes 24 bytes, data_offsets [0, 20] hold 20',
    ],
    [
      'offsets in reverse',
      file(entry([1], [4, 0]), 4),
      'tensor "x": shape [1] of F32 takes 4 bytes, data_offsets [4, 0] hold -4',
    ],
    [
      'a gap at the start',
      file(entry([1], [4, 8]), 8),
      'tensor "x": its data begin at byte 4, not right after the data before it, which end at 0',
    ],
    [
      'an overlap',
      file({ ...entry([2], [0, 8]), y: { dtype: 'F32', shape: [2], data_offsets: [4, 12] } }, 12),
      'tensor "y": its data begin at byte 4, inside of the data before it, which end at 8',
    ],
    ['cut data', file(entry([2], [0, 8]), 7), 'truncated: the header announces 8 bytes of tensors, the file has 7'],
    [
      'trailing bytes',
      file(entry([2], [0, 8]), 9),
      'trailing bytes: the header announces 8 bytes of tensors, the file has 9',
    ],
    [
      'data without tensors',
      Uint8Array.of(...whole, 1),
      'trailing bytes: the header announces 0 bytes of tensors, the file has 1',
    ],
    [
      'values nested too deeply',
      file(`{"x":{"more":${'['.repeat(200)}${']'.repeat(200)}}}`),
      'the header is not valid JSON: it is nested deeper than 100 at character 112',
    ],
  ])('%s', async (_, bytes, rule) => {
    expect(await formatError(() => deserialize(bytes, { name: 'a.safetensors' }))).toBe(
      `deserialize: a.safetensors: ${rule}`,
    );
  });

  test('with the file and the numbers as fields', async () => {
    const error = await errorOf(() => deserialize(file(entry([2], [0, 8]), 7), { name: 'a' }));
    expect(error.details).toEqual({ file: 'a', expected: 8, actual: 7 });
  });

  test('foreign names on one short line', async () => {
    const name = `\u001b[31m\n${'x'.repeat(1000)}`;
    const message = await formatError(() => deserialize(file({ [name]: { dtype: '', shape: [], data_offsets: [] } })));
    expect(message.length).toBeLessThan(300);
    expect(Array.from(message).every((character) => character >= ' ')).toBe(true);
  });
});

describe('accepts', () => {
  test('white space, fields in any order, fields it does not know, and escapes', () => {
    const text = `{ "\\u0061" :\n{ "more": [{"deep": [null, true, -1.5e-3, "]}", {}]}], "shape":[ ] ,"data_offsets" : [0, 4]\t, "dtype":"F\\u00332" } }  \n`;
    const read = deserialize(file(text, new Uint8Array(Float32Array.of(2).buffer)));
    expect(read.get('a')?.item()).toBe(2);
  });

  test('tensors in any order, empty ones between others', () => {
    const header = {
      b: { dtype: 'U8', shape: [1], data_offsets: [2, 3] },
      empty: { dtype: 'F64', shape: [3, 0], data_offsets: [2, 2] },
      a: { dtype: 'U8', shape: [2], data_offsets: [0, 2] },
    };
    const read = deserialize(file(header, Uint8Array.of(1, 2, 3)));
    expect([...read].map(([name, t]) => [name, t.tolist()])).toEqual([
      ['b', [3]],
      ['empty', [[], [], []]],
      ['a', [1, 2]],
    ]);
  });

  test('any byte but 0 as true', () => {
    const header = { x: { dtype: 'BOOL', shape: [3], data_offsets: [0, 3] } };
    expect([
      ...(deserialize(file(header, Uint8Array.of(0, 1, 255)))
        .get('x')
        ?.toTypedArray() ?? []),
    ]).toEqual([0, 1, 1]);
  });

  test('many tensors and a long text at once', () => {
    const names = Array.from({ length: 5000 }, (_, i) => `layer.${i}.weight`);
    const header = Object.fromEntries(
      names.map((name, i) => [name, { dtype: 'U8', shape: [1], data_offsets: [i, i + 1] }]),
    );
    const metadata = { text: '\\"'.repeat(500_000) };
    const read = deserialize(file({ __metadata__: metadata, ...header }, names.length));
    expect(read.size).toBe(5000);
    expect(read.metadata.get('text')).toBe(metadata.text);
  });
});
