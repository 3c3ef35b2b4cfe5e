import '@x/autograd';
import { cpu } from '@x/backend-cpu';
import {
  arange,
  DeviceError,
  DisposedError,
  dtypes,
  memory,
  ones,
  randn,
  registerBackend,
  tensor,
  type Tensor,
  ValueError,
  zeros,
} from '@x/tensor';
import { describe, expect, test } from 'vitest';
import { deserialize, type SaveOptions, serialize, serializeAsync } from '../src/index.js';
import { errorOf, file, headerText } from './bytes.js';

registerBackend(await cpu());

const round = (t: Tensor): Tensor | undefined => deserialize(serialize({ t })).get('t');

describe('layout of the bytes', () => {
  test('length, header padded with spaces to 8 bytes, data', () => {
    const bytes = serialize({ a: tensor([[1.5, -2]]) });
    const header = '{"a":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}';
    expect(header.length).toBe(56);
    expect(bytes).toEqual(file(header, new Uint8Array(Float32Array.of(1.5, -2).buffer)));
    expect(headerText(serialize({ ab: tensor([[1.5, -2]]) }))).toBe(`${header.replace('a', 'ab')}${' '.repeat(7)}`);
  });

  test('larger element types first, then names in the order of their code points', () => {
    const text = headerText(
      serialize({
        b: zeros(1),
        '\u{1d6fc}': zeros(1),
        '\uff41': zeros(1),
        ab: zeros(1),
        a: zeros(1),
        flag: tensor([true]),
        byte: zeros([3], { dtype: 'uint8' }),
        int: zeros([1], { dtype: 'int32' }),
        double: zeros([1], { dtype: 'float64' }),
      }),
    );
    expect([...text.matchAll(/"([^"]*)":\{/g)].map(([, name]) => name)).toEqual([
      'double',
      'a',
      'ab',
      'b',
      '\uff41',
      '\u{1d6fc}',
      'int',
      'byte',
      'flag',
    ]);
    expect(text).toContain('"flag":{"dtype":"BOOL","shape":[1],"data_offsets":[35,36]}');
  });

  test('int32 as I64 where asked', () => {
    const values = tensor([0, 1, -1, 2147483647, -2147483648]);
    const bytes = serialize({ values, x: ones(1) }, { int32As: 'I64' });
    expect(headerText(bytes)).toContain('"values":{"dtype":"I64","shape":[5],"data_offsets":[0,40]}');
    const data = bytes.slice(bytes.length - 44, bytes.length - 4);
    expect([...new BigInt64Array(data.buffer)]).toEqual([0n, 1n, -1n, 2147483647n, -2147483648n]);
    expect(deserialize(bytes).get('values')?.tolist()).toEqual(values.tolist());
  });

  test('metadata comes first', () => {
    const bytes = serialize({ a: zeros(0) }, { metadata: { format: 'pt', note: 'größer "1"\n' } });
    expect(headerText(bytes)).toMatch(/^\{"__metadata__":\{"format":"pt","note":"größer \\"1\\"\\n"\},"a":\{/);
    expect([...deserialize(bytes).metadata]).toEqual([
      ['format', 'pt'],
      ['note', 'größer "1"\n'],
    ]);
    expect(serialize({ a: zeros(0) }, { metadata: new Map([['x', 'y']]) })).toEqual(
      serialize({ a: zeros(0) }, { metadata: { x: 'y' } }),
    );
  });
});

describe('there and back', () => {
  test.each(dtypes)('%s: 0-d, empty, plain, transposed, stepped, flipped, broadcast', (dtype) => {
    const x = arange(24).sub(3).to(dtype).view([2, 3, 4]);
    const forms = [
      x,
      x.get(0, 0, 0),
      zeros([0, 3], { dtype }),
      x.permute(2, 0, 1),
      x.transpose(0, 2),
      x.narrow(2, 1, 2),
    ];
    for (const form of [...forms, x.flip(1), x.select(1, 2), x.narrow(0, 0, 1).expand([5, 3, 4])]) {
      const back = round(form);
      expect([back?.dtype, back?.shape, back?.tolist()]).toEqual([dtype, form.shape, form.tolist()]);
      expect(back?.isContiguous()).toBe(true);
    }
  });

  test('a map, pairs and a plain object are the same, and give a map in the order of the file', () => {
    const [b, a] = [ones(2), zeros(1)];
    const bytes = serialize({ b, a });
    expect(serialize(new Map(Object.entries({ b, a })))).toEqual(bytes);
    expect(serialize(Object.entries({ b, a }))).toEqual(bytes);
    expect([...deserialize(bytes).keys()]).toEqual(['a', 'b']);
  });

  test('names that are dangerous in objects are names like any other', () => {
    const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString', '', '0', 'a\u0000b'];
    const back = deserialize(serialize(names.map((name, i) => [name, tensor([i])] as const)));
    expect(names.map((name) => back.get(name)?.item())).toEqual([0, 1, 2, 3, 4, 5, 6]);
    expect(Object.getPrototypeOf({})).toBe(Object.prototype);
  });

  test('serializeAsync gives the same bytes, and those of the moment of the call', async () => {
    const x = randn(3, 4);
    const now = serialize({ x });
    const later = serializeAsync({ x });
    x.zero_();
    expect(await later).toEqual(now);
  });

  test('a parameter is saved like any tensor, and comes back without gradient', () => {
    const back = round(tensor([1.5, 2], { requiresGrad: true }).mul(2).add(1));
    expect([back?.requiresGrad, back?.tolist()]).toEqual([false, [4, 5]]);
  });

  test('the tensors have memory of their own', () => {
    const bytes = serialize({ x: ones(2) });
    const { x } = Object.fromEntries(deserialize(bytes));
    bytes.fill(0);
    expect(x?.tolist()).toEqual([1, 1]);
  });

  test('reads shared memory', () => {
    const bytes = serialize({ x: ones(2) });
    const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
    shared.set(bytes);
    expect(deserialize(shared).get('x')?.tolist()).toEqual([1, 1]);
  });

  test('a failure leaves no tensor behind', async () => {
    const alive = (): number => memory().cpu?.storages ?? 0;
    const before = alive();
    const header = {
      a: { dtype: 'F32', shape: [1], data_offsets: [0, 4] },
      b: { dtype: 'U32', shape: [1], data_offsets: [4, 8] },
    };
    await errorOf(() => deserialize(file(header, new Uint8Array(8).fill(255))));
    expect(alive()).toBe(before);
  });
});

describe('refuses', () => {
  const one = ones(1);
  const gone = ones(1);
  gone.dispose();
  // the next five are type errors, which plain JavaScript does not see
  const untyped = (value: unknown): { x: Tensor } => value as { x: Tensor };
  test.each<[string, () => unknown, new (...args: never[]) => Error, string]>([
    ['a number', () => serialize(untyped({ x: 1 })), ValueError, 'serialize: "x" is not a tensor but number'],
    [
      'a tensor alone',
      () => serialize(untyped(one)),
      ValueError,
      'serialize: tensors come with names: { name: tensor }',
    ],
    ['numbers as names', () => serialize(untyped([[1, one]])), ValueError, 'serialize: names are text, got number'],
    [
      'an unknown option',
      () => serialize({}, untyped({ meta: {} }) as SaveOptions),
      ValueError,
      "serialize: unknown option 'meta' (known: metadata, int32As)",
    ],
    [
      'an unknown integer type',
      () => serialize({}, untyped({ int32As: 'I16' }) as SaveOptions),
      ValueError,
      "serialize: int32As is 'I32' or 'I64', got 'I16'",
    ],
    [
      'metadata that is not text',
      () => serialize({}, untyped({ metadata: { epoch: 3 } }) as SaveOptions),
      ValueError,
      'serialize: metadata "epoch": keys and values are well-formed text, got number',
    ],
    [
      'a name twice',
      () =>
        serialize([
          ['x', one],
          ['x', one],
        ]),
      ValueError,
      'serialize: tensor "x": two tensors have this name',
    ],
    [
      'the name __metadata__',
      () => serialize({ __metadata__: one }),
      ValueError,
      'serialize: tensor "__metadata__": the format keeps this name for itself',
    ],
    [
      'half of a surrogate pair',
      () => serialize({ '\ud800': one }),
      ValueError,
      'serialize: tensor "\\ud800": the name holds half of a surrogate pair, which UTF-8 cannot express',
    ],
    [
      'a header beyond the limit',
      () => serialize({}, { metadata: { text: 'x'.repeat(100_000_000) } }),
      ValueError,
      'serialize: the header would take 100000032 bytes (at most 100000000 are allowed)',
    ],
    [
      'a tensor that is gone',
      () => serialize({ gone }),
      DisposedError,
      'tensor: a tensor of shape [1] was used after it was disposed (by dispose(), using, or the end of a scope: return it from the scope or keep() it)',
    ],
    [
      'a device that is not there',
      () => deserialize(serialize({ one }), { device: 'gpu' }),
      DeviceError,
      "deserialize: device 'gpu' is not registered (registered: cpu); call registerBackend() first",
    ],
  ])('%s', async (_, action, type, message) => {
    const error = await errorOf(action);
    expect(error).toBeInstanceOf(type);
    expect(error.message).toBe(message);
  });
});
