/**
 * @file Arrays as kernels exchange them: immutable, counted, and computed no sooner than needed.
 */
import type { Expression } from './expression.js';
import type { Handle } from './targets/target.js';

/**
 * A flat array of float32 elements. It is known on the host, lies on the device, is an expression that nobody has needed yet, or
 * several of these. Writing in place makes another value.
 */
export class Value {
  readonly size: number;
  /** The elements, where the host has them. Nobody writes to them. */
  host: Float32Array | undefined;
  /** Whether the host keeps its copy when the elements are uploaded: indices are checked there. */
  kept = false;
  handle: Handle | undefined;
  expression: Expression | undefined;
  readonly #free: (handle: Handle) => void;
  #references = 1;

  constructor(size: number, free: (handle: Handle) => void) {
    this.size = size;
    this.#free = free;
  }

  /** One more owner. */
  retain(): this {
    this.#references++;
    return this;
  }

  /** One owner less; the last one frees the memory. Kernels that were launched before still read it. */
  release(): void {
    if (--this.#references > 0) return;
    this.become(undefined);
    this.host = undefined;
  }

  /** Leaves the expression behind, for what it gave. */
  become(handle: Handle | undefined): void {
    if (this.handle) this.#free(this.handle);
    this.handle = handle;
    const inputs = this.expression?.inputs ?? [];
    this.expression = undefined;
    for (const { value } of inputs) value.release();
  }
}
