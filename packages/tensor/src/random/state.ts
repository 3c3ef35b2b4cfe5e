/**
 * @file The bytes of a generator's state, laid out as PyTorch's CPU generator does (little endian, 8-byte fields aligned):
 *
 * | offset | type | field |
 * |---|---|---|
 * | 0 | uint64 | initial seed |
 * | 8 | int32 | `left`: words until the next twist, 1 to 624 |
 * | 12 | int32 | seeded, always 1 |
 * | 16 | uint64 | `next`: index of the next word |
 * | 24 | 624 uint64 | the words of mt19937, one in the low half of each |
 * | 5016 | float64 | unused, 0 |
 * | 5024 | float64 | the kept normal, 0 without one |
 * | 5032 | float64 | unused, 0 |
 * | 5040 | int32 (padded to 8 bytes) | whether a normal is kept |
 * | 5048 | float32 | the kept float32 normal, 0 without one |
 * | 5052 | uint8 (padded to 4 bytes) | whether a float32 normal is kept |
 */
import { ValueError } from '../errors.js';
import type { Mt19937State } from './mt19937.js';

const WORDS = 624;
const OFFSET = {
  seed: 0,
  left: 8,
  seeded: 12,
  next: 16,
  words: 24,
  normal: 5024,
  hasNormal: 5040,
  float32Normal: 5048,
  hasFloat32Normal: 5052,
} as const;
const SIZE = 5056;

/** What a generator's state holds. */
export interface GeneratorState {
  readonly initialSeed: bigint;
  readonly engine: Mt19937State;
  readonly nextNormal: number | undefined;
  readonly nextFloat32Normal: number | undefined;
}

/** Writes a state as 5056 bytes. */
export function packState({ initialSeed, engine, nextNormal, nextFloat32Normal }: GeneratorState): Uint8Array {
  const bytes = new Uint8Array(SIZE);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(OFFSET.seed, initialSeed, true);
  view.setInt32(OFFSET.left, engine.left, true);
  view.setInt32(OFFSET.seeded, 1, true);
  view.setUint32(OFFSET.next, engine.next, true);
  engine.words.forEach((word, i) => view.setUint32(OFFSET.words + 8 * i, word, true));
  view.setFloat64(OFFSET.normal, nextNormal ?? 0, true);
  view.setInt32(OFFSET.hasNormal, nextNormal === undefined ? 0 : 1, true);
  view.setFloat32(OFFSET.float32Normal, nextFloat32Normal ?? 0, true);
  view.setUint8(OFFSET.hasFloat32Normal, nextFloat32Normal === undefined ? 0 : 1);
  return bytes;
}

/**
 * Reads what {@link packState} or PyTorch wrote.
 *
 * @throws ValueError when the length is not 5056 or the bytes are no state of mt19937
 */
export function unpackState(bytes: Uint8Array): GeneratorState {
  if (bytes.length !== SIZE) {
    throw new ValueError('setState', `a state has ${SIZE} bytes, but got ${bytes.length}`, { size: bytes.length });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const left = view.getInt32(OFFSET.left, true);
  const seeded = view.getInt32(OFFSET.seeded, true);
  const next = Number(view.getBigUint64(OFFSET.next, true));
  const fresh = left === 1 && next === 0;
  const drawn = left >= 1 && left <= WORDS && next === WORDS + 1 - left;
  if (seeded !== 1 || !(fresh || drawn)) {
    throw new ValueError('setState', `the bytes are no mt19937 state: seeded=${seeded}, left=${left}, next=${next}`, {
      seeded,
      left,
      next,
    });
  }
  const words = Uint32Array.from({ length: WORDS }, (_, i) => view.getUint32(OFFSET.words + 8 * i, true));
  const hasNormal = view.getInt32(OFFSET.hasNormal, true) !== 0;
  const hasFloat32Normal = view.getUint8(OFFSET.hasFloat32Normal) !== 0;
  return {
    initialSeed: view.getBigUint64(OFFSET.seed, true),
    engine: { words, left, next },
    nextNormal: hasNormal ? view.getFloat64(OFFSET.normal, true) : undefined,
    nextFloat32Normal: hasFloat32Normal ? view.getFloat32(OFFSET.float32Normal, true) : undefined,
  };
}
