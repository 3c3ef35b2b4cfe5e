import '@x/autograd';
import { cpu } from '@x/backend-cpu';
import { BatchNorm2d, Conv2d, Flatten, Linear, ReLU, Sequential } from '@x/nn';
import { Adam, MultiStepLR } from '@x/optim';
import { FormatError, isTensor, memory, registerBackend, tensor, type Tensor } from '@x/tensor';
import { expect, test } from 'vitest';
import { deserializeTorch } from '../src/index.js';
import { formatError, fromBase64 } from './bytes.js';
import golden from './golden/torch-files.json' with { type: 'json' };

registerBackend(await cpu());

/** A number of the golden file. */
function number(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if ('number' in value) return Number(value.number);
  if ('bigint' in value) return BigInt(String(value.bigint));
  return value;
}

/** What a value of the golden file is in JavaScript; tensors stay descriptions. */
function expected(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(expected);
  if (typeof value !== 'object' || value === null) return value;
  const pairs = (list: unknown): [unknown, unknown][] =>
    (Array.isArray(list) ? list : []).map(([key, item]: [unknown, unknown]) => [expected(key), expected(item)]);
  if ('ordered' in value) return new Map(pairs(value.ordered));
  if ('set' in value && Array.isArray(value.set)) return new Set(value.set.map(expected));
  if ('dict' in value) {
    const all = pairs(value.dict);
    if (all.some(([key]) => key === null || typeof key === 'boolean')) return new Map(all);
    return Object.fromEntries(all.map(([key, item]) => [String(key), item]));
  }
  if ('values' in value && Array.isArray(value.values)) return { ...value, values: value.values.map(number) };
  return number(value);
}

/** The same with tensors described. */
function described(value: unknown): unknown {
  if (isTensor(value)) {
    const values = Array.from(value.contiguous().toTypedArray(), (x) => (value.dtype === 'bool' ? x !== 0 : x));
    return { dtype: value.dtype, shape: [...value.shape], values };
  }
  if (Array.isArray(value)) return value.map(described);
  if (value instanceof Map) return new Map(Array.from(value, ([key, item]) => [key, described(item)]));
  if (value instanceof Set || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, described(item)]));
}

function record(value: unknown): Record<string, unknown> {
  if (typeof value === 'object' && value !== null && !(value instanceof Map)) return { ...value };
  throw new TypeError('no object');
}

function tensors(value: unknown): ReadonlyMap<string, Tensor> {
  if (!(value instanceof Map)) throw new TypeError('no map');
  return new Map(
    Array.from(value, ([key, item]) => {
      if (isTensor(item)) return [String(key), item];
      throw new TypeError('no tensor');
    }),
  );
}

test.each(Object.entries(golden.cases))('%s: every value is what PyTorch saved', (_, { bytes, value }) => {
  const read = deserializeTorch(fromBase64(bytes));
  expect(described(read)).toEqual(expected(value));
});

test('values are told from one another as PyTorch does', () => {
  const { plain, ordered, counted, keys } = record(deserializeTorch(fromBase64(golden.cases.values.bytes)));
  expect(plain).toContain(2n ** 70n);
  expect(counted).toEqual({ 5: 2, 9: 1 });
  expect(ordered).toEqual(
    new Map([
      ['x', 1],
      ['a', 2],
    ]),
  );
  expect(keys).toEqual({ 1: 'a', b: 2 });
});

test('tensors that shared memory share it', () => {
  const { views } = record(deserializeTorch(fromBase64(golden.cases.values.bytes)));
  const [transposed, part] = Array.isArray(views) ? views.filter(isTensor) : [];
  if (!transposed || !part) throw new Error('no views');
  expect(transposed.layout.strides).toEqual([1, 4]);
  part.fill_(100);
  expect(transposed.get(1, 1).item()).toBe(100);
});

const network = (): Sequential =>
  new Sequential(new Conv2d(1, 2, 3), new BatchNorm2d(2), new ReLU(), new Flatten(), new Linear(8, 3));

test("a state dict gives PyTorch's outputs", () => {
  const { bytes, input, output } = golden.network;
  const net = network();
  net.loadStateDict(tensors(deserializeTorch(fromBase64(bytes))));
  net.eval();
  const found = net(tensor(input).reshape(1, 1, 4, 4)).toTypedArray();
  expect(Array.from(found, (x, i) => Math.abs(x - output[i]!) < 1e-6)).toEqual(output.map(() => true));
});

test('optimizer and scheduler go on from their state dicts', () => {
  const saved = record(deserializeTorch(fromBase64(golden.cases.training.bytes)));
  const net = network();
  const optimizer = new Adam(net.parameters());
  const scheduler = new MultiStepLR(optimizer, [1]);
  net.loadStateDict(tensors(saved.model));
  optimizer.loadStateDict(record(saved.optimizer));
  scheduler.loadStateDict(record(saved.scheduler));
  expect(optimizer.paramGroups[0]?.lr).toBeCloseTo(0.001, 12);
  expect(scheduler.lastEpoch).toBe(3);
  scheduler.step();
  expect(optimizer.paramGroups[0]?.lr).toBeCloseTo(0.0001, 12);
  const { state } = record(optimizer.stateDict());
  expect(described(record(record(state)[0]).exp_avg)).toEqual(
    described(record(record(record(saved.optimizer).state)[0]).exp_avg),
  );
});

test.each(Object.entries(golden.refused))('refuses %s', async (_, [bytes = '', message = '']) => {
  const before = memory().cpu?.bytes ?? 0;
  expect(await formatError(() => deserializeTorch(fromBase64(bytes), { name: 'x.pt' }))).toContain(message);
  expect(memory().cpu?.bytes ?? 0).toBe(before);
});

test('refuses what is no file of PyTorch', () => {
  for (const bytes of [
    new Uint8Array(),
    new Uint8Array(100),
    new TextEncoder().encode('PK\u0003\u0004 and no more than this'),
  ])
    expect(() => deserializeTorch(bytes)).toThrow(FormatError);
});
