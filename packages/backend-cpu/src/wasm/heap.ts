/**
 * @file The memory that tensors and kernels share: one WebAssembly memory, handed out in blocks.
 *
 * Small blocks come from lists of their size class and go back there; large ones are cut from spans that merge when they are
 * free again. A block's bytes are undefined. Address 0 means that there is none.
 */
import { type Instance, PAGE } from './load.js';
import { CLASSES, classOf, classSize, LARGEST_SMALL } from './sizes.js';
import { Spans } from './spans.js';

/** Addresses of large blocks are multiples of this: a cache line. */
const LINE = 64;
/** Small blocks of a class are carved out of this many bytes, or of eight blocks. */
const CHUNK = 16_384;
/** The memory grows by half of what it has, but by at most this much more than what is needed. */
const LARGEST_STEP = 64 * 1024 * 1024;

const up = (bytes: number, unit: number): number => Math.ceil(bytes / unit) * unit;

/** What a heap may hold. */
export interface HeapLimits {
  /** Bytes that blocks of tensors may make it grow to. */
  readonly tensors: number;
  /** Bytes that it may grow to for as long as a kernel runs. */
  readonly kernels: number;
}

/** Views of all bytes; they are new ones after the memory grew. */
interface Views {
  readonly bytes: Uint8Array;
  readonly floats: Float32Array;
}

/** Blocks of one WebAssembly memory. */
export class Heap {
  readonly #memory: WebAssembly.Memory;
  readonly #limits: HeapLimits;
  readonly #spans: Spans = new Spans();
  readonly #lists: number[][] = Array.from({ length: CLASSES }, () => []);
  #end: number;
  #used = 0;
  #epoch = 0;
  #views: Views;

  constructor({ memory, exports }: Instance, limits: HeapLimits) {
    this.#memory = memory;
    this.#limits = limits;
    this.#views = viewsOf(memory);
    this.#end = memory.buffer.byteLength;
    const base = up(exports.heapBase() >>> 0, LINE);
    this.#spans.add(base, this.#end - base);
  }

  /** Counts how often the memory grew: views that are older are of no use. */
  get epoch(): number {
    return this.#epoch;
  }

  /** The memory's bytes. Do not keep it: the memory may grow. */
  get bytes(): Uint8Array {
    return this.#views.bytes;
  }

  /** The memory as float32 numbers, at index address / 4. Do not keep it: the memory may grow. */
  get floats(): Float32Array {
    return this.#views.floats;
  }

  /** Bytes of all blocks that are taken. */
  get used(): number {
    return this.#used;
  }

  /** Bytes that the memory has by now. */
  get size(): number {
    return this.#end;
  }

  /** Pages that the memory has by now. */
  get pages(): number {
    return this.#end / PAGE;
  }

  /** Bytes up to which tensors make it grow. */
  get limit(): number {
    return this.#limits.tensors;
  }

  /** A block for a tensor, aligned to 16 bytes; 0 when the heap is full. */
  allocate(byteLength: number): number {
    return this.#take(byteLength, this.#limits.tensors);
  }

  /** A block for as long as a kernel runs: the heap may grow beyond what tensors are allowed to. */
  allocateTemporary(byteLength: number): number {
    return this.#take(byteLength, this.#limits.kernels);
  }

  /** Gives a block back that was taken with this length. */
  free(address: number, byteLength: number): void {
    if (byteLength <= LARGEST_SMALL) {
      const index = classOf(byteLength);
      this.#used -= classSize(index);
      this.#lists[index]!.push(address);
    } else {
      const size = up(byteLength, LINE);
      this.#used -= size;
      this.#spans.add(address, size);
    }
  }

  #take(byteLength: number, limit: number): number {
    if (byteLength > LARGEST_SMALL) {
      const size = up(byteLength, LINE);
      if (this.#used + size > limit) return 0;
      const address = this.#span(size, limit);
      if (address !== 0) this.#used += size;
      return address;
    }
    const index = classOf(byteLength);
    const size = classSize(index);
    const list = this.#lists[index]!;
    if (this.#used + size > limit || (list.length === 0 && !this.#carve(list, size, limit))) return 0;
    this.#used += size;
    return list.pop()!;
  }

  /** Cuts a chunk into blocks of one class. */
  #carve(list: number[], size: number, limit: number): boolean {
    const count = Math.max(Math.floor(CHUNK / size), 8);
    const bytes = up(size * count, LINE);
    const start = this.#span(bytes, limit);
    if (start === 0) return false;
    for (let i = count - 1; i >= 0; i--) list.push(start + i * size);
    return true;
  }

  #span(size: number, limit: number): number {
    const address = this.#spans.take(size);
    if (address !== undefined) return address;
    return this.#grow(size, limit) ? this.#spans.take(size)! : 0;
  }

  /** Makes room for a span of this size at the end, as far as the limit allows. */
  #grow(size: number, limit: number): boolean {
    const least = up(this.#end + size - this.#spans.sizeBefore(this.#end), PAGE);
    if (least > limit) return false;
    const end = Math.min(up(least + Math.min(this.#end / 2, LARGEST_STEP), PAGE), Math.floor(limit / PAGE) * PAGE);
    if (!this.#growTo(end) && !this.#growTo(least)) return false;
    return true;
  }

  #growTo(end: number): boolean {
    try {
      this.#memory.grow((end - this.#end) / PAGE);
    } catch {
      return false; // the machine has no more: tensors spill
    }
    this.#spans.add(this.#end, end - this.#end);
    this.#end = end;
    this.#views = viewsOf(this.#memory);
    this.#epoch++;
    return true;
  }
}

function viewsOf({ buffer }: WebAssembly.Memory): Views {
  return { bytes: new Uint8Array(buffer), floats: new Float32Array(buffer) };
}
