/**
 * @file What a kernel of the module works with: its functions, the heap, and memory for the time of one call.
 */
import { type Exports, maximumPages } from '../generated/module.js';
import { Heap, type HeapLimits } from './heap.js';
import { type Instance, PAGE } from './load.js';

/** What 32-bit addresses reach. */
export const LARGEST_HEAP: number = maximumPages * PAGE;

const defaults: HeapLimits = { tensors: 2 ** 30, kernels: LARGEST_HEAP };

/** The module with its heap. */
export class Engine {
  readonly exports: Exports;
  readonly heap: Heap;
  #scratch = 0;
  #scratchLength = 0;

  constructor(instance: Instance, limits: Partial<HeapLimits> = {}) {
    this.exports = instance.exports;
    this.heap = new Heap(instance, { ...defaults, ...limits });
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
}
