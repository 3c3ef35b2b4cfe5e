import { Dataset } from '../src/index.js';

/** The numbers 0 to `length` - 1. */
export class Numbers extends Dataset<number> {
  readonly length: number;

  constructor(length: number) {
    super();
    this.length = length;
  }

  get(index: number): number {
    return index;
  }
}
