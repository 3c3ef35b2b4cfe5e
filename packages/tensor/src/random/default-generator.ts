/**
 * @file The generator that draws use unless they are given one: one per process, seeded unpredictably at its first use.
 */
import { perProcess } from '../registry.js';
import { Generator } from './generator.js';

/**
 * The generator that draws use unless they are given one.
 *
 * @see https://pytorch.org/docs/stable/random.html
 */
export function defaultGenerator(): Generator {
  return perProcess('generator', seededGenerator, isMade);
}

function isMade(value: unknown): value is Generator {
  return value !== undefined;
}

function seededGenerator(): Generator {
  const generator = new Generator();
  generator.seed();
  return generator;
}

/**
 * Seeds the default generator, which is returned: from here on draws give what PyTorch gives after the same seed.
 *
 * @param value an integer in [-2^63, 2^64), a bigint where a number would be inexact
 * @throws ValueError when the seed is not such an integer
 * @example manualSeed(0)
 * @see https://pytorch.org/docs/stable/generated/torch.manual_seed.html
 */
export function manualSeed(value: number | bigint): Generator {
  return defaultGenerator().manualSeed(value);
}

/**
 * Seeds the default generator unpredictably and returns the seed, of 53 bits.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.seed.html
 */
export function seed(): number {
  return defaultGenerator().seed();
}

/**
 * The seed that the default generator started from.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.initial_seed.html
 */
export function initialSeed(): bigint {
  return defaultGenerator().initialSeed();
}

/**
 * The state of the default generator, as the 5056 bytes of PyTorch's `get_rng_state()`.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.get_rng_state.html
 */
export function getRngState(): Uint8Array {
  return defaultGenerator().getState();
}

/**
 * Continues the default generator from a state that {@link getRngState}, or PyTorch's `get_rng_state()`, gave.
 *
 * @throws ValueError when the bytes are no state
 * @see https://pytorch.org/docs/stable/generated/torch.set_rng_state.html
 */
export function setRngState(state: Uint8Array): void {
  defaultGenerator().setState(state);
}

/**
 * Runs `fn` and puts the default generator back to where it stood, also when `fn` throws or its promise rejects.
 *
 * @example
 * manualSeed(0);
 * forkRng(() => defaultGenerator().random()); // 2357136044
 * defaultGenerator().random(); // 2357136044
 * @see https://pytorch.org/docs/stable/random.html#torch.random.fork_rng
 */
export function forkRng<T>(fn: () => T): T {
  const state = getRngState();
  const restore = (): void => setRngState(state);
  let result: T;
  try {
    result = fn();
  } catch (error) {
    restore();
    throw error;
  }
  if (!(result instanceof Promise)) {
    restore();
    return result;
  }
  result.then(restore, restore);
  return result;
}
