import { Arguments, type OptionSpec } from './arguments.js';
import { DATASETS, type DataSource } from './data.js';
import { UsageError } from './errors.js';
import { LOG_FORMATS } from './metrics/log.js';
import { MODEL_NAMES, type ModelName } from './models/index.js';
import { SCHEDULER_NAMES, type SchedulerName } from './schedulers.js';
import { OPTIMIZER_NAMES, type OptimizerName, OPTIMIZERS } from './optimizers.js';

/** What a run does, with every default filled in. */
export interface TrainOptions {
  readonly source: DataSource;
  readonly model: ModelName;
  readonly epochs: number;
  readonly batchSize: number;
  readonly optimizer: OptimizerName;
  readonly lr: number;
  readonly momentum: number;
  readonly scheduler: SchedulerName;
  readonly seed: number;
  /** Whether the training pictures are moved at random. */
  readonly augment: boolean;
  readonly device: string;
  /** File for the trained weights; none when undefined. */
  readonly save: string | undefined;
  /** File with the weights to begin with. */
  readonly load: string | undefined;
  /** Where the state of the run is kept while it lasts; nowhere when undefined. */
  readonly checkpoint: CheckpointOptions | undefined;
  /** File for the losses and learning rates; none when undefined. */
  readonly log: string | undefined;
  /** Folder for TensorBoard's files; none when undefined. */
  readonly tensorboard: string | undefined;
  /** File for a page about the run; none when undefined. */
  readonly report: string | undefined;
  readonly json: boolean;
  /** Of the above, what determines the numbers of the run, as arguments: a checkpoint holds them. */
  readonly arguments: readonly string[];
}

/** How the state of a run is kept. */
export interface CheckpointOptions {
  readonly path: string;
  /** Every so many steps; only after Ctrl-C when undefined. */
  readonly every: number | undefined;
}

const specs = {
  dataset: { value: 'NAME', help: `${DATASETS.join(', ')} (synthetic); others come to ./data` },
  images: { value: 'FILE', help: 'your own pictures: IDX, plain or gzip, [N, 28, 28] bytes' },
  labels: { value: 'FILE', help: 'their labels: IDX, plain or gzip, [N] bytes from 0 to 9' },
  holdout: { value: 'N', help: 'every N-th picture of --images is test data (5)' },
  augment: { help: 'moves, turns and scales every training picture a little at random' },
  model: { value: 'NAME', help: `${MODEL_NAMES.join(', ')} (lenet)` },
  epochs: { value: 'N', help: 'passes over the training data; 0 only tests (2)' },
  'batch-size': { value: 'N', help: 'pictures per step (16)' },
  optimizer: { value: 'NAME', help: `${OPTIMIZER_NAMES.join(', ')} (adam; with --momentum: sgd)` },
  lr: { value: 'X', help: 'learning rate (by optimizer)' },
  scheduler: { value: 'NAME', help: `how it changes: ${SCHEDULER_NAMES.join(', ')} (cosine)` },
  momentum: { value: 'X', help: 'of sgd (0.9) and rmsprop (0)' },
  seed: { value: 'N', help: 'of the initial weights and the order of the pictures (0)' },
  device: { value: 'NAME', help: 'where to compute: cpu, gpu, gpu:MODE (cpu)' },
  save: { value: 'FILE', help: 'safetensors file for the weights (<model>.safetensors)' },
  'no-save': { help: 'keep no weights' },
  load: { value: 'FILE', help: 'safetensors file with the weights to begin with' },
  checkpoint: { value: 'FILE', help: 'where Ctrl-C leaves the run (<model>.checkpoint.safetensors)' },
  'checkpoint-every': { value: 'N', help: 'keeps it there after every N steps, too' },
  resume: { value: 'FILE', help: 'goes on with the run that a checkpoint holds, bit for bit' },
  log: { value: 'FILE', help: 'losses and learning rates of all steps: .csv or .jsonl' },
  tensorboard: { value: 'DIR', help: 'the same and the weights, for tensorboard --logdir DIR' },
  report: { value: 'FILE', help: 'a page with the curves and the mistakes: .html' },
  json: { help: 'print one JSON object per line and nothing else' },
  debug: { help: 'show where in the code an error happened' },
  help: { help: 'show this' },
} as const satisfies Record<string, OptionSpec>;

type OptionName = keyof typeof specs;

/** What determines the numbers of a run. */
const runOptions = [
  'dataset',
  'images',
  'labels',
  'holdout',
  'augment',
  'model',
  'epochs',
  'batch-size',
  'optimizer',
  'lr',
  'scheduler',
  'momentum',
  'seed',
] as const satisfies OptionName[];

function refuse(given: Arguments<OptionName>, name: OptionName, beside: OptionName): void {
  if (given.has(name) && given.has(beside)) throw new UsageError(`--${name}`, `cannot stand beside --${beside}`);
}

function readSource(given: Arguments<OptionName>): DataSource {
  const images = given.text('images');
  const labels = given.text('labels');
  if (images !== undefined && labels !== undefined) {
    refuse(given, 'dataset', 'images');
    return { images, labels, holdout: given.integer('holdout', 2) ?? 5 };
  }
  if (images !== undefined) throw new UsageError('--images', 'needs --labels FILE beside it');
  if (labels !== undefined) throw new UsageError('--labels', 'needs --images FILE beside it');
  if (given.has('holdout')) throw new UsageError('--holdout', 'needs --images FILE and --labels FILE beside it');
  return { dataset: given.choice('dataset', DATASETS) ?? 'synthetic' };
}

function readMomentum(given: Arguments<OptionName>, optimizer: OptimizerName): number {
  const { momentum } = OPTIMIZERS[optimizer];
  if (momentum === undefined && given.has('momentum')) throw new UsageError('--momentum', `${optimizer} has none`);
  return given.positive('momentum', true) ?? momentum ?? 0;
}

function readSave(given: Arguments<OptionName>, model: ModelName, epochs: number): string | undefined {
  refuse(given, 'save', 'no-save');
  if (given.has('no-save')) return undefined;
  // a run that only tests has nothing new to keep
  return given.text('save') ?? (epochs > 0 ? `${model}.safetensors` : undefined);
}

function readCheckpoint(given: Arguments<OptionName>, model: ModelName): CheckpointOptions | undefined {
  const every = given.integer('checkpoint-every', 1);
  const path = given.text('checkpoint') ?? given.text('resume');
  if (path === undefined && every === undefined) return undefined;
  return { path: path ?? `${model}.checkpoint.safetensors`, every };
}

function readFile(given: Arguments<OptionName>, name: OptionName, endings: readonly string[]): string | undefined {
  const file = given.text(name);
  if (file !== undefined && !endings.some((ending) => file.endsWith(ending)))
    throw new UsageError(`--${name}`, `must end in ${endings.join(' or ')}: ${file}`, { value: file });
  return file;
}

/**
 * The checkpoint that the command line asks to go on with.
 *
 * @throws UsageError for options that cannot stand beside it: the checkpoint has them.
 */
export function readResume(argv: readonly string[]): string | undefined {
  const given = new Arguments(argv, specs);
  if (given.has('help') || !given.has('resume')) return undefined;
  for (const name of [...runOptions, 'load'] as const) refuse(given, name, 'resume');
  return given.text('resume');
}

/**
 * Reads the command line.
 *
 * @returns `'help'` when that was asked for.
 * @throws UsageError for whatever is unknown, out of range, or does not go together.
 */
export function readOptions(argv: readonly string[]): TrainOptions | 'help' {
  const given = new Arguments(argv, specs);
  if (given.has('help')) return 'help';
  const model = given.choice('model', MODEL_NAMES) ?? 'lenet';
  const optimizer = given.choice('optimizer', OPTIMIZER_NAMES) ?? (given.has('momentum') ? 'sgd' : 'adam');
  const epochs = given.integer('epochs', 0) ?? 2;
  return {
    source: readSource(given),
    model,
    epochs,
    batchSize: given.integer('batch-size', 1) ?? 16,
    optimizer,
    lr: given.positive('lr') ?? OPTIMIZERS[optimizer].lr,
    momentum: readMomentum(given, optimizer),
    scheduler: given.choice('scheduler', SCHEDULER_NAMES) ?? 'cosine',
    seed: given.integer('seed', 0) ?? 0,
    augment: given.has('augment'),
    device: given.text('device') ?? 'cpu',
    save: readSave(given, model, epochs),
    load: given.text('load'),
    checkpoint: readCheckpoint(given, model),
    log: readFile(given, 'log', LOG_FORMATS),
    tensorboard: given.text('tensorboard'),
    report: readFile(given, 'report', ['.html']),
    json: given.has('json'),
    arguments: given.only(runOptions),
  };
}

/** The text of `--help`. */
export function help(): string {
  const rows = Object.entries<OptionSpec>(specs).map(
    ([name, { value, help: text }]) => `  ${`--${name} ${value ?? ''}`.padEnd(22)}${text}`,
  );
  return ['Trains a network to tell digits, or clothes, apart.', '', 'npm start -- [options]', '', ...rows, ''].join(
    '\n',
  );
}
