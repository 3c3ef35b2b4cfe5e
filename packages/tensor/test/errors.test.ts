import { cpu } from '@x/backend-cpu';
import { describe, expect, it } from 'vitest';
import { norm as coreNorm } from '../src/api/statistics.js';
import * as api from '../src/index.js';

const { ones, tensor, zeros } = api;
api.registerBackend(await cpu());

function errorOf(call: () => unknown): api.XError<object> {
  try {
    call();
  } catch (error) {
    if (error instanceof api.XError) return error;
    throw error;
  }
  throw new Error('no error was thrown');
}

/** Calls that users get wrong: the class, the whole message, the values as fields. */
const cases: readonly (readonly [call: () => unknown, name: string, message: string, details: object])[] = [
  [
    () => zeros(2, 3).matmul(zeros(4, 5)),
    'ShapeError',
    'matmul: inner sizes differ: [2, 3] x [4, 5] (3 != 4)',
    {
      shapes: [
        [2, 3],
        [4, 5],
      ],
    },
  ],
  [
    () => zeros(2, 3).add(zeros(4)),
    'ShapeError',
    'add: shapes do not broadcast: [2, 3] and [4] (size 3 against 4 at dimension 1)',
    { shapes: [[2, 3], [4]], dim: 1 },
  ],
  [
    () => zeros(3, 2).t().view(6),
    'ShapeError',
    'view: [2, 3] with strides [1, 2] cannot be viewed as [6] without a copy; use reshape(...)',
    { shapes: [[2, 3], [6]] },
  ],
  [
    () => zeros(2).sum(1),
    'IndexError',
    'sum: dimension out of range (expected to be in range of [-1, 0], but got 1)',
    { index: 1, size: 1 },
  ],
  [
    () => tensor([1, 2]).mean(),
    'DTypeError',
    "mean: needs a floating point tensor, got int32; use x.to('float32') or the option { dtype: 'float32' }",
    { dtypes: ['int32'] },
  ],
  [
    () => tensor([1, 2]).add_(1.5),
    'DTypeError',
    "add_: result type float32 can't be cast to the desired output type int32",
    { dtypes: ['float32', 'int32'] },
  ],
  [
    () => tensor([1, 2]).clamp_({ min: 0.5 }),
    'DTypeError',
    "clamp_: result type float32 can't be cast to the desired output type int32",
    { dtypes: ['float32', 'int32'] },
  ],
  [
    () => zeros(3).add_(zeros(2, 3)),
    'ShapeError',
    "add_: output with shape [3] doesn't match the broadcast shape [2, 3]",
    { shapes: [[3], [2, 3]] },
  ],
  [
    () => zeros(1).expand(3).add_(1),
    'ShapeError',
    'add_: more than one element of the written-to tensor refers to a single memory location; clone() the tensor before performing the operation',
    { shapes: [[3]] },
  ],
  [
    () => ones(2).item(),
    'ShapeError',
    'item: a tensor with 2 elements cannot be converted to a number: [2]',
    { shapes: [[2]] },
  ],
  [
    () => zeros(3).get(5),
    'IndexError',
    'select: index 5 out of range for tensor of size [3] at dimension 0',
    { index: 5, size: 3 },
  ],
  [
    () => zeros(3).get([1, 7]),
    'IndexError',
    'index: index 7 is out of bounds for dimension 0 with size 3',
    { index: 7, size: 3 },
  ],
  [() => tensor([7]).remainder(0), 'ValueError', 'remainder: integer division by zero: 7 / 0', { dividend: 7 }],
  [
    () => tensor([300], { dtype: 'uint8' }),
    'ValueError',
    'tensor: 300 cannot be converted to uint8 without overflow',
    { value: 300, dtype: 'uint8' },
  ],
  [
    () => tensor([[1, 2], [3]]),
    'ShapeError',
    'tensor: nested arrays differ: expected an array of length 2 at depth 1 (shape [2, 2] so far), got an array of length 1',
    { shapes: [[2, 2]] },
  ],
  [() => api.sub(1, 2), 'ValueError', 'sub: one of the operands must be a tensor, got 1 and 2', {}],
];

describe('errors', () => {
  const rows = cases.map(([call, name, message, details]) => ({ call, name, message, details }));

  it.each(rows)('$message', ({ call, name, message, details }) => {
    const error = errorOf(call);
    expect(error).toBeInstanceOf(Error);
    expect([error.name, error.message]).toEqual([name, message]);
    expect(error.message.startsWith(`${error.op}: `)).toBe(true);
    expect(error.details).toEqual(details);
    expect(Object.isFrozen(error.details)).toBe(true);
  });

  it('of our own bugs are marked', () => {
    const error = new api.InternalError('gemm', 'a panel is missing', { panel: 3 });
    expect(error.message).toBe('internal: gemm: a panel is missing');
    expect(error.details).toEqual({ panel: 3 });
  });
});

/** Options and data that types forbid, as JavaScript programs pass them. */
const untyped: Readonly<Record<string, (...args: unknown[]) => unknown>> = Object.fromEntries(
  Object.entries(api).filter(
    (entry): entry is [string, (...args: unknown[]) => unknown] => typeof entry[1] === 'function',
  ),
);

it('the norm of the core names the entry that has the nuclear norm', () => {
  expect(errorOf(() => coreNorm(ones(2, 2), null, { p: 'nuc' })).message).toBe(
    "norm: p is a number or 'fro', got 'nuc'; @x/tensor has the norm 'nuc'",
  );
  expect(ones(2, 2).norm(null, { p: 'nuc' }).item()).toBeCloseTo(2, 5);
});

describe('indexing refuses', () => {
  it.each([[undefined], [true], [2n]])('%s', (index) => {
    const x = ones(2, 2);
    const get: unknown = Reflect.get(x, 'get');
    if (typeof get !== 'function') throw new TypeError('get is a method');
    expect(errorOf(() => Reflect.apply(get, x, [index])).message).toBe(
      `get: an index is a number, slice(), null, '...', a tensor or a list, got ${String(index)}`,
    );
  });
});

describe('an option that does not exist is refused by', () => {
  const x = ones(2, 2);
  const calls: readonly (readonly [name: string, args: readonly unknown[], known: string])[] = [
    ['sum', [x, 0, { keepDim: true }], 'keepdim, dtype'],
    ['argmax', [x, 0, { keepDim: true }], 'keepdim'],
    ['max', [x, 0, { keepDim: true }], 'keepdim'],
    ['std', [x, 0, { ddof: 0 }], 'keepdim, correction, unbiased'],
    ['norm', [x, 0, { ord: 1 }], 'keepdim, p'],
    ['logsumexp', [x, 0, { keepDim: true }], 'keepdim'],
    ['softmax', [x, 0, { dim: 1 }], 'dtype'],
    ['cumsum', [x, 0, { axis: 1 }], 'dtype'],
    ['sort', [x, 0, { reverse: true }], 'descending, stable'],
    ['topk', [x, 1, 0, { smallest: true }], 'largest, sorted'],
    ['add', [x, x, { beta: 2 }], 'alpha'],
    ['div', [x, x, { rounding_mode: 'floor' }], 'roundingMode'],
    ['clamp', [x, { min: 0, maximum: 1 }], 'min, max'],
    ['addcmul', [x, x, x, { alpha: 1 }], 'value'],
    ['addmm', [x, x, x, { gamma: 1 }], 'beta, alpha'],
    ['round', [x, { places: 1 }], 'decimals'],
    ['isclose', [x, x, { tolerance: 1 }], 'rtol, atol, equalNan'],
    ['diagonal', [x, { k: 1 }], 'offset, dim1, dim2'],
    ['tril', [x, { k: 1 }], 'diagonal'],
  ];

  it.each(calls)('%s', (name, args, known) => {
    const error = errorOf(() => untyped[name]!(...args));
    expect(error.name).toBe('ValueError');
    expect(error.message).toContain('unknown option ');
    expect(error.message.endsWith(`(known: ${known})`)).toBe(true);
  });

  it('sum, which takes an object', () => {
    expect(errorOf(() => untyped.sum!(x, 0, true)).message).toBe(
      'sum: options are an object such as { keepdim: … }, got true',
    );
  });
});

describe('creation refuses', () => {
  const refused: readonly (readonly [name: string, args: readonly unknown[], error: string, message: string])[] = [
    ['tensor', [[1], { dtpye: 'int32' }], 'ValueError', "tensor: unknown option 'dtpye' (known: dtype, device)"],
    ['zeros', [2, { foo: 1 }], 'ValueError', "zeros: unknown option 'foo' (known: dtype, device)"],
    ['randn', [2, { seed: 1 }], 'ValueError', "randn: unknown option 'seed' (known: dtype, device)"],
    [
      'zeros',
      [2, { dtype: 'float16' }],
      'DTypeError',
      "zeros: unknown dtype 'float16': one of float32, float64, int32, uint8, bool",
    ],
    ['zeros', [-1], 'ShapeError', 'zeros: sizes are integers ≥ 0, got [-1]'],
    ['zeros', [1.5], 'ShapeError', 'zeros: sizes are integers ≥ 0, got [1.5]'],
    [
      'tensor',
      [null],
      'ValueError',
      'tensor: data must be numbers, booleans, typed arrays or nested arrays of them, got null',
    ],
    [
      'tensor',
      [undefined],
      'ValueError',
      'tensor: data must be numbers, booleans, typed arrays or nested arrays of them, got undefined',
    ],
    [
      'tensor',
      [['a']],
      'ValueError',
      'tensor: data must be numbers, booleans, typed arrays or nested arrays of them, got string',
    ],
    [
      'tensor',
      [[zeros(1)]],
      'ValueError',
      'tensor: data must be numbers, booleans, typed arrays or nested arrays of them, got a tensor (use stack() or clone())',
    ],
    [
      'tensor',
      [new BigInt64Array(1)],
      'ValueError',
      'tensor: BigInt64Array has no dtype: use one of Float32Array, Float64Array, Int32Array, Uint8Array, Uint8ClampedArray',
    ],
    ['tensor', [[NaN], { dtype: 'int32' }], 'ValueError', 'tensor: NaN cannot be converted to int32 without overflow'],
    [
      'tensor',
      [[1], { requiresGrad: true }],
      'ValueError',
      "tensor: unknown option 'requiresGrad' (known: dtype, device); import '@x/autograd' adds it",
    ],
    ['arange', [5, { dtype: 'bool' }], 'DTypeError', 'arange: is not defined for bool'],
    ['full', [[2], -300, { dtype: 'uint8' }], 'ValueError', 'full: -300 cannot be converted to uint8 without overflow'],
  ];

  const rows = refused.map(([name, args, error, message]) => ({ name, args, error, message }));

  it.each(rows)('$message', ({ name, args, error, message }) => {
    const thrown = errorOf(() => untyped[name]!(...args));
    expect([thrown.name, thrown.message]).toEqual([error, message]);
  });
});
