import { DataLoader } from '@x/data';
import { manualSeed } from '@x/tensor';
import { augmentation } from './augmentation.js';
import type { Batches } from './batches.js';
import { type Data, loadData, type Pictures } from './data.js';
import { type Evaluation, evaluate } from './evaluate.js';
import type { Host } from './host.js';
import { Interrupts } from './interrupts.js';
import { History } from './metrics/history.js';
import { type Classifier, MODELS } from './models/index.js';
import { readOptions, readResume, type TrainOptions } from './options.js';
import { writeHtml } from './report/html.js';
import { JsonReporter } from './report/json.js';
import { ProgressBar } from './report/progress.js';
import type { Reporter } from './report/reporter.js';
import { TextReporter } from './report/text.js';
import { loadRun, type SavedRun } from './run-state.js';
import { meanLoss, type Progress } from './train-epoch.js';
import { TrainingRun } from './training-run.js';
import { useDevice } from './devices.js';
import { checkTargets } from './targets.js';
import { loadWeights, saveWeights } from './weights.js';

/** What a shell expects of a program that Ctrl-C ended. */
const INTERRUPTED = 128 + 2;
const TEST_BATCH = 200;

const secondsSince = (start: number): number => (performance.now() - start) / 1000;

function batchesOf(pictures: Pictures, batchSize: number, shuffle = false): Batches {
  return new DataLoader(pictures, { batchSize, shuffle });
}

/** What to do, and how far it has come already. */
export interface Plan {
  readonly options: TrainOptions;
  readonly saved: SavedRun | undefined;
}

/**
 * Reads the command line and the checkpoint that it names.
 *
 * @throws UsageError for options that do not go together, FileError and FormatError for a checkpoint that cannot be read.
 */
export async function planRun(argv: readonly string[]): Promise<Plan | 'help'> {
  const path = readResume(argv);
  const saved = path === undefined ? undefined : await loadRun(path);
  const options = readOptions([...(saved?.arguments ?? []), ...argv]);
  return options === 'help' ? 'help' : { options, saved };
}

/** A run of the program: the parts that its steps share. */
class Session {
  readonly #plan: Plan;
  readonly #options: TrainOptions;
  readonly #data: Data;
  readonly #net: Classifier;
  readonly #interrupts: Interrupts;
  readonly #progress: ProgressBar;
  readonly #reporter: Reporter;
  readonly #history = new History();

  constructor(plan: Plan, data: Data, net: Classifier, host: Host, progress: ProgressBar) {
    const { options } = plan;
    this.#plan = plan;
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
    const { device, epochs, report, save } = this.#options;
    try {
      this.#report((reporter) => reporter.start({ options: this.#options, net: this.#net, data: this.#data }));
      const tested = epochs > 0 ? await this.#train() : undefined;
      if (save !== undefined) await saveWeights(this.#net, save);
      const test = tested ?? (await this.#test(() => this.#isAskedToLeave));
      const result = { test, data: this.#data, device, saved: save, seconds: secondsSince(start) };
      if (report !== undefined) await writeHtml(report, { options: this.#options, history: this.#history, result });
      this.#report((reporter) => reporter.done(result));
      return this.#interrupts.stop ? INTERRUPTED : 0;
    } finally {
      this.#interrupts.close();
    }
  }

  /** @returns how the network does after the last epoch; undefined when Ctrl-C came before that was known. */
  async #train(): Promise<Evaluation | undefined> {
    const batches = batchesOf(this.#data.train, this.#options.batchSize, true);
    const stopped = (): boolean => this.#interrupts.stop;
    let start = performance.now();
    const training = await TrainingRun.prepare(this.#plan, this.#net, batches, {
      stopped,
      metrics: this.#history,
      test: () => this.#test(stopped),
      onBatch: (epoch, progress) => this.#show(epoch, progress, secondsSince(start)),
      onEpoch: (result) => {
        this.#report((reporter) => reporter.epoch({ ...result, seconds: secondsSince(start) }));
        start = performance.now();
      },
    });
    return training.run();
  }

  #show(epoch: number, progress: Progress, seconds: number): void {
    const { epochs, batchSize } = this.#options;
    const total = this.#data.train.length;
    const seen = Math.min(progress.batch * batchSize, total);
    this.#progress.show({ epoch, epochs, seen, total, loss: meanLoss(progress), seconds });
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
 * Runs the program. The device `cpu` is there.
 *
 * @returns the exit code.
 * @throws the typed error of whatever goes wrong; nothing is left half-written.
 */
export async function train(plan: Plan, host: Host): Promise<number> {
  const { options } = plan;
  const start = performance.now();
  const progress = new ProgressBar(host);
  await useDevice(options.device);
  await checkTargets(options);
  try {
    manualSeed(options.seed);
    const { make, transform } = MODELS[options.model];
    const net = make();
    if (options.load !== undefined) await loadWeights(net, options.load);
    progress.note('reading the pictures');
    const transforms = { train: transform(options.augment ? augmentation() : undefined), test: transform() };
    const data = await loadData(options.source, transforms);
    return await new Session(plan, data, net, host, progress).run(start);
  } finally {
    progress.clear();
  }
}
