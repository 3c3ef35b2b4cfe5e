/**
 * @file Memory of one storage on the cpu device: a block of the heap or, where there is no heap or it is full, an ordinary array
 * that the garbage collector manages.
 */
import { type Buffer, type DType, hostArray, hostView, itemSize, type TypedArray } from '@x/tensor/core';
import type { Heap } from './wasm/heap.js';

/** Above this many bytes an ordinary array is made at once, so that a lack of memory is found where it is asked for. */
const SMALL = 64;

const none = new Uint8Array(0);

const bytesOf = ({ buffer, byteOffset, byteLength }: TypedArray): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);

/** Where in the heap a buffer lies; the address is 0 when it does not. It outlives the buffer in `reclaim`. */
class Block {
  readonly heap: Heap;
  readonly byteLength: number;
  address: number;

  constructor(heap: Heap, byteLength: number) {
    this.heap = heap;
    this.byteLength = byteLength;
    this.address = heap.allocate(byteLength);
  }

  free(): void {
    if (this.address === 0) return;
    this.heap.free(this.address, this.byteLength);
    this.address = 0;
  }
}

/** Memory of one storage. */
export class CpuBuffer implements Buffer {
  readonly byteLength: number;
  readonly reclaim: () => void;
  readonly #block: Block | undefined;
  /** The array that holds the values while they are not in the heap, or a view of the block. */
  #elements: TypedArray | undefined;
  #dtype: DType = 'uint8';
  #epoch = -1;
  /** The values' own array while they visit the heap for one kernel. */
  #home: Uint8Array | undefined;
  #released = false;

  /** Memory of `byteLength` bytes, in the heap if one is given that has room. */
  constructor(byteLength: number, heap?: Heap) {
    this.byteLength = byteLength;
    const block = heap && new Block(heap, byteLength);
    this.#block = block;
    this.reclaim = () => block?.free();
    if (byteLength > SMALL && this.address === 0) this.#elements = new Uint8Array(byteLength);
  }

  /** Address in the heap; 0 for an ordinary array. */
  get address(): number {
    return this.#block === undefined ? 0 : this.#block.address;
  }

  /** The memory as bytes. Do not keep it: the memory may move. */
  get bytes(): Uint8Array {
    return bytesOf(this.elements('uint8'));
  }

  /** The memory as elements of `dtype`. Do not keep it: the memory may move. */
  elements(dtype: DType): TypedArray {
    return this.address === 0 ? this.#array(dtype) : this.#view(dtype, this.#block!);
  }

  /** Copies bytes to the start. */
  write(bytes: Uint8Array): void {
    if (this.address === 0) this.bytes.set(bytes);
    else this.#block!.heap.bytes.set(bytes, this.address);
  }

  /** A copy of a part. */
  read(byteOffset: number, byteLength: number): Uint8Array {
    const start = this.address + byteOffset;
    const bytes = this.address === 0 ? this.bytes : this.#block!.heap.bytes;
    // not slice: over a shared memory that would make a shared copy
    const copy = new Uint8Array(byteLength);
    copy.set(bytes.subarray(start, start + byteLength));
    return copy;
  }

  /** Brings the values of an ordinary array into the heap, for good if there is room, else until `leave`; false if there is none at all. */
  enter(): boolean {
    const block = this.#block;
    if (block === undefined || this.#released) return false;
    if (block.address !== 0) return true;
    const home = this.bytes;
    block.address = block.heap.allocate(this.byteLength);
    if (block.address === 0) {
      block.address = block.heap.allocateTemporary(this.byteLength);
      if (block.address === 0) return false;
      this.#home = home;
    }
    block.heap.bytes.set(home, block.address);
    this.#epoch = -1;
    return true;
  }

  /** Ends a visit to the heap that `enter` began: takes the values back where a kernel has `written` them. */
  leave(written: boolean): void {
    const home = this.#home;
    if (home === undefined) return;
    const address = this.address;
    if (written) home.set(this.#block!.heap.bytes.subarray(address, address + this.byteLength));
    this.#block!.free();
    this.#elements = home;
    this.#dtype = 'uint8';
    this.#home = undefined;
  }

  /** Lets go of the memory. */
  release(): void {
    this.#block?.free();
    this.#elements = none;
    this.#dtype = 'uint8';
    this.#home = undefined;
    this.#released = true;
  }

  #array(dtype: DType): TypedArray {
    if (this.#elements !== undefined && this.#dtype === dtype) return this.#elements;
    // a storage nearly always holds one dtype: a small array is made in it at once, as a second view costs more than a small kernel
    const known = this.#elements;
    const elements = known ? hostView(dtype, bytesOf(known)) : hostArray(dtype, this.byteLength / itemSize[dtype]);
    this.#elements = elements;
    this.#dtype = dtype;
    return elements;
  }

  #view(dtype: DType, { heap, address }: Block): TypedArray {
    if (this.#elements !== undefined && this.#dtype === dtype && this.#epoch === heap.epoch) return this.#elements;
    const elements = hostView(dtype, heap.bytes.subarray(address, address + this.byteLength));
    this.#elements = elements;
    this.#dtype = dtype;
    this.#epoch = heap.epoch;
    return elements;
  }
}
