import { describe, expect, it } from 'vitest';
import { ValueError } from '../../src/errors.js';
import {
  defaultGenerator,
  fillNormal,
  fillUniform,
  forkRng,
  Generator,
  getRngState,
  initialSeed,
  manualSeed,
  seed,
  setRngState,
} from '../../src/random/index.js';
import golden from '../golden/random.json' with { type: 'json' };
import { run } from './programs.js';

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
}

function draw(): number {
  return defaultGenerator().random();
}

function fail(): never {
  draw();
  throw new Error('inside');
}

/** Where two states differ by more than the last bit of the kept normal, which depends on the platform's sine. */
function differences(actual: Uint8Array, expected: Uint8Array): number[] {
  const keptNormal = 5024;
  return Array.from(expected.keys()).filter((i) => i !== keptNormal && actual[i] !== expected[i]);
}

describe('Generator', () => {
  it('starts from the default seed of PyTorch', () => {
    expect(new Generator().initialSeed()).toBe(67280421310721n);
    expect(new Generator().random()).toBe(new Generator().manualSeed(67280421310721).random());
    expect(new Generator().device).toBe('cpu');
  });

  it.each(golden.initialSeeds.map(([given, kept]) => [given ?? '', kept ?? ''] as const))(
    'keeps seed %s as %s',
    (given, kept) => {
      expect(new Generator().manualSeed(BigInt(given)).initialSeed()).toBe(BigInt(kept));
    },
  );

  it.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53, 2n ** 64n, -(2n ** 63n) - 1n])(
    'refuses seed %s',
    (bad) => {
      const generator = new Generator().manualSeed(3);
      expect(() => generator.manualSeed(bad)).toThrow(ValueError);
      expect(() => generator.manualSeed(bad)).toThrow(/^manualSeed: the seed must /);
      expect(generator.initialSeed()).toBe(3n);
    },
  );

  it('seeds itself unpredictably with 53 bits', () => {
    const generator = new Generator();
    const first = generator.seed();
    expect(Number.isSafeInteger(first) && first >= 0).toBe(true);
    expect(generator.initialSeed()).toBe(BigInt(first));
    expect(generator.random()).toBe(new Generator().manualSeed(first).random());
    expect(generator.seed()).not.toBe(first);
  });

  it('draws 64 bits as two words, the high one first', () => {
    const words = new Generator().manualSeed(9);
    const high = BigInt(words.random());
    const low = BigInt(words.random());
    expect(new Generator().manualSeed(9).random64()).toBe(high * 2n ** 32n + low);
  });

  it('forgets the kept normal when it is seeded', () => {
    const generator = new Generator().manualSeed(4);
    const first = new Float64Array(1);
    const again = new Float64Array(1);
    fillNormal(first, generator);
    expect(generator.nextNormal).toBeDefined();
    generator.manualSeed(4);
    expect(generator.nextNormal).toBeUndefined();
    fillNormal(again, generator);
    expect(again).toEqual(first);
  });
});

describe('state', () => {
  it.each(
    golden.states.map(
      (row) => [`${row.seed}, ${row.steps.map((step) => `${step.draw} ${step.n}`).join()}`, row] as const,
    ),
  )('has the bytes of PyTorch after seed %s', (_, { seed: start, steps, state, next }) => {
    const generator = new Generator();
    if (start !== null) generator.manualSeed(BigInt(start));
    for (const step of steps) run(generator, step);
    expect(generator.getState().length).toBe(5056);
    expect(differences(generator.getState(), bytesOf(state))).toEqual([]);
    expect(generator.random()).toBe(next);

    const other = new Generator();
    other.setState(bytesOf(state));
    expect(other.getState()).toEqual(bytesOf(state));
    expect(other.random()).toBe(next);
  });

  it('continues in the middle of a block and of a pair of normals', () => {
    const generator = new Generator().manualSeed(1);
    fillNormal(new Float32Array(701), generator);
    fillNormal(new Float32Array(3), generator);
    const state = generator.getState();
    const expected = new Float32Array(2000);
    fillNormal(expected.subarray(0, 5), generator);
    fillUniform(expected.subarray(5), generator);
    for (const other of [new Generator(), generator]) {
      other.setState(state);
      const actual = new Float32Array(2000);
      fillNormal(actual.subarray(0, 5), other);
      fillUniform(actual.subarray(5), other);
      expect(actual).toEqual(expected);
    }
  });

  it('is read from a view into a larger buffer', () => {
    const state = new Generator().manualSeed(8).getState();
    const buffer = new Uint8Array(state.length + 3);
    buffer.set(state, 3);
    const generator = new Generator();
    generator.setState(buffer.subarray(3));
    expect(generator.initialSeed()).toBe(8n);
  });

  it.each([
    ['too short', (state: Uint8Array) => state.subarray(0, 5048), /a state has 5056 bytes, but got 5048/],
    ['not seeded', (state: Uint8Array) => state.fill(0, 12, 16), /no mt19937 state: seeded=0/],
    ['left is 0', (state: Uint8Array) => state.fill(0, 8, 12), /left=0/],
    ['left is 625', (state: Uint8Array) => state.fill(0, 8, 12).fill(0x71, 8, 9).fill(2, 9, 10), /left=625/],
    ['next contradicts left', (state: Uint8Array) => state.fill(3, 16, 17), /next=3/],
  ])('is refused when it is damaged: %s', (_, damage, message) => {
    const generator = new Generator().manualSeed(2);
    const bad = damage(new Generator().manualSeed(5).getState());
    expect(() => generator.setState(bad)).toThrow(ValueError);
    expect(() => generator.setState(bad)).toThrow(message);
    expect(generator.getState()).toEqual(new Generator().manualSeed(2).getState());
  });

  it('is copied by clone', () => {
    const generator = new Generator().manualSeed(6);
    fillNormal(new Float32Array(5), generator);
    const copy = generator.clone();
    expect(copy.nextNormal).toBe(generator.nextNormal);
    expect(copy.random()).toBe(generator.random());
    copy.random();
    expect(copy.getState()).not.toEqual(generator.getState());
  });
});

describe('default generator', () => {
  it('is one generator, seeded by manualSeed and seed', () => {
    expect(manualSeed(12)).toBe(defaultGenerator());
    expect(initialSeed()).toBe(12n);
    expect(defaultGenerator().random()).toBe(new Generator().manualSeed(12).random());
    expect(initialSeed()).toBe(12n);
    expect(BigInt(seed())).toBe(initialSeed());
  });

  it('is put back by setRngState', () => {
    manualSeed(1);
    const state = getRngState();
    const first = defaultGenerator().random();
    setRngState(state);
    expect(defaultGenerator().random()).toBe(first);
  });

  it('is put back by forkRng, whatever happens inside', async () => {
    manualSeed(1);
    const before = getRngState();
    expect(forkRng(draw)).toBe(forkRng(draw));
    expect(() => forkRng(fail)).toThrow('inside');
    expect(getRngState()).toEqual(before);
    await forkRng(async () => {
      await Promise.resolve();
      draw();
    });
    expect(getRngState()).toEqual(before);
    await expect(forkRng(async () => fail())).rejects.toThrow('inside');
    expect(getRngState()).toEqual(before);
  });
});
