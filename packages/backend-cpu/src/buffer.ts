/**
 * @file Memory of one storage on the cpu device.
 */
import { type Buffer, type DType, hostArray, hostView, itemSize, type TypedArray } from '@x/tensor';

/** Above this many bytes memory is taken at once, so that a lack of it is found where it is asked for. */
const SMALL = 64;

const none = new Uint8Array(0);

/** Host memory that the garbage collector manages. */
export class CpuBuffer implements Buffer {
  readonly byteLength: number;
  #dtype: DType = 'uint8';
  #elements: TypedArray | undefined;

  constructor(byteLength: number) {
    this.byteLength = byteLength;
    if (byteLength > SMALL) this.#elements = new Uint8Array(byteLength);
  }

  /** The memory as bytes. */
  get bytes(): Uint8Array {
    const { buffer, byteOffset, byteLength } = this.#elements ?? this.elements('uint8');
    return new Uint8Array(buffer, byteOffset, byteLength);
  }

  /** The memory as elements of `dtype`. Do not keep it: the memory may move. */
  elements(dtype: DType): TypedArray {
    if (this.#elements !== undefined && this.#dtype === dtype) return this.#elements;
    // a storage nearly always holds one dtype: a small array is made in it at once, as a second view costs more than a small kernel
    const elements = this.#elements ? hostView(dtype, this.bytes) : hostArray(dtype, this.byteLength / itemSize[dtype]);
    this.#elements = elements;
    this.#dtype = dtype;
    return elements;
  }

  /** Lets go of the memory. */
  release(): void {
    this.#elements = none;
    this.#dtype = 'uint8';
  }
}
