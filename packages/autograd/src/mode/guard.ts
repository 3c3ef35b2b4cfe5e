/**
 * @file Switching for the length of a block: `using _ = noGrad()`.
 */
import { ValueError } from '@x/tensor/core';
import { type Switches, switches } from './state.js';

const open: Guard[] = [];
let watching = false;

/** Ends guards that are still open when the synchronous code is done: their blocks are waiting for something. */
function watch(): void {
  if (watching) return;
  watching = true;
  queueMicrotask(() => {
    watching = false;
    open[0]?.close('overdue');
  });
}

/** Switches changed until the block ends. A block that waits is refused: other tasks would run in its mode. */
class Guard implements Disposable {
  readonly #op: string;
  readonly #switches: Switches;
  readonly #before: Switches;
  #state: 'open' | 'closed' | 'overdue' = 'open';

  constructor(op: string, change: Partial<Switches>) {
    this.#op = op;
    this.#switches = switches();
    this.#before = { ...this.#switches };
    Object.assign(this.#switches, change);
    open.push(this);
    watch();
  }

  /** Goes back to the switches before, and those of the guards that were opened since. */
  close(state: 'closed' | 'overdue'): void {
    if (this.#state !== 'open') return;
    for (let last = open.pop(); last; last = open.pop()) {
      last.#state = state;
      Object.assign(last.#switches, last.#before);
      if (last === this) return;
    }
  }

  [Symbol.dispose](): void {
    if (this.#state === 'overdue') {
      throw new ValueError(
        this.#op,
        `the block waited (await, yield) while \`using _ = ${this.#op}()\` was open, which ended the mode; write ${this.#op}(async () => …), or close the block before`,
      );
    }
    this.close('closed');
  }
}

/** Changes switches until the result is disposed of. */
export function guard(op: string, change: Partial<Switches>): Disposable {
  return new Guard(op, change);
}
