import { Arguments, type OptionSpec } from './arguments.js';
import { DATASETS, type DataSource } from './data.js';
import { UsageError } from './errors.js';
import { MODEL_NAMES, type ModelName } from './models.js';
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
  readonly seed: number;
  readonly device: string;
  /** File for the trained weights; none when undefined. */
  readonly save: string | undefined;
  /** File with the weights to begin with. */
  readonly load: string | undefined;
  readonly json: boolean;
}

const specs = {
  dataset: { value: 'NAME', help: `${DATASETS.join(', ')} (synthetic); others are downloaded to ./data` },
  images: { value: 'FILE', help: 'pictures of your own: IDX, plain or gzip, [N, 28, 28] bytes' },
  labels: { value: 'FILE', help: 'their labels: IDX, plain or gzip, [N] bytes from 0 to 9' },
  holdout: { value: 'N', help: 'every N-th picture of --images is test data (5)' },
  model: { value: 'NAME', help: `${MODEL_NAMES.join(', ')} (lenet)` },
  epochs: { value: 'N', help: 'passes over the training data; 0 only tests (2)' },
  'batch-size': { value: 'N', help: 'pictures per step (16)' },
  optimizer: { value: 'NAME', help: `${OPTIMIZER_NAMES.join(', ')} (adam; with --momentum: sgd)` },
  lr: { value: 'X', help: 'learning rate at the start (by optimizer); falls to 0 along a cosine' },
  momentum: { value: 'X', help: 'of sgd (0.9) and rmsprop (0)' },
  seed: { value: 'N', help: 'of the initial weights and the order of the pictures (0)' },
  device: { value: 'NAME', help: 'where to compute (cpu)' },
  save: { value: 'FILE', help: 'safetensors file for the weights (<model>.safetensors)' },
  'no-save': { help: 'keep no weights' },
  load: { value: 'FILE', help: 'safetensors file with the weights to begin with' },
  json: { help: 'print one JSON object per line and nothing else' },
  debug: { help: 'show where in the code an error happened' },
  help: { help: 'show this' },
} as const satisfies Record<string, OptionSpec>;

type OptionName = keyof typeof specs;

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
    seed: given.integer('seed', 0) ?? 0,
    device: given.text('device') ?? 'cpu',
    save: readSave(given, model, epochs),
    load: given.text('load'),
    json: given.has('json'),
  };
}

/** The text of `--help`. */
export function help(): string {
  const rows = Object.entries<OptionSpec>(specs).map(
    ([name, { value, help: text }]) => `  ${`--${name} ${value ?? ''}`.padEnd(20)}${text}`,
  );
  return ['Trains a network to tell digits, or clothes, apart.', '', 'npm start -- [options]', '', ...rows, ''].join(
    '\n',
  );
}
