import { type Fail, quote } from '../failure.js';

/** Reads a pickle from left to right; what would reach beyond its end is an error before memory is taken. */
export class Cursor {
  at: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  readonly #fail: Fail;

  constructor(bytes: Uint8Array, at: number, fail: Fail) {
    this.at = at;
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.#fail = fail;
  }

  /** The place of `length` bytes, which are taken. */
  #take(length: number): number {
    const { at } = this;
    if (length < 0 || length > this.#bytes.length - at)
      throw this.#fail(
        `the pickle is truncated: ${length} bytes announced at byte ${at}, ${this.#bytes.length - at} left`,
      );
    this.at = at + length;
    return at;
  }

  uint8(): number {
    return this.#view.getUint8(this.#take(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#take(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#take(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#take(4), true);
  }

  /** A 64-bit length; what a number cannot hold is longer than any file. */
  uint64(): number {
    return Number(this.#view.getBigUint64(this.#take(8), true));
  }

  float64(): number {
    return this.#view.getFloat64(this.#take(8), false);
  }

  bytes(length: number): Uint8Array {
    const at = this.#take(length);
    return this.#bytes.slice(at, at + length);
  }

  text(length: number): string {
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.bytes(length));
    } catch (error) {
      if (error instanceof TypeError) throw this.#fail('a text of the pickle is not valid UTF-8');
      throw error;
    }
  }

  /** Text up to the end of the line. */
  line(): string {
    const end = this.#bytes.indexOf(0x0a, this.at);
    if (end < 0) throw this.#fail(`the pickle is truncated: a line that began at byte ${this.at} has no end`);
    const text = this.text(end - this.at);
    this.at = end + 1;
    return text;
  }

  /** A little-endian integer in two's complement. */
  integer(length: number): number | bigint {
    if (length > LONGEST_INTEGER) throw this.#fail(`an integer of ${length} bytes (at most ${LONGEST_INTEGER})`);
    let value = 0n;
    for (const byte of this.bytes(length).toReversed()) value = (value << 8n) | BigInt(byte);
    return narrowed(BigInt.asIntN(8 * length, value));
  }

  /** An integer in decimal digits. */
  decimal(text: string): number | bigint {
    if (!/^-?\d{1,40}$/.test(text)) throw this.#fail(`${quote(text)} is no integer`);
    return narrowed(BigInt(text));
  }
}

const LONGEST_INTEGER = 64;

/** An integer as a number where that holds it exactly. */
function narrowed(value: bigint): number | bigint {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : value;
}
