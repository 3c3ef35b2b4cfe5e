import { type Host, type Output, showsUnicode, widthOf } from '../host.js';
import { count, duration, percent } from './format.js';

/** How far the training is. */
export interface ProgressState {
  /** Counted from 1. */
  readonly epoch: number;
  readonly epochs: number;
  /** Samples of this epoch that were seen, and how many it has. */
  readonly seen: number;
  readonly total: number;
  /** Mean over the epoch so far. */
  readonly loss: number;
  /** Of this epoch, so far. */
  readonly seconds: number;
}

const REDRAW_MS = 100;
const BAR = 16;

/** The progress as one line of text. */
export function progressLine(state: ProgressState, unicode: boolean): string {
  const { epoch, epochs, seen, total, loss, seconds } = state;
  const rate = seen / seconds;
  const left = (total * (epochs - epoch + 1) - seen) / rate;
  const filled = Math.round((BAR * seen) / total);
  const [full, empty] = unicode ? ['█', '░'] : ['#', '-'];
  const bar = full.repeat(filled) + empty.repeat(BAR - filled);
  const share = percent(seen / total).replace(/\.\d+/, '');
  const parts = [`epoch ${epoch}/${epochs}`, `[${bar}] ${share}`, `loss ${loss.toFixed(4)}`];
  return [...parts, `${count(rate)} samples/s`, `${duration(left)} left`].join('  ');
}

/** Shows the progress in the last line of a terminal, and nothing where there is no terminal. */
export class ProgressBar {
  readonly #output: Output;
  readonly #unicode: boolean;
  #drawn = Number.NEGATIVE_INFINITY;

  constructor(host: Host) {
    this.#output = host.stderr;
    this.#unicode = showsUnicode(host.stderr, host);
  }

  show(state: ProgressState): void {
    const now = performance.now();
    if (now - this.#drawn < REDRAW_MS) return;
    this.#drawn = now;
    this.#draw(progressLine(state, this.#unicode));
  }

  /** Shows what is done at the moment instead of a bar. */
  note(text: string): void {
    this.#draw(text);
  }

  clear(): void {
    this.#drawn = Number.NEGATIVE_INFINITY;
    this.#draw('');
  }

  #draw(line: string): void {
    if (this.#output.isTTY !== true) return;
    this.#output.write(`\r\u001B[K${line.slice(0, widthOf(this.#output) - 1)}`);
  }
}
