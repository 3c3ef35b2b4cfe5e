/**
 * @file The training of a run from its first step, or from the step that a checkpoint was written after, to its last.
 */
import type { Batches } from './batches.js';
import type { Evaluation } from './evaluate.js';
import type { Metrics } from './metrics/metrics.js';
import { openMetrics } from './metrics/open.js';
import type { Classifier } from './models/index.js';
import { OPTIMIZERS } from './optimizers.js';
import type { TrainOptions } from './options.js';
import type { EpochResult } from './report/reporter.js';
import { restoreRun, type SavedRun, saveRun } from './run-state.js';
import { SCHEDULERS } from './schedulers.js';
import { meanLoss, type Progress, type Training, trainEpoch } from './train-epoch.js';

/** What a training asks and tells its surroundings. */
export interface Surroundings {
  /** Whether the training shall end. */
  readonly stopped: () => boolean;
  /** Tests the network; undefined when that was stopped. */
  readonly test: () => Promise<Evaluation | undefined>;
  readonly metrics: Metrics;
  readonly onBatch: (epoch: number, progress: Progress) => void;
  readonly onEpoch: (result: Omit<EpochResult, 'seconds'>) => void;
}

/** An epoch, and how far it has come already. */
interface Start {
  readonly epoch: number;
  readonly progress: Progress | undefined;
}

/** Makes what a run needs ready, and trains. */
export class TrainingRun {
  readonly #options: TrainOptions;
  readonly #training: Training;
  readonly #metrics: Metrics;
  readonly #around: Surroundings;
  readonly #start: Start;

  private constructor(options: TrainOptions, training: Training, metrics: Metrics, around: Surroundings, start: Start) {
    this.#options = options;
    this.#training = training;
    this.#metrics = metrics;
    this.#around = around;
    this.#start = start;
  }

  /** Makes optimizer and schedule, and puts everything where a saved run was. */
  static async prepare(
    { options, saved }: { readonly options: TrainOptions; readonly saved: SavedRun | undefined },
    net: Classifier,
    batches: Batches,
    around: Surroundings,
  ): Promise<TrainingRun> {
    const { epochs, lr, momentum } = options;
    const optimizer = OPTIMIZERS[options.optimizer].make(net.parameters(), lr, momentum);
    const scheduler = SCHEDULERS[options.scheduler](optimizer, { steps: epochs * batches.length, lr });
    const training = { net, optimizer, scheduler, batches };
    if (saved) restoreRun(saved, training);
    const place = saved?.place;
    const steps = place ? (place.epoch - 1) * batches.length + place.progress.batch : 0;
    const metrics = await openMetrics(options, net, steps, around.metrics);
    return new TrainingRun(options, training, metrics, around, place ?? { epoch: 1, progress: undefined });
  }

  /** @returns how the network does after the last epoch; undefined when it was stopped before that was known. */
  async run(): Promise<Evaluation | undefined> {
    let test: Evaluation | undefined;
    for (let start = this.#start; start.epoch <= this.#options.epochs; start = nextAfter(start)) {
      test = await this.#epoch(start);
      if (test === undefined) break;
    }
    await this.#metrics.flush();
    return test;
  }

  async #epoch({ epoch, progress: from }: Start): Promise<Evaluation | undefined> {
    const training = this.#training;
    const stepOf = ({ batch }: Progress): number => (epoch - 1) * training.batches.length + batch;
    let lr = this.#lr;
    const onBatch = async (loss: number, progress: Progress): Promise<boolean> => {
      const step = stepOf(progress);
      this.#metrics.step({ step, epoch, loss, lr });
      lr = this.#lr;
      if (this.#isToBeSaved(step)) await this.#save(epoch, progress);
      this.#around.onBatch(epoch, progress);
      return !this.#around.stopped();
    };
    const progress = await trainEpoch(training, epoch, onBatch, from);
    const test = this.#around.stopped() ? undefined : await this.#around.test();
    if (test === undefined) return undefined;
    const result = { epoch, trainLoss: meanLoss(progress), test };
    this.#metrics.epoch({ ...result, step: stepOf(progress) });
    this.#around.onEpoch(result);
    return test;
  }

  get #lr(): number {
    return this.#training.optimizer.paramGroups[0]?.lr ?? Number.NaN;
  }

  #isToBeSaved(step: number): boolean {
    const { checkpoint } = this.#options;
    if (checkpoint === undefined) return false;
    return this.#around.stopped() || (checkpoint.every !== undefined && step % checkpoint.every === 0);
  }

  async #save(epoch: number, progress: Progress): Promise<void> {
    const { checkpoint, arguments: argv } = this.#options;
    if (checkpoint === undefined) return;
    // the log has what the checkpoint has, so that it can go on, too
    await this.#metrics.flush();
    await saveRun(checkpoint.path, this.#training, argv, { epoch, progress });
  }
}

const nextAfter = ({ epoch }: Start): Start => ({ epoch: epoch + 1, progress: undefined });
