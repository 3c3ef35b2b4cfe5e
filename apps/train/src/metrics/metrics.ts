import type { EpochResult } from '../report/reporter.js';

/** What came out of a step. */
export interface StepResult {
  /** Counted from 1 over the whole run. */
  readonly step: number;
  readonly epoch: number;
  readonly loss: number;
  /** Learning rate of the first parameter group in this step. */
  readonly lr: number;
}

/** What came out of an epoch, and the step after which that was. */
export interface EpochMetrics extends Pick<EpochResult, 'epoch' | 'trainLoss' | 'test'> {
  readonly step: number;
}

/** Keeps the numbers of a run. */
export interface Metrics {
  step(result: StepResult): void;
  epoch(result: EpochMetrics): void;
  /** What was told so far is safe when this has ended. */
  flush(): Promise<void>;
}

/** Tells several. */
export class AllMetrics implements Metrics {
  readonly #all: readonly Metrics[];

  constructor(all: readonly Metrics[]) {
    this.#all = all;
  }

  step(result: StepResult): void {
    for (const each of this.#all) each.step(result);
  }

  epoch(result: EpochMetrics): void {
    for (const each of this.#all) each.epoch(result);
  }

  async flush(): Promise<void> {
    await Promise.all(this.#all.map((each) => each.flush()));
  }
}
