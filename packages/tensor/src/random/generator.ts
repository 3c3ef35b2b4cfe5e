import { ValueError } from '../errors.js';
import { Mt19937 } from './mt19937.js';
import { packState, unpackState } from './state.js';

const DEFAULT_SEED = 67280421310721;
const MIN_SEED = -(2n ** 63n);
const END_SEED = 2n ** 64n;

/**
 * A source of random numbers on the CPU: mt19937 with PyTorch's seeding, so that the same seed gives PyTorch's numbers.
 *
 * A new generator starts from PyTorch's fixed default seed, 67280421310721; call `seed()` for an unpredictable start.
 *
 * @example
 * const g = new Generator().manualSeed(42);
 * const before = g.getState();
 * g.random(); // 1608637542
 * g.setState(before);
 * g.random(); // 1608637542
 *
 * @see https://pytorch.org/docs/stable/generated/torch.Generator.html
 */
export class Generator {
  /** The engine that every draw reads. */
  readonly engine: Mt19937 = new Mt19937(0);
  /** The second normal of the last Box-Muller pair, which the next float64 normal uses up. */
  nextNormal: number | undefined = undefined;
  /** The same for normals computed in float32: kept for states that PyTorch wrote, no draw here makes one. */
  #nextFloat32Normal: number | undefined = undefined;
  #initialSeed = 0n;

  constructor() {
    this.manualSeed(DEFAULT_SEED);
  }

  /** Where the generator lives: always `'cpu'`, draws for other devices are made on the host. */
  get device(): 'cpu' {
    return 'cpu';
  }

  /**
   * Starts over from `seed` and forgets a kept normal; returns the generator.
   *
   * @param seed an integer in [-2^63, 2^64), a bigint where a number would be inexact. A negative seed stands for
   *   `2^64 + seed`. The engine uses the low 32 bits.
   * @throws ValueError when the seed is not such an integer
   * @example new Generator().manualSeed(0)
   * @see https://pytorch.org/docs/stable/generated/torch.Generator.html#torch.Generator.manual_seed
   */
  manualSeed(seed: number | bigint): this {
    if (typeof seed === 'number' && !Number.isSafeInteger(seed)) {
      throw new ValueError('manualSeed', `the seed must be an integer (a bigint beyond 2^53), but got ${seed}`, {
        seed,
      });
    }
    const wide = BigInt(seed);
    if (wide < MIN_SEED || wide >= END_SEED) {
      throw new ValueError('manualSeed', `the seed must lie in [-2^63, 2^64), but got ${seed}`, { seed });
    }
    this.#initialSeed = BigInt.asUintN(64, wide);
    this.engine.seed(Number(this.#initialSeed & 0xffffffffn));
    this.nextNormal = undefined;
    this.#nextFloat32Normal = undefined;
    return this;
  }

  /**
   * Starts over from an unpredictable seed of 53 bits and returns that seed.
   *
   * @see https://pytorch.org/docs/stable/generated/torch.Generator.html#torch.Generator.seed
   */
  seed(): number {
    const words = crypto.getRandomValues(new Uint32Array(2));
    const seed = (words[0]! & 0x1fffff) * 2 ** 32 + words[1]!;
    this.manualSeed(seed);
    return seed;
  }

  /**
   * The seed of the last `manualSeed` or `seed`, as an unsigned 64-bit integer.
   *
   * @see https://pytorch.org/docs/stable/generated/torch.Generator.html#torch.Generator.initial_seed
   */
  initialSeed(): bigint {
    return this.#initialSeed;
  }

  /** Draws an integer in [0, 2^32). */
  random(): number {
    return this.engine.random();
  }

  /** Draws an integer in [0, 2^64) from two words, the high one first. */
  random64(): bigint {
    const high = this.engine.random();
    return (BigInt(high) << 32n) | BigInt(this.engine.random());
  }

  /**
   * The whole state as 5056 bytes, the same bytes that PyTorch's `Generator.get_state()` holds.
   *
   * @see https://pytorch.org/docs/stable/generated/torch.Generator.html#torch.Generator.get_state
   */
  getState(): Uint8Array {
    return packState({
      initialSeed: this.#initialSeed,
      engine: this.engine.getState(),
      nextNormal: this.nextNormal,
      nextFloat32Normal: this.#nextFloat32Normal,
    });
  }

  /**
   * Continues from a state that {@link getState}, or PyTorch's `get_state()` on CPU, gave.
   *
   * @throws ValueError when the length is wrong or the bytes are no state of this engine; the generator stays as it was
   * @see https://pytorch.org/docs/stable/generated/torch.Generator.html#torch.Generator.set_state
   */
  setState(state: Uint8Array): void {
    const { initialSeed, engine, nextNormal, nextFloat32Normal } = unpackState(state);
    this.engine.setState(engine);
    this.#initialSeed = initialSeed;
    this.nextNormal = nextNormal;
    this.#nextFloat32Normal = nextFloat32Normal;
  }

  /** A generator of its own that stands where this one stands. */
  clone(): Generator {
    const copy = new Generator();
    copy.setState(this.getState());
    return copy;
  }
}
