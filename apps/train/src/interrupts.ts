/** Something that tells of Ctrl-C, such as `process`. */
export interface SignalSource {
  on(event: 'SIGINT', listener: () => void): unknown;
  off(event: 'SIGINT', listener: () => void): unknown;
}

/** npm passes on the signal that the terminal sends to everyone: one key press may arrive twice. */
const ECHO_MS = 1000;

/** Ctrl-C, taken as a request: the first ends the training, the next one also what comes after it. */
export class Interrupts {
  #count = 0;
  #last = Number.NEGATIVE_INFINITY;
  readonly #source: SignalSource;
  readonly #now: () => number;
  readonly #listener = (): void => {
    const now = this.#now();
    if (now - this.#last > ECHO_MS) this.#count += 1;
    this.#last = now;
  };

  constructor(source: SignalSource, now: () => number = () => performance.now()) {
    this.#source = source;
    this.#now = now;
    source.on('SIGINT', this.#listener);
  }

  /** Whether the training shall end. */
  get stop(): boolean {
    return this.#count > 0;
  }

  /** Whether the tests after the training shall end, too. */
  get stopTests(): boolean {
    return this.#count > 1;
  }

  /** From now on Ctrl-C does again what it does by default. */
  close(): void {
    this.#source.off('SIGINT', this.#listener);
  }
}
