/**
 * @file Memory of one storage on the cpu device.
 */
import { type Buffer, type DType, hostView, type TypedArray } from '@x/tensor';

/** Host memory that the garbage collector manages. */
export class CpuBuffer implements Buffer {
  readonly byteLength: number;
  #bytes: Uint8Array;
  #dtype: DType = 'uint8';
  #elements: TypedArray;

  constructor(byteLength: number) {
    this.byteLength = byteLength;
    this.#bytes = new Uint8Array(byteLength);
    this.#elements = this.#bytes;
  }

  /** The memory as bytes. */
  get bytes(): Uint8Array {
    return this.#bytes;
  }

  /** The memory as elements of `dtype`. Do not keep it: the memory may move. */
  elements(dtype: DType): TypedArray {
    if (this.#dtype !== dtype) {
      // a storage nearly always holds one dtype, and making a typed array costs more than a small kernel
      this.#elements = hostView(dtype, this.#bytes);
      this.#dtype = dtype;
    }
    return this.#elements;
  }

  /** Lets go of the memory. */
  release(): void {
    this.#bytes = new Uint8Array(0);
    this.#elements = this.#bytes;
    this.#dtype = 'uint8';
  }
}
