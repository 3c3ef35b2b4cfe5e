import type { Case } from '../src/cases/case.js';
import type { Implementation } from '../src/implementations.js';
import type { Digests } from '../src/worker/digest.js';
import type { Round, Worker } from '../src/worker/messages.js';

export const tiny: Case = {
  name: 'matmul/2',
  op: 'matmul',
  kind: 'compute',
  a: [2, 2],
  b: [2, 2],
  flops: 16e6,
  bytes: 48e6,
};

export const ours: Implementation = { label: 'ours', peer: 'ours', threads: 1 };
export const torch1: Implementation = { label: 'torch1', peer: 'torch', threads: 1 };
export const tfjs: Implementation = { label: 'tfjs-wasm', peer: 'tfjs-wasm', threads: 1 };

export const digestOf = (...values: number[]): Digests => ({
  y: { size: values.length, norm: Math.hypot(...values), sample: values },
});

/** A worker whose rounds take what a list says; what is called is written into a log. */
export class FakeWorker implements Worker {
  readonly #name: string;
  readonly #ms: number[];
  readonly #log: string[];
  readonly #digests: Digests | Error;

  constructor(name: string, ms: readonly number[], log: string[], digests: Digests | Error = digestOf(1, 2)) {
    this.#name = name;
    this.#ms = [...ms];
    this.#log = log;
    this.#digests = digests;
  }

  async prepare(): Promise<Digests> {
    this.#log.push(`${this.#name} prepare`);
    if (this.#digests instanceof Error) throw this.#digests;
    return this.#digests;
  }

  async round(): Promise<Round> {
    this.#log.push(`${this.#name} round`);
    const ms = this.#ms.shift();
    if (ms === undefined) throw new Error('takes longer than 1 s\nwith a stack');
    return { ms: ms * 10, steps: 10 };
  }

  close(): void {
    this.#log.push(`${this.#name} close`);
  }
}
