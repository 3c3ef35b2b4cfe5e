import { accuracy } from '../evaluate.js';
import type { Output } from '../host.js';
import type { EpochResult, Reporter, RunResult } from './reporter.js';

/** Reports for programs: one JSON object per line. Accuracies are shares from 0 to 1, times are in seconds. */
export class JsonReporter implements Reporter {
  readonly #output: Output;

  constructor(output: Output) {
    this.#output = output;
  }

  start(): void {}

  epoch({ epoch, trainLoss, test, seconds }: EpochResult): void {
    this.#print({ event: 'epoch', epoch, trainLoss, testLoss: test.loss, testAccuracy: accuracy(test), seconds });
  }

  done({ test, device, seconds }: RunResult): void {
    this.#print({ event: 'done', testAccuracy: test === undefined ? null : accuracy(test), device, seconds });
  }

  #print(event: object): void {
    this.#output.write(`${JSON.stringify(event)}\n`);
  }
}
