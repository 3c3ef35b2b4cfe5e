/**
 * @file What containers hold: values by name, in order.
 */
import { IndexError } from '@x/tensor/core';
import { checkName } from '../module/names.js';

/** Values by name, in order. */
export type ByName<T> = Readonly<Record<string, T>> | ReadonlyMap<string, T>;

/** Names of items that have none: their positions. */
export function positions<T>(items: Iterable<T>): [name: string, item: T][] {
  return [...items].map((item, i) => [String(i), item]);
}

/** Values by name, in the order they were added; a record's would come with numbers first. */
export class NamedItems<T> {
  readonly #op: string;
  readonly #items = new Map<string, T>();

  constructor(op: string) {
    this.#op = op;
  }

  get size(): number {
    return this.#items.size;
  }

  get(name: string): T | undefined {
    return this.#items.get(name);
  }

  has(name: string): boolean {
    return this.#items.has(name);
  }

  /** @throws ValueError when the name is empty or has a dot. */
  set(name: string, item: T): void {
    checkName(this.#op, name);
    this.#items.set(name, item);
  }

  delete(name: string): boolean {
    return this.#items.delete(name);
  }

  clear(): void {
    this.#items.clear();
  }

  /** Sets all items of a record or map. */
  assign(items: ByName<T>): void {
    const entries: Iterable<readonly [string, T]> = items instanceof Map ? items : Object.entries(items);
    for (const [name, item] of entries) this.set(name, item);
  }

  /** Forgets all items and takes these. */
  reset(items: Iterable<readonly [string, T]>): void {
    const entries = [...items];
    this.clear();
    for (const [name, item] of entries) this.set(name, item);
  }

  #nameAt(index: number): string {
    const names = [...this.#items.keys()];
    const name = names.at(index);
    if (name !== undefined && Number.isInteger(index)) return name;
    throw new IndexError(this.#op, `index ${index} is out of range for ${this.size} items`, { index, size: this.size });
  }

  /** @throws IndexError when there is none. */
  at(index: number): T {
    const item = this.#items.get(this.#nameAt(index));
    if (item === undefined) throw new IndexError(this.#op, `there is no item ${index}`, { index, size: this.size });
    return item;
  }

  /** @throws IndexError when there is none. */
  replace(index: number, item: T): void {
    this.#items.set(this.#nameAt(index), item);
  }

  /** The items with another one in front of that at a position (or, at the end, behind all). @throws IndexError */
  inserted(index: number, item: T): T[] {
    const { size } = this;
    if (!Number.isInteger(index) || index < -size || index > size)
      throw new IndexError(this.#op, `index ${index} is out of range for ${size} items`, { index, size });
    return [...this.#items.values()].toSpliced(index, 0, item);
  }

  keys(): IterableIterator<string> {
    return this.#items.keys();
  }

  values(): IterableIterator<T> {
    return this.#items.values();
  }

  [Symbol.iterator](): IterableIterator<[string, T]> {
    return this.#items.entries();
  }
}
