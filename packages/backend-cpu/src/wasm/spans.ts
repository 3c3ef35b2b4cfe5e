/**
 * @file Free pieces of an address range: neighbours merge, the smallest group of sizes that fits is searched first.
 */

/** Group of sizes: powers of two. */
const groupOf = (size: number): number => Math.floor(Math.log2(size));

/** A set of free spans. Addresses and sizes are multiples of whatever unit the caller keeps to. */
export class Spans {
  readonly #sizes: Map<number, number> = new Map();
  readonly #startOfEnd: Map<number, number> = new Map();
  readonly #groups: Set<number>[] = Array.from({ length: 33 }, () => new Set());

  /** Adds a span and merges it with the free ones that it touches. */
  add(start: number, size: number): void {
    let from = start;
    let bytes = size;
    const before = this.#startOfEnd.get(start);
    if (before !== undefined) {
      bytes += this.#remove(before);
      from = before;
    }
    if (this.#sizes.has(start + size)) bytes += this.#remove(start + size);
    this.#insert(from, bytes);
  }

  /** Takes `size` out of a span that has as much; undefined when none has. */
  take(size: number): number | undefined {
    for (let g = groupOf(size); g < this.#groups.length; g++) {
      for (const start of this.#groups[g]!) {
        if (this.#sizes.get(start)! < size) continue;
        const rest = this.#remove(start) - size;
        if (rest > 0) this.#insert(start + size, rest);
        return start;
      }
    }
    return undefined;
  }

  /** Size of the free span that ends at `end`, 0 if there is none. */
  sizeBefore(end: number): number {
    const start = this.#startOfEnd.get(end);
    return start === undefined ? 0 : end - start;
  }

  #insert(start: number, size: number): void {
    this.#sizes.set(start, size);
    this.#startOfEnd.set(start + size, start);
    this.#groups[groupOf(size)]!.add(start);
  }

  #remove(start: number): number {
    const size = this.#sizes.get(start)!;
    this.#sizes.delete(start);
    this.#startOfEnd.delete(start + size);
    this.#groups[groupOf(size)]!.delete(start);
    return size;
  }
}
