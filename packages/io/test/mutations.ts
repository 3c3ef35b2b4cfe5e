import { Generator as RandomGenerator } from '@x/tensor';
import { file, headerText } from './bytes.js';

/** Pieces of JSON that a parser may stumble over. */
const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  '"',
  ',',
  ':',
  '\\',
  '\\u',
  '\\ud800',
  '\u0000',
  '\u{1f600}',
  '-1',
  '1.5',
  '1e400',
  '00',
  'null',
  'true',
  '"__proto__"',
  '"__metadata__"',
  '"shape"',
  '"dtype"',
  '"data_offsets"',
  '"F64"',
  '"BOOL"',
  '"I64"',
  '"U64"',
  '[]',
  '{}',
  '4294967296',
  '9007199254740991',
  '9007199254740993',
  '18446744073709551615',
  '9'.repeat(400),
  '"$"',
  '\\"$\\"',
  '{"$":"map"}',
  '['.repeat(300),
  '{"a":'.repeat(300),
];

/** Draws that are the same in every run. */
class Draws {
  readonly #generator = new RandomGenerator();

  constructor(seed: number) {
    this.#generator.manualSeed(seed);
  }

  /** An integer in [0, n). */
  below(n: number): number {
    return this.#generator.random() % Math.max(n, 1);
  }

  of<T>(items: readonly T[]): T {
    const item = items[this.below(items.length)];
    if (item === undefined) throw new RangeError('nothing to draw from');
    return item;
  }
}

export type Mutation = (bytes: Uint8Array<ArrayBuffer>, draws: Draws) => Uint8Array<ArrayBuffer>;

/** A mutation of the header's text; the length before it fits the new text. */
const edit =
  (change: (text: string, at: number, draws: Draws) => string): Mutation =>
  (bytes, draws) => {
    const text = headerText(bytes);
    const data = bytes.slice(8 + new TextEncoder().encode(text).length);
    return file(change(text, draws.below(text.length), draws), data);
  };

/** Bytes cut off, added, flipped and overwritten. */
export const binaryMutations: readonly Mutation[] = [
  (bytes, draws) => bytes.slice(0, draws.below(bytes.length)),
  (bytes, draws) => Uint8Array.of(...bytes, ...new Uint8Array(1 + draws.below(20))),
  (bytes, draws) => {
    const out = bytes.slice();
    for (let flips = 1 + draws.below(4); flips > 0; flips--) out[draws.below(out.length)]! ^= 1 << draws.below(8);
    return out;
  },
  (bytes, draws) => bytes.slice().fill(draws.below(256), draws.below(bytes.length), draws.below(bytes.length)),
];

/** Numbers that lengths, counts and places must survive. */
const NUMBERS = [0, 1, 0x7f, 0x80, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** Archives: also numbers, instructions and names in the wrong places, and parts moved about. Their checksums are left as they are. */
export const archiveMutations: readonly Mutation[] = [
  ...binaryMutations,
  (bytes, draws) => {
    const out = bytes.slice();
    const view = new DataView(out.buffer);
    const at = draws.below(Math.max(out.length - 4, 1));
    if (draws.below(2)) view.setUint32(at, draws.of(NUMBERS), true);
    else view.setUint16(at, draws.of(NUMBERS) & 0xffff, true);
    return out;
  },
  // the directory is at the end, where most of the rules are
  (bytes, draws) => {
    const out = bytes.slice();
    out[out.length - 1 - draws.below(Math.min(400, out.length))] = draws.below(256);
    return out;
  },
  (bytes, draws) => {
    const from = draws.below(bytes.length);
    return bytes.slice().copyWithin(draws.below(bytes.length), from, from + draws.below(200));
  },
];

/** Files with a header of JSON. */
export const headerMutations: readonly Mutation[] = [
  ...binaryMutations,
  (bytes, draws) => {
    const out = bytes.slice();
    new DataView(out.buffer).setBigUint64(
      0,
      draws.of([0n, 1n, 7n, 99_999_999n, 100_000_001n, 2n ** 53n, 2n ** 64n - 1n]),
      true,
    );
    return out;
  },
  edit((text, at) => text.slice(0, at) + text.slice(at + 1)),
  edit((text, at, draws) => text.slice(0, at) + draws.of(TOKENS) + text.slice(at)),
  edit((text, at, draws) => text.slice(0, at) + draws.of(TOKENS) + text.slice(at + 1 + draws.below(8))),
  edit((text, at, draws) => text.slice(0, at) + text.slice(draws.below(text.length))),
  edit((text, at, draws) => {
    const numbers = [...text.matchAll(/\d+/g)];
    if (numbers.length === 0) return text.slice(at);
    const { index, 0: digits } = draws.of(numbers);
    const value = draws.of(['0', '1', '-1', '4', '8', String(2 ** 31), String(2 ** 53 - 1), `${digits}0`]);
    return text.slice(0, index) + value + text.slice(index + digits.length);
  }),
  edit((text, _, draws) => {
    const found = [...text.matchAll(/"(BOOL|[UIF]\d+|BF16)"/g)];
    if (found.length === 0) return text;
    const { index, 0: name } = draws.of(found);
    return (
      text.slice(0, index) +
      draws.of(['"BOOL"', '"I8"', '"U16"', '"F32"', '"U64"', '"C64"']) +
      text.slice(index + name.length)
    );
  }),
];

/** `count` damaged copies of the files; the same seed gives the same ones. */
export function* damaged(
  files: readonly Uint8Array<ArrayBuffer>[],
  mutations: readonly Mutation[],
  count: number,
  seed: number,
): Generator<Uint8Array<ArrayBuffer>> {
  const draws = new Draws(seed);
  for (let i = 0; i < count; i++) yield draws.of(mutations)(draws.of(files), draws);
}
