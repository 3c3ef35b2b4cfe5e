/**
 * @file Trading time for memory: what a function saves for the backward pass is dropped, and made again by running the function
 * a second time.
 */
import { forkRng, getRngState, keep, release, scope, setRngState, Tensor } from '@x/tensor/core';
import { GradError } from './errors.js';
import { recording, type SavedTensorsHooks, withGradMode } from './mode/state.js';
import { within } from './mode/within.js';
import { checkOptions } from './options.js';

/** Options of `checkpoint`. */
export interface CheckpointOptions {
  /** Draw the same random numbers in the second run (dropout). Default: true. */
  readonly preserveRngState?: boolean;
}

const knownOptions = ['preserveRngState'];

/** Tensors that a run saved, in its order; a place is given out when the tensor would have been held. */
class Recomputation {
  readonly #run: () => unknown;
  /** Tensors of the latest second run that were not asked for yet, by place. */
  readonly #ready = new Map<number, Tensor>();
  #places = 0;

  constructor(run: () => unknown) {
    this.#run = run;
  }

  /** Of the first run. */
  readonly hooks: SavedTensorsHooks = {
    pack: () => this.#places++,
    unpack: (place) => this.#take(Number(place)),
  };

  #take(place: number): Tensor {
    if (!this.#ready.has(place)) this.#again();
    const tensor = this.#ready.get(place);
    if (!tensor) throw this.#different(this.#ready.size);
    this.#ready.delete(place);
    release(tensor);
    return tensor;
  }

  /** The second run: its tensors are aliases, so that each can be let go of on its own. */
  #again(): void {
    for (const tensor of this.#ready.values()) release(tensor);
    this.#ready.clear();
    let place = 0;
    const collect: SavedTensorsHooks = {
      pack: (t) => void this.#ready.set(place++, keep(new Tensor(t.storage, t.layout, t.dtype))),
      unpack: () => {
        throw new GradError('checkpoint', 'backward() within a checkpointed function cannot run in its second run');
      },
    };
    scope(() => withGradMode(true, () => within('checkpoint', { packing: collect }, this.#run)));
    if (place !== this.#places) throw this.#different(place);
  }

  #different(found: number): GradError {
    return new GradError(
      'checkpoint',
      `a different number of tensors was saved during the original forward and the recomputation (${this.#places} and ${found}): the function must do the same in both runs`,
      { expected: this.#places, found },
    );
  }
}

/**
 * Runs `fn` without keeping what it saves for the backward pass, which runs it again. Tensors that `fn` makes and does not
 * return are freed.
 *
 * @param inputs - arguments of `fn`; tensors among them may require a gradient, so may tensors that `fn` refers to.
 * @throws GradError in the backward pass, when the second run saves other tensors than the first.
 * @example const y = checkpoint((t) => block(t), [x])
 * @see https://pytorch.org/docs/stable/checkpoint.html
 */
export function checkpoint<A extends unknown[], R>(
  fn: (...inputs: A) => R,
  inputs: readonly [...A],
  options: CheckpointOptions = {},
): R {
  checkOptions('checkpoint', options, knownOptions);
  if (!recording()) return fn(...inputs);
  const { preserveRngState = true } = options;
  const state = preserveRngState ? getRngState() : undefined;
  const recomputation = new Recomputation(() => {
    if (!state) return fn(...inputs);
    return forkRng(() => {
      setRngState(state);
      return fn(...inputs);
    });
  });
  return within('checkpoint', { packing: recomputation.hooks }, () => scope(() => fn(...inputs)));
}

/**
 * Runs functions one after the other, each on the result of the one before, as `segments` checkpoints of about equal length.
 * The last segment is run as always.
 *
 * @throws GradError when there are fewer functions than segments.
 * @example const y = checkpointSequential(blocks, 4, x)
 * @see https://pytorch.org/docs/stable/checkpoint.html#torch.utils.checkpoint.checkpoint_sequential
 */
export function checkpointSequential(
  functions: readonly ((input: Tensor) => Tensor)[],
  segments: number,
  input: Tensor,
  options: CheckpointOptions = {},
): Tensor {
  if (!Number.isInteger(segments) || segments < 1 || segments > functions.length) {
    throw new GradError(
      'checkpointSequential',
      `segments must be a whole number from 1 to the number of functions, got ${segments} for ${functions.length} functions`,
      { segments, functions: functions.length },
    );
  }
  const size = Math.floor(functions.length / segments);
  const through = (part: typeof functions) => (x: Tensor) => part.reduce((value, fn) => fn(value), x);
  let x = input;
  for (let i = 0; i < segments - 1; i++)
    x = checkpoint(through(functions.slice(i * size, (i + 1) * size)), [x], options);
  return through(functions.slice((segments - 1) * size))(x);
}
