import { cpu } from '@x/backend-cpu';
import { DataLoader } from '@x/data';
import { CosineAnnealingLR } from '@x/optim';
import { manualSeed, registerBackend, setDefaultDevice } from '@x/tensor';
import type { Batches } from './batches.js';
import { type Data, loadData, type Pictures } from './data.js';
import { type Evaluation, evaluate } from './evaluate.js';
import type { Host } from './host.js';
import { Interrupts } from './interrupts.js';
import { type Classifier, MODELS } from './models.js';
import { OPTIMIZERS } from './optimizers.js';
import type { TrainOptions } from './options.js';
import { JsonReporter } from './report/json.js';
import { ProgressBar } from './report/progress.js';
import type { Reporter } from './report/reporter.js';
import { TextReporter } from './report/text.js';
import { type Training, trainEpoch } from './train-epoch.js';
import { checkTarget, loadWeights, saveWeights } from './weights.js';

/** What a shell expects of a program that Ctrl-C ended. */
const INTERRUPTED = 128 + 2;
const TEST_BATCH = 200;

const secondsSince = (start: number): number => (performance.now() - start) / 1000;

function batchesOf(pictures: Pictures, batchSize: number, shuffle = false): Batches {
  return new DataLoader(pictures, { batchSize, shuffle });
}

/** A run of the program: the parts that its steps share. */
class Session {
  readonly #options: TrainOptions;
  readonly #data: Data;
  readonly #net: Classifier;
  readonly #interrupts: Interrupts;
  readonly #progress: ProgressBar;
  readonly #reporter: Reporter;

  constructor(options: TrainOptions, data: Data, net: Classifier, host: Host, progress: ProgressBar) {
    this.#options = options;
    this.#data = data;
    this.#net = net;
    this.#interrupts = new Interrupts(host);
    this.#progress = progress;
    this.#reporter = options.json ? new JsonReporter(host.stdout) : new TextReporter(host);
  }

  /**
   * Trains, saves, tests and reports.
   *
   * @param start when the program began, for the times in the report.
   * @returns the exit code.
   */
  async run(start: number): Promise<number> {
    const { device, epochs, save } = this.#options;
    try {
      this.#report((reporter) => reporter.start({ options: this.#options, net: this.#net, data: this.#data }));
      const tested = epochs > 0 ? await this.#train() : undefined;
      if (save !== undefined) await saveWeights(this.#net, save);
      const test = tested ?? (await this.#test(() => this.#isAskedToLeave));
      const result = { test, data: this.#data, device, saved: save, seconds: secondsSince(start) };
      this.#report((reporter) => reporter.done(result));
      return this.#interrupts.stop ? INTERRUPTED : 0;
    } finally {
      this.#interrupts.close();
    }
  }

  /** @returns how the network does after the last epoch; undefined when Ctrl-C came before that was known. */
  async #train(): Promise<Evaluation | undefined> {
    const { epochs, batchSize, optimizer: name, lr, momentum } = this.#options;
    const batches = batchesOf(this.#data.train, batchSize, true);
    const optimizer = OPTIMIZERS[name].make(this.#net.parameters(), lr, momentum);
    const scheduler = new CosineAnnealingLR(optimizer, epochs * batches.length);
    const training = { net: this.#net, optimizer, scheduler, batches };
    let test: Evaluation | undefined;
    for (let epoch = 1; epoch <= epochs; epoch++) {
      test = await this.#epoch(training, epoch);
      if (test === undefined) break;
    }
    return test;
  }

  async #epoch(training: Training, epoch: number): Promise<Evaluation | undefined> {
    const { epochs, batchSize } = this.#options;
    const start = performance.now();
    const total = this.#data.train.length;
    const trainLoss = await trainEpoch(training, epoch, (loss, count) => {
      const seen = Math.min(count * batchSize, total);
      this.#progress.show({ epoch, epochs, seen, total, loss, seconds: secondsSince(start) });
      return !this.#interrupts.stop;
    });
    if (this.#interrupts.stop) return undefined;
    const test = await this.#test(() => this.#interrupts.stop);
    if (test === undefined) return undefined;
    this.#report((reporter) => reporter.epoch({ epoch, trainLoss, test, seconds: secondsSince(start) }));
    return test;
  }

  /** After a training the first Ctrl-C only ended that. */
  get #isAskedToLeave(): boolean {
    return this.#options.epochs > 0 ? this.#interrupts.stopTests : this.#interrupts.stop;
  }

  #test(stopped: () => boolean): Promise<Evaluation | undefined> {
    return evaluate(this.#net, batchesOf(this.#data.test, TEST_BATCH), stopped);
  }

  #report(tell: (reporter: Reporter) => void): void {
    this.#progress.clear();
    tell(this.#reporter);
  }
}

/**
 * Runs the program with these options.
 *
 * @returns the exit code.
 * @throws the typed error of whatever goes wrong; nothing is left half-written.
 */
export async function train(options: TrainOptions, host: Host): Promise<number> {
  const start = performance.now();
  const progress = new ProgressBar(host);
  registerBackend(await cpu());
  setDefaultDevice(options.device);
  if (options.save !== undefined) await checkTarget(options.save);
  try {
    manualSeed(options.seed);
    const { make, transform } = MODELS[options.model];
    const net = make();
    if (options.load !== undefined) await loadWeights(net, options.load);
    progress.note('reading the pictures');
    const data = await loadData(options.source, transform());
    return await new Session(options, data, net, host, progress).run(start);
  } finally {
    progress.clear();
  }
}
