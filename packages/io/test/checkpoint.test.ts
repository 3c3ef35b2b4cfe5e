import { cpu } from '@x/backend-cpu';
import {
  getRngState,
  isTensor,
  manualSeed,
  memory,
  rand,
  registerBackend,
  setRngState,
  tensor,
  ValueError,
} from '@x/tensor';
import { describe, expect, test } from 'vitest';
import {
  deserialize,
  deserializeCheckpoint,
  serialize,
  serializeCheckpoint,
  serializeCheckpointAsync,
} from '../src/index.js';
import { errorOf, file, formatError } from './bytes.js';

registerBackend(await cpu());

const round = (value: unknown): unknown => deserializeCheckpoint(serializeCheckpoint({ value })).value;

/** The same value with lists in the place of tensors, to be compared. */
function plain(value: unknown): unknown {
  if (isTensor(value)) return { dtype: value.dtype, shape: value.shape, values: value.tolist() };
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, plain(item)]));
  if (Array.isArray(value)) return value.map(plain);
  if (ArrayBuffer.isView(value) || typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plain(item)]));
}

const run = {
  model: new Map([
    ['conv1.weight', tensor([[1.5, -2]])],
    ['conv1.bias', tensor([0.5])],
    ['bn.num_batches_tracked', tensor(3)],
  ]),
  optimizer: {
    state: {
      0: { step: tensor(12), momentum_buffer: tensor([[0.25, 0.5]], { dtype: 'float64' }) },
      1: { step: tensor(12), momentum_buffer: null },
    },
    param_groups: [{ lr: 0.1, betas: [0.9, 0.999], nesterov: false, params: [0, 1] }],
  },
  scheduler: { last_epoch: 3, base_lrs: [0.1], best: Infinity },
  rng: getRngState(),
  epoch: 3,
};

describe('checkpoints', () => {
  test('come back as they were', () => {
    const back = deserializeCheckpoint(serializeCheckpoint(run));
    expect(plain(back)).toEqual(plain(run));
    expect(Object.keys(back)).toEqual(Object.keys(run));
    expect([...(back.model as Map<string, unknown>).keys()]).toEqual([...run.model.keys()]);
  });

  test('are safetensors files whose tensors have the names of their places', () => {
    const tensors = deserialize(serializeCheckpoint(run));
    expect([...tensors.keys()].sort()).toEqual([
      'model.bn.num_batches_tracked',
      'model.conv1.bias',
      'model.conv1.weight',
      'optimizer.state.0.momentum_buffer',
      'optimizer.state.0.step',
      'optimizer.state.1.step',
      'rng',
    ]);
    expect(tensors.get('rng')?.dtype).toBe('uint8');
  });

  test('continue the random numbers', () => {
    manualSeed(7);
    rand(3);
    const bytes = serializeCheckpoint({ rng: getRngState() });
    const next = rand(5).tolist();
    const { rng } = deserializeCheckpoint(bytes) as { rng: Uint8Array };
    setRngState(rng);
    expect(rand(5).tolist()).toEqual(next);
  });

  test('serializeCheckpointAsync gives the same bytes, and those of the moment of the call', async () => {
    const state = { x: tensor([1.5]), bytes: Uint8Array.of(1, 2) };
    const now = serializeCheckpoint(state);
    const later = serializeCheckpointAsync(state);
    state.x.zero_();
    state.bytes.fill(0);
    expect(await later).toEqual(now);
  });

  test.each<[string, unknown]>([
    ['numbers', [0, -0, 1.5, -1e-300, 2 ** 53, NaN, Infinity, -Infinity]],
    ['bigints', [0n, -(2n ** 70n)]],
    ['texts', ['', 'größe', '\ud800', '"\n\u0000']],
    ['booleans and null', [true, false, null]],
    ['empty containers', [[], {}, new Map()]],
    [
      'maps with number and text keys',
      new Map<unknown, unknown>([
        [0, 'a'],
        ['0', 'b'],
        [NaN, new Map([['x', [1]]])],
      ]),
    ],
    ['keys of objects', { $: 'tensor', a: { $: { $: 1 }, name: 'x' }, constructor: 1, toString: 2, '': 3 }],
    [
      'typed arrays',
      { a: Float32Array.of(1.5, NaN), b: Float64Array.of(0.1), c: Int32Array.of(-1), d: new Uint8Array(0) },
    ],
  ])('hold %s', (_, value) => {
    const back = round(value);
    expect(back).toEqual(value);
  });

  test('hold a key called __proto__ and change no prototype', () => {
    const back = round(JSON.parse('{"__proto__":{"polluted":true},"a":1}'));
    expect(Object.entries(back as object)).toEqual([
      ['__proto__', { polluted: true }],
      ['a', 1],
    ]);
    expect(Object.getPrototypeOf(back)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });

  test('store a tensor that appears twice once, and give one tensor back', () => {
    const weight = tensor([1.5]);
    const bytes = serializeCheckpoint({ a: { weight }, b: [weight] });
    expect(deserialize(bytes).size).toBe(1);
    const back = deserializeCheckpoint(bytes) as { a: { weight: unknown }; b: unknown[] };
    expect(back.a.weight).toBe(back.b[0]);
  });

  test('keep places apart that have the same dotted name', () => {
    const value = { 'a.b': tensor([1]), a: { b: tensor([2]) }, __metadata__: tensor([3]) };
    const bytes = serializeCheckpoint(value);
    expect(plain(deserializeCheckpoint(bytes))).toEqual(plain(value));
    expect([...deserialize(bytes).keys()].sort()).toEqual(['__metadata___', 'a.b', 'a.b_']);
  });
});

class Optimizer {
  stateDict(): object {
    return {};
  }
}

const cycle: { self?: unknown } = {};
cycle.self = cycle;

describe('a checkpoint cannot hold', () => {
  test.each<[string, unknown, string]>([
    ['undefined', { lr: undefined }, '"value.lr": undefined cannot be saved (null, or leaving the key out, can)'],
    ['functions', [() => 1], '"value.0": function cannot be saved, only plain data and tensors'],
    [
      'modules',
      Object.assign(() => 1, { stateDict: () => new Map() }),
      '"value": function cannot be saved, only plain data and tensors (save its stateDict())',
    ],
    [
      'optimizers',
      new Optimizer(),
      '"value": a Optimizer cannot be saved, only plain data and tensors (save its stateDict())',
    ],
    ['dates', new Date(0), '"value": a Date cannot be saved, only plain data and tensors'],
    ['sets', new Set(), '"value": a Set cannot be saved, only plain data and tensors'],
    ['other arrays', new Float32Array(0).buffer, '"value": a ArrayBuffer cannot be saved, only plain data and tensors'],
    ['maps with other keys', new Map([[{}, 1]]), '"value": keys of maps are text or numbers, got a Object'],
    ['cycles', cycle, '"value.self.self": nested deeper than 100 (a cycle?)'],
  ])('%s', async (_, value, message) => {
    const error = await errorOf(() => serializeCheckpoint({ value }));
    expect(error).toBeInstanceOf(ValueError);
    expect(error.message).toBe(`serializeCheckpoint: ${message}`);
  });
});

describe('a damaged checkpoint is refused:', () => {
  const holding = (text: string): Uint8Array =>
    file({ x: { dtype: 'U8', shape: [1], data_offsets: [0, 1] }, __metadata__: { checkpoint: text } }, 1);
  const valued = (value: unknown): Uint8Array => holding(JSON.stringify({ version: 1, value }));
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  test.each<[string, Uint8Array, string]>([
    [
      'plain tensors',
      serialize({ x: tensor([1]) }),
      "holds no checkpoint: there is no metadata 'checkpoint' (loadFile and deserialize read plain tensors)",
    ],
    ['no JSON', holding('{'), "the checkpoint's structure is not valid JSON"],
    ['no structure', holding('[]'), 'the checkpoint has no structure'],
    ['no version', holding('{"value":{}}'), 'the checkpoint has version "undefined", this library reads version 1'],
    [
      'a later version',
      holding('{"version":2,"value":{}}'),
      'the checkpoint has version "2", this library reads version 1',
    ],
    [
      'too deep',
      holding(`{"version":1,"value":${deep}}`),
      "the checkpoint's structure is damaged: it is nested deeper than 100",
    ],
    ['no object', valued([{ $: 'tensor', name: 'x' }]), 'the checkpoint is not an object'],
    ['an unknown tag', valued({ a: { $: 'date' } }), 'the checkpoint\'s structure is damaged: unknown tag "date"'],
    [
      'a tag of objects',
      valued({ a: { $: 'toString' } }),
      'the checkpoint\'s structure is damaged: unknown tag "toString"',
    ],
    ['no name', valued({ a: { $: 'tensor' } }), "the checkpoint's structure is damaged: a name or number is missing"],
    ['a missing tensor', valued({ a: { $: 'tensor', name: 'y' } }), 'there is no tensor "y"'],
    ['a tensor without place', valued({}), 'the checkpoint\'s structure is damaged: tensor "x" has no place in it'],
    ['no entries', valued({ a: { $: 'map' } }), "the checkpoint's structure is damaged: a map has no entries"],
    [
      'no pair',
      valued({ a: { $: 'map', entries: [[1]] } }),
      "the checkpoint's structure is damaged: an entry of a map is no pair",
    ],
    [
      'a strange key',
      valued({ a: { $: 'map', entries: [[null, 1]] } }),
      "the checkpoint's structure is damaged: a key of a map is neither text nor number",
    ],
    [
      'a strange number',
      valued({ a: { $: 'number', text: '7' } }),
      'the checkpoint\'s structure is damaged: unknown number "7"',
    ],
    [
      'a strange bigint',
      valued({ a: { $: 'bigint', text: '0x7' } }),
      'the checkpoint\'s structure is damaged: "0x7" is no integer',
    ],
  ])('%s', async (_, bytes, rule) => {
    const before = memory().cpu?.storages ?? 0;
    expect(await formatError(() => deserializeCheckpoint(bytes, { name: 'run' }))).toBe(
      `deserializeCheckpoint: run: ${rule}`,
    );
    expect(memory().cpu?.storages ?? 0).toBe(before);
  });
});
