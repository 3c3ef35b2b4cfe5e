/**
 * @file A priority queue of nodes: the latest first.
 */
import type { Node } from './node.js';

/** A binary heap by `sequence`; equal ones (leaves) in the order in which they came. */
export class ReadyQueue {
  readonly #heap: { readonly node: Node; readonly arrival: number }[] = [];
  #arrivals = 0;

  push(node: Node): void {
    const heap = this.#heap;
    let i = heap.length;
    heap.push({ node, arrival: this.#arrivals++ });
    while (i > 0) {
      const parent = (i - 1) >> 1;
      if (!this.#before(i, parent)) break;
      this.#swap(i, parent);
      i = parent;
    }
  }

  pop(): Node | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last || heap.length === 0) return first?.node;
    heap[0] = last;
    for (let i = 0; ; ) {
      let next = i;
      for (const child of [2 * i + 1, 2 * i + 2]) if (child < heap.length && this.#before(child, next)) next = child;
      if (next === i) return first.node;
      this.#swap(i, next);
      i = next;
    }
  }

  #before(i: number, j: number): boolean {
    const a = this.#heap[i]!;
    const b = this.#heap[j]!;
    if (a.node.sequence !== b.node.sequence) return a.node.sequence > b.node.sequence;
    return a.arrival < b.arrival;
  }

  #swap(i: number, j: number): void {
    const a = this.#heap[i]!;
    this.#heap[i] = this.#heap[j]!;
    this.#heap[j] = a;
  }
}
