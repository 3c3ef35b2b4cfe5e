/**
 * @file What a kernel of the module works with: its functions, the heap, and memory for the time of one call.
 */
import { type Exports, maximumPages } from '../generated/module.js';
import { PART } from '../threads/costs.js';
import { Pool } from '../threads/pool.js';
import { Heap, type HeapLimits } from './heap.js';
import { type Instance, PAGE } from './load.js';

/** What 32-bit addresses reach. */
export const LARGEST_HEAP: number = maximumPages * PAGE;

/** Threads write to cache lines of their own. */
const LINE = 64;

const up = (bytes: number): number => Math.ceil(bytes / LINE) * LINE;

const defaults: HeapLimits = { tensors: 2 ** 30, kernels: LARGEST_HEAP };

/** Memory for the time of one kernel: thread t has `bytes` bytes from `at + t · bytes` on. */
export interface Scratch {
  /** Address of what all threads share. */
  readonly common: number;
  readonly at: number;
  readonly bytes: number;
  /** Number of threads that have some. */
  readonly threads: number;
}

/** The module with its heap, and the threads of a shared one. */
export class Engine {
  readonly exports: Exports;
  readonly heap: Heap;
  readonly pool: Pool | undefined;
  readonly part: number;
  readonly #positions: ReadonlyMap<unknown, number>;
  #scratch = 0;
  #scratchLength = 0;

  /** @param part nanoseconds of work that are worth a part of their own. */
  constructor(instance: Instance, limits: Partial<HeapLimits> = {}, part: number = PART, pool?: Pool) {
    this.exports = instance.exports;
    this.heap = new Heap(instance, { ...defaults, ...limits });
    this.pool = instance.variant.shared ? (pool ?? new Pool(instance)) : undefined;
    this.part = part;
    this.#positions = new Map(Object.values(instance.exports).map((value, i) => [value, i]));
  }

  /** Threads that kernels are spread over, this one included. */
  get threads(): number {
    return this.pool?.size ?? 1;
  }

  /** Position of a function among the module's exports. */
  positionOf(run: (...args: never) => unknown): number {
    return this.#positions.get(run) ?? -1;
  }

  /**
   * Address of memory for the time of one kernel, aligned to 16 bytes; the next call hands out the same memory. 0 when the heap
   * has no room for it: the kernel then leaves the work to the reference kernel.
   */
  scratch(byteLength: number): number {
    if (byteLength <= this.#scratchLength) return this.#scratch;
    const length = Math.max(byteLength, 2 * this.#scratchLength);
    if (this.#scratch !== 0) this.heap.free(this.#scratch, this.#scratchLength);
    this.#scratch = this.heap.allocateTemporary(length);
    this.#scratchLength = this.#scratch === 0 ? 0 : length;
    return this.#scratch;
  }

  /**
   * Memory like that of `scratch` for every thread or, where the heap has no room for so many, for this one, behind `common` bytes
   * for all of them; undefined when there is no room at all.
   */
  scratches(byteLength: number, common = 0): Scratch | undefined {
    const bytes = up(byteLength);
    const shared = up(common);
    const threads = this.pool && this.threads > 1 ? this.pool.slots : 1;
    const all = this.scratch(shared + bytes * threads);
    if (all !== 0) return { common: all, at: all + shared, bytes, threads };
    const one = threads > 1 ? this.scratch(shared + bytes) : 0;
    return one === 0 ? undefined : { common: one, at: one + shared, bytes, threads: 1 };
  }
}
