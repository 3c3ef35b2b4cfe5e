import { type Fail, quote } from '../failure.js';

const SPACE = new Set([' ', '\t', '\n', '\r']);
const SCALAR = /true|false|null|-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const DIGITS = /\d*/y;
const LONE_SURROGATE = /\p{Surrogate}/u;
const DEEPEST = 100;

/** Whether a text can be written as UTF-8. */
export function isWellFormed(text: string): boolean {
  return !LONE_SURROGATE.test(text);
}

/**
 * Reads JSON whose form is known, piece by piece. Unlike `JSON.parse` it refuses keys that appear twice, gives integers
 * only when all their digits count, and makes no objects that a key such as `__proto__` could harm.
 *
 * @see https://www.rfc-editor.org/rfc/rfc8259
 */
export class JsonReader {
  readonly #text: string;
  readonly #fail: Fail;
  #at = 0;
  #depth = 0;

  constructor(text: string, fail: Fail) {
    this.#text = text;
    this.#fail = fail;
  }

  /** Reads an object; `field` reads the value of each key. */
  object(field: (key: string) => void): void {
    const keys = new Set<string>();
    this.#list('{', '}', () => {
      const key = this.string();
      if (keys.has(key)) throw this.#fail(`the key ${quote(key)} appears twice in the header`, { key });
      keys.add(key);
      this.#expect(':');
      field(key);
    });
  }

  /** Reads an array; `item` reads each element. */
  array(item: () => void): void {
    this.#list('[', ']', item);
  }

  string(): string {
    if (this.#next() !== '"') throw this.#unexpected('a string');
    const start = this.#at;
    do {
      this.#at = this.#text.indexOf('"', this.#at + 1);
      if (this.#at < 0) throw this.#syntax('a string has no end', start);
    } while (this.#escaped(start));
    this.#at++;
    const text = this.#decode(start);
    if (!isWellFormed(text)) throw this.#syntax('a string holds half of a surrogate pair', start);
    return text;
  }

  /** Reads an integer in [0, 2^53). */
  integer(): number {
    this.#next();
    const digits = this.#match(DIGITS);
    const value = Number(digits);
    if (digits === '' || (digits.length > 1 && digits.startsWith('0')) || /[.eE]/.test(this.#text.charAt(this.#at)))
      throw this.#unexpected('a plain integer that is not negative');
    if (!Number.isSafeInteger(value)) throw this.#fail(`${quote(digits)} is beyond 2^53 - 1`, { digits });
    return value;
  }

  /** Reads over a value of any form. */
  skip(): void {
    const first = this.#next();
    if (first === '{') this.object(() => this.skip());
    else if (first === '[') this.array(() => this.skip());
    else if (first === '"') this.string();
    else if (this.#match(SCALAR) === '') throw this.#unexpected('a value');
  }

  /** Checks that nothing but white space is left. */
  end(): void {
    if (this.#next() !== '') throw this.#unexpected('the end');
  }

  #list(open: string, close: string, item: () => void): void {
    this.#expect(open);
    if (++this.#depth > DEEPEST) throw this.#syntax(`it is nested deeper than ${DEEPEST}`, this.#at);
    if (this.#next() === close) this.#at++;
    else {
      for (let more = true; more; ) {
        item();
        more = this.#next() === ',';
        if (more) this.#at++;
      }
      this.#expect(close);
    }
    this.#depth--;
  }

  /** The character after white space, which stays unread; empty at the end. */
  #next(): string {
    while (SPACE.has(this.#text.charAt(this.#at))) this.#at++;
    return this.#text.charAt(this.#at);
  }

  #expect(character: string): void {
    if (this.#next() !== character) throw this.#unexpected(`'${character}'`);
    this.#at++;
  }

  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ''] = pattern.exec(this.#text) ?? [];
    this.#at += found.length;
    return found;
  }

  /** Whether an odd number of backslashes stands before the current character. */
  #escaped(start: number): boolean {
    let before = this.#at - 1;
    while (before > start && this.#text.charAt(before) === '\\') before--;
    return (this.#at - before) % 2 === 0;
  }

  #decode(start: number): string {
    try {
      return String(JSON.parse(this.#text.slice(start, this.#at)));
    } catch {
      throw this.#syntax('a string holds a control character or an unknown escape', start);
    }
  }

  #unexpected(expected: string): Error {
    const found = this.#text.slice(this.#at, this.#at + 1);
    return this.#syntax(`expected ${expected}, found ${found === '' ? 'the end' : quote(found)}`, this.#at);
  }

  #syntax(problem: string, position: number): Error {
    return this.#fail(`the header is not valid JSON: ${problem} at character ${position}`, { position });
  }
}
