import { describe, expect, test } from 'vitest';
import { UsageError } from '../src/errors.js';
import { help, readOptions, type TrainOptions } from '../src/options.js';

function read(...argv: readonly string[]): TrainOptions {
  const options = readOptions(argv);
  if (options === 'help') throw new Error('help');
  return options;
}

test('nothing given: LeNet learns the synthetic digits', () => {
  expect(read()).toEqual({
    source: { dataset: 'synthetic' },
    model: 'lenet',
    epochs: 2,
    batchSize: 16,
    optimizer: 'adam',
    lr: 0.002,
    momentum: 0,
    scheduler: 'cosine',
    seed: 0,
    augment: false,
    device: 'cpu',
    save: 'lenet.safetensors',
    load: undefined,
    checkpoint: undefined,
    log: undefined,
    tensorboard: undefined,
    report: undefined,
    json: false,
    arguments: [],
  });
});

test('everything given', () => {
  const argv =
    '--images a.gz --labels=b --holdout 4 --model mlp --epochs 7 --batch-size 128 --lr 1e-3 --momentum 0 --optimizer rmsprop ' +
    '--scheduler step --augment --seed 42 --device gpu --save s --load l --checkpoint c --checkpoint-every 10 --log m.csv --tensorboard runs --report r.html --json --debug';
  expect(read(...argv.split(' '))).toEqual({
    source: { images: 'a.gz', labels: 'b', holdout: 4 },
    model: 'mlp',
    epochs: 7,
    batchSize: 128,
    optimizer: 'rmsprop',
    lr: 0.001,
    momentum: 0,
    scheduler: 'step',
    seed: 42,
    augment: true,
    device: 'gpu',
    save: 's',
    load: 'l',
    checkpoint: { path: 'c', every: 10 },
    log: 'm.csv',
    tensorboard: 'runs',
    report: 'r.html',
    json: true,
    arguments: [
      '--images=a.gz',
      '--labels=b',
      '--holdout=4',
      '--augment',
      '--model=mlp',
      '--epochs=7',
      '--batch-size=128',
      '--optimizer=rmsprop',
      '--lr=1e-3',
      '--scheduler=step',
      '--momentum=0',
      '--seed=42',
    ],
  });
});

test.each([
  ['a dataset', '--dataset fashion-mnist', { source: { dataset: 'fashion-mnist' } }],
  ['every fifth picture is held out', '--images a --labels b', { source: { images: 'a', labels: 'b', holdout: 5 } }],
  ['the file is named after the model', '--model mlp', { save: 'mlp.safetensors' }],
  ['a run that only tests keeps nothing', '--epochs 0', { save: undefined }],
  ['unless told to', '--epochs 0 --save a', { save: 'a' }],
  ['no file', '--no-save', { save: undefined }],
  ['sgd has a rate of its own', '--optimizer sgd', { optimizer: 'sgd', lr: 0.02, momentum: 0.9 }],
  ['momentum means sgd', '--momentum 0.5', { optimizer: 'sgd', momentum: 0.5 }],
  ['rmsprop has momentum 0', '--optimizer rmsprop', { momentum: 0 }],
  ['the last one counts', '--epochs 1 --epochs 2', { epochs: 2 }],
])('%s', (_name, argv, expected) => {
  expect(read(...argv.split(' '))).toMatchObject(expected);
});

test('help names every option', () => {
  expect(readOptions(['--epochs', '1', '--help'])).toBe('help');
  for (const name of ['dataset', 'images', 'holdout', 'batch-size', 'no-save', 'json', 'debug'])
    expect(help()).toContain(`  --${name} `);
  expect(
    Math.max(
      ...help()
        .split('\n')
        .map((line) => line.length),
    ),
  ).toBeLessThan(100);
});

describe('refuses', () => {
  test.each([
    ['--epoch 3', '--epoch: no such option (--help lists them)'],
    ['-e 3', '-e: no such option (--help lists them)'],
    ['mnist', 'mnist: is no option (--help lists them)'],
    ['--no-json', '--no-json: no such option (--help lists them)'],
    ['--json=yes', '--json: takes no value: yes'],
    ['--epochs', '--epochs: needs a value: --epochs N'],
    ['--save --json', '--save: needs a value: --save FILE'],
    ['--epochs 1.5', '--epochs: must be an integer >= 0: 1.5'],
    ['--epochs -1', '--epochs: must be an integer >= 0: -1'],
    ['--epochs=', "--epochs: must be an integer >= 0: ''"],
    ['--epochs 1e99', '--epochs: must be an integer >= 0: 1e99'],
    ['--batch-size 0', '--batch-size: must be an integer >= 1: 0'],
    ['--seed x', '--seed: must be an integer >= 0: x'],
    ['--lr 0', '--lr: must be a number > 0: 0'],
    ['--lr Infinity', '--lr: must be a number > 0: Infinity'],
    ['--momentum -0.5', '--momentum: must be a number >= 0: -0.5'],
    ['--optimizer adam --momentum 0.9', '--momentum: adam has none'],
    ['--optimizer sdg', '--optimizer: must be one of sgd, adam, adamw, rmsprop: sdg'],
    ['--model resnet', '--model: must be one of lenet, mlp, cnn, lstm, transformer: resnet'],
    ['--dataset cifar', '--dataset: must be one of synthetic, mnist, fashion-mnist: cifar'],
    ['--images a', '--images: needs --labels FILE beside it'],
    ['--labels a', '--labels: needs --images FILE beside it'],
    ['--holdout 5', '--holdout: needs --images FILE and --labels FILE beside it'],
    ['--images a --labels b --holdout 1', '--holdout: must be an integer >= 2: 1'],
    ['--images a --labels b --dataset mnist', '--dataset: cannot stand beside --images'],
    ['--save a --no-save', '--save: cannot stand beside --no-save'],
  ])('%s', (argv, message) => {
    const reading = (): unknown => readOptions(argv.split(' '));
    expect(reading).toThrow(UsageError);
    expect(reading).toThrow(expect.objectContaining({ message }));
  });
});
