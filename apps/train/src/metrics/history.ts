import { accuracy } from '../evaluate.js';
import type { EpochMetrics, Metrics, StepResult } from './metrics.js';

/** What is known after an epoch. */
export interface EpochPoint {
  readonly step: number;
  readonly trainLoss: number;
  readonly testLoss: number;
  readonly testAccuracy: number;
}

/** Keeps the numbers of a run in memory. */
export class History implements Metrics {
  readonly steps: StepResult[] = [];
  readonly epochs: EpochPoint[] = [];

  step(result: StepResult): void {
    this.steps.push(result);
  }

  epoch({ step, trainLoss, test }: EpochMetrics): void {
    this.epochs.push({ step, trainLoss, testLoss: test.loss, testAccuracy: accuracy(test) });
  }

  async flush(): Promise<void> {}
}
