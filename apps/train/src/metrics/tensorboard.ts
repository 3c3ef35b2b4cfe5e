import { SummaryWriter } from '@x/io/tensorboard';
import { accuracy } from '../evaluate.js';
import type { Classifier } from '../models/index.js';
import type { EpochMetrics, Metrics, StepResult } from './metrics.js';

/** Writes the numbers of a run, and after every epoch how the parameters are distributed, for TensorBoard. */
export class TensorBoard implements Metrics {
  readonly #net: Classifier;
  readonly #writer: SummaryWriter;

  /** @param steps how many steps of the run are over: a run that goes on takes the place of what came after them. */
  constructor(folder: string, net: Classifier, steps: number) {
    this.#net = net;
    this.#writer = new SummaryWriter(folder, steps > 0 ? { purgeStep: steps + 1 } : {});
  }

  step({ step: globalStep, loss, lr }: StepResult): void {
    this.#writer.addScalar('loss/step', loss, { globalStep });
    this.#writer.addScalar('lr', lr, { globalStep });
  }

  epoch({ step: globalStep, trainLoss, test }: EpochMetrics): void {
    this.#writer.addScalar('loss/train', trainLoss, { globalStep });
    this.#writer.addScalar('loss/test', test.loss, { globalStep });
    this.#writer.addScalar('accuracy/test', accuracy(test), { globalStep });
    for (const [name, parameter] of this.#net.namedParameters())
      this.#writer.addHistogram(name, parameter.detach(), { globalStep });
  }

  flush(): Promise<void> {
    return this.#writer.flush();
  }
}
