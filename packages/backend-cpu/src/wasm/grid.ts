/**
 * @file Operands of one shape as the module's grids: neighbouring dimensions over which all move evenly are one, the two inner
 * ones are a grid of rows × columns, and the others are walked over here. One walk at a time.
 */
import type { Layout } from '@x/tensor/core';

/** Most operands that are walked over at once. */
const OPERANDS = 3;

/** Where the next grid lies in up to three operands, in elements. */
export class Grid {
  /** Number of rows and columns of every grid. */
  rows = 1;
  columns = 1;
  /** Number of grids that are taken as one, 1 unless `joinPlanes` says otherwise. */
  planes = 1;
  /** Elements in all grids before this one: where it lies in an output without gaps. */
  position = 0;
  /** First element of the grid in each operand. */
  readonly at: number[] = Array.from({ length: OPERANDS }, () => 0);
  /** Distance of two rows in each operand. */
  readonly row: number[] = Array.from({ length: OPERANDS }, () => 0);
  /** Distance of two columns in each operand. */
  readonly step: number[] = Array.from({ length: OPERANDS }, () => 0);
  /** Distance of two planes in each operand. */
  readonly plane: number[] = Array.from({ length: OPERANDS }, () => 0);
  /** Merged dimensions, the innermost first. */
  readonly #sizes: number[] = [];
  readonly #strides: number[][] = Array.from({ length: OPERANDS }, () => []);
  readonly #index: number[] = [];
  #layouts: (Layout | undefined)[] = [];
  #operands = 0;
  #dimensions = 0;
  /** The first dimension that is walked over. */
  #outer = 2;

  /** Begins a walk over operands of one shape, which is not empty. */
  start(a: Layout, b?: Layout, c?: Layout): void {
    const layouts = this.#layouts;
    layouts[0] = a;
    layouts[1] = b;
    layouts[2] = c;
    this.#operands = c ? 3 : b ? 2 : 1;
    this.#merge(a.shape);
    this.columns = this.#dimensions > 0 ? this.#sizes[0]! : 1;
    this.rows = this.#dimensions > 1 ? this.#sizes[1]! : 1;
    this.position = 0;
    this.planes = 1;
    this.#outer = 2;
    for (let k = 0; k < this.#operands; k++) {
      const strides = this.#strides[k]!;
      this.at[k] = layouts[k]!.offset;
      this.step[k] = this.#dimensions > 0 ? strides[0]! : 1;
      this.row[k] = this.#dimensions > 1 ? strides[1]! : 0;
    }
  }

  /** Takes the grids of the next dimension as one, where operand number `k` is the same in all of them. Before the first `next`. */
  joinPlanes(k: number): void {
    if (this.#dimensions < 3 || this.#strides[k]![2] !== 0) return;
    this.planes = this.#sizes[2]!;
    this.#outer = 3;
    for (let operand = 0; operand < this.#operands; operand++) this.plane[operand] = this.#strides[operand]![2]!;
  }

  /** Moves to the next grid; false after the last one. */
  next(): boolean {
    this.position += this.planes * this.rows * this.columns;
    for (let d = this.#outer; d < this.#dimensions; d++) {
      const turn = ++this.#index[d]! === this.#sizes[d]!;
      const steps = turn ? 1 - this.#sizes[d]! : 1;
      for (let k = 0; k < this.#operands; k++) this.at[k]! += this.#strides[k]![d]! * steps;
      if (!turn) return true;
      this.#index[d] = 0;
    }
    return false;
  }

  #merge(shape: readonly number[]): void {
    let top = -1;
    for (let d = shape.length - 1; d >= 0; d--) {
      const size = shape[d]!;
      if (size === 1) continue;
      if (top >= 0 && this.#continues(d, top)) this.#sizes[top]! *= size;
      else {
        top++;
        this.#sizes[top] = size;
        this.#index[top] = 0;
        for (let k = 0; k < this.#operands; k++) this.#strides[k]![top] = this.#layouts[k]!.strides[d]!;
      }
    }
    this.#dimensions = top + 1;
  }

  /** Whether dimension d carries on where the merged one ends, in all operands. */
  #continues(d: number, top: number): boolean {
    for (let k = 0; k < this.#operands; k++)
      if (this.#layouts[k]!.strides[d] !== this.#strides[k]![top]! * this.#sizes[top]!) return false;
    return true;
  }
}
