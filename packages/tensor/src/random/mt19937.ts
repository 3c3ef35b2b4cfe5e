/**
 * @file The Mersenne Twister mt19937, the engine behind PyTorch's CPU generator.
 *
 * A block of 624 words is twisted and tempered at once; single draws only read the block, so a draw costs a few
 * nanoseconds and the loops that fill tensors stay plain.
 */
const SIZE = 624;
const SHIFT = 397;
const UPPER_BIT = 0x80000000;
const LOWER_BITS = 0x7fffffff;
const TWIST = 0x9908b0df;

const FLOAT32_MASK = 2 ** 24 - 1;
const FLOAT32_UNIT = 2 ** -24;
const FLOAT64_HIGH_MASK = 2 ** 21 - 1;
const FLOAT64_UNIT = 2 ** -53;
const TWO_32 = 2 ** 32;

/**
 * Where an engine stands: the 624 words and how many of them are still to be drawn.
 *
 * `left` counts from 624 down to 1 as PyTorch's does: 1 means that the next draw twists the words first.
 * `next` is the index of the word that the next draw reads: 0 right after seeding, else `625 - left`.
 */
export interface Mt19937State {
  readonly words: Uint32Array;
  readonly left: number;
  readonly next: number;
}

/**
 * The mt19937 engine: 32-bit words with a period of 2^19937 - 1, seeded and drawn as PyTorch does, bit for bit.
 *
 * @example
 * const engine = new Mt19937(0);
 * engine.random(); // 2357136044
 *
 * @see M. Matsumoto and T. Nishimura, "Mersenne Twister", ACM TOMACS 8 (1998), with the initialisation of 2002.
 */
export class Mt19937 {
  readonly #words: Int32Array = new Int32Array(SIZE);
  readonly #block: Int32Array = new Int32Array(SIZE);
  #next = SIZE;
  #fresh = true;

  /** @param seed the low 32 bits of an integer */
  constructor(seed: number) {
    this.seed(seed);
  }

  /** Starts over from a seed, of which the low 32 bits count. */
  seed(seed: number): void {
    const words = this.#words;
    words[0] = seed;
    for (let i = 1; i < SIZE; i++) {
      const previous = words[i - 1]!;
      words[i] = Math.imul(1812433253, previous ^ (previous >>> 30)) + i;
    }
    this.#next = SIZE;
    this.#fresh = true;
  }

  /** Draws a word: an integer in [0, 2^32). */
  random(): number {
    return this.#bits() >>> 0;
  }

  /** Draws a float32 in [0, 1), a multiple of 2^-24. */
  uniform32(): number {
    return (this.#bits() & FLOAT32_MASK) * FLOAT32_UNIT;
  }

  /** Draws a float64 in [0, 1), a multiple of 2^-53, from two words, the high one first. */
  uniform64(): number {
    const high = this.#bits() & FLOAT64_HIGH_MASK;
    return (high * TWO_32 + this.random()) * FLOAT64_UNIT;
  }

  /** The state, copied. */
  getState(): Mt19937State {
    return {
      words: Uint32Array.from(this.#words),
      left: this.#fresh ? 1 : SIZE + 1 - this.#next,
      next: this.#fresh ? 0 : this.#next,
    };
  }

  /** Takes over a state that {@link getState} gave. */
  setState({ words, next }: Mt19937State): void {
    this.#words.set(words);
    this.#fresh = next === 0;
    this.#next = this.#fresh ? SIZE : next;
    this.#temper();
  }

  /** The next word as a signed integer, which the compiler keeps in a register. */
  #bits(): number {
    if (this.#next === SIZE) this.#refill();
    return this.#block[this.#next++]!;
  }

  #refill(): void {
    const words = this.#words;
    for (let i = 0; i < SIZE - SHIFT; i++) words[i] = words[i + SHIFT]! ^ twist(words[i]!, words[i + 1]!);
    for (let i = SIZE - SHIFT; i < SIZE - 1; i++) {
      words[i] = words[i + SHIFT - SIZE]! ^ twist(words[i]!, words[i + 1]!);
    }
    words[SIZE - 1] = words[SHIFT - 1]! ^ twist(words[SIZE - 1]!, words[0]!);
    this.#temper();
    this.#next = 0;
    this.#fresh = false;
  }

  #temper(): void {
    const words = this.#words;
    const block = this.#block;
    for (let i = 0; i < SIZE; i++) {
      let word = words[i]!;
      word ^= word >>> 11;
      word ^= (word << 7) & 0x9d2c5680;
      word ^= (word << 15) & 0xefc60000;
      block[i] = word ^ (word >>> 18);
    }
  }
}

/** Without a branch on the last bit, which no processor could predict. */
function twist(upper: number, lower: number): number {
  return (((upper & UPPER_BIT) | (lower & LOWER_BITS)) >>> 1) ^ (-(lower & 1) & TWIST);
}
