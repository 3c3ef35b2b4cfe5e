import { readFileSync } from 'node:fs';
import { setImmediate } from 'node:timers/promises';
import { beforeAll, describe, expect, test } from 'vitest';
import { run } from '../src/cli.js';
import { listing, useFolder, writeDigits, writeMnist } from './folder.js';
import { TestHost } from './host.js';

useFolder();
beforeAll(() => {
  writeDigits(250);
  writeMnist(40, 20);
});

const files = ['--images', 'images.gz', '--labels', 'labels'];

async function start(...argv: readonly string[]): Promise<{ code: number; host: TestHost }> {
  const host = new TestHost();
  const code = await run(argv, host);
  return { code, host };
}

async function events(...argv: readonly string[]): Promise<Record<string, unknown>[]> {
  const { code, host } = await start(...argv, '--json');
  if (code !== 0 || host.stderr.text !== '') throw new Error(`exit code ${code}: ${host.stderr.text}`);
  return host.stdout.lines.map((line): Record<string, unknown> => JSON.parse(line));
}

describe('--json', () => {
  test('one line per epoch and one at the end', async () => {
    const number = expect.any(Number);
    const found = await events(...files, '--epochs', '2', '--save', 'json.safetensors');
    const epoch = { event: 'epoch', trainLoss: number, testLoss: number, testAccuracy: number, seconds: number };
    expect(found).toEqual([
      { ...epoch, epoch: 1 },
      { ...epoch, epoch: 2 },
      { event: 'done', testAccuracy: found[1]?.testAccuracy, device: 'cpu', seconds: number },
    ]);
    expect(Object.keys(found[0] ?? {})).toEqual(['event', 'epoch', 'trainLoss', 'testLoss', 'testAccuracy', 'seconds']);
  });

  test('the same seed gives the same run', async () => {
    const accuracies = async (seed: string): Promise<unknown[]> =>
      (await events(...files, '--epochs', '1', '--no-save', '--seed', seed)).map(({ trainLoss }) => trainLoss);
    const first = await accuracies('3');
    expect(await accuracies('3')).toEqual(first);
    expect(await accuracies('4')).not.toEqual(first);
  });
});

describe('learns', () => {
  test.each([
    ['the MLP', ['--model', 'mlp', '--epochs', '2']],
    ['sgd', ['--model', 'mlp', '--optimizer', 'sgd', '--epochs', '3']],
    ['adamw', ['--model', 'mlp', '--optimizer', 'adamw', '--epochs', '2']],
    ['rmsprop', ['--model', 'mlp', '--optimizer', 'rmsprop', '--epochs', '2']],
    ['LeNet', ['--epochs', '8']],
    ['the CNN', ['--model', 'cnn', '--epochs', '3']],
    ['the LSTM', ['--model', 'lstm', '--epochs', '15', '--lr', '0.01']],
    ['the transformer', ['--model', 'transformer', '--epochs', '12', '--batch-size', '8']],
  ])('%s', async (_name, argv) => {
    const found = await events(...files, '--no-save', ...argv);
    expect(found.at(-1)?.testAccuracy).toBeGreaterThan(0.5);
  });
});

test('a saved network is as good after loading', async () => {
  const argv = [...files, '--model', 'mlp'];
  const trained = await events(...argv, '--epochs', '1', '--save', 'a.safetensors');
  const loaded = await events(...argv, '--epochs', '0', '--load', 'a.safetensors', '--save', 'b.safetensors');
  expect(loaded).toHaveLength(1);
  expect(loaded[0]?.testAccuracy).toBe(trained.at(-1)?.testAccuracy);
  expect(readFileSync('b.safetensors').equals(readFileSync('a.safetensors'))).toBe(true);
});

test('testing only writes nothing', async () => {
  const before = listing();
  await events(...files, '--epochs', '0');
  expect(listing()).toEqual(before);
});

test('for people: the network, a table, accuracy, confusion matrix, pictures', async () => {
  const { code, host } = await start(...files, '--epochs', '1', '--save', 'text.safetensors');
  expect([code, host.stderr.text]).toEqual([0, '']);
  const text = host.stdout.text;
  expect(text).toContain('LeNet(\n  (conv1): Conv2d(1, 6, kernel_size=(5, 5), stride=(1, 1))\n');
  expect(text).toContain('61,706 parameters, device cpu\n200 pictures for training, 50 for testing\n');
  expect(text).toMatch(
    /epoch +train loss +test loss +test accuracy +seconds\n +1 +\d\.\d{4} +\d\.\d{4} +\d+\.\d\d % +\d/,
  );
  expect(text).toMatch(/weights saved to text.safetensors\ntest accuracy [\d.]+ % \(\d+ of 50\) after [\d.]+ s\n/);
  expect(text).toContain('confusion matrix (rows: label, columns: prediction)\n');
  expect(text).toMatch(/\nmistakes\n[ .:\-=+*#%@\n]+\d, is \d/);
  expect(text).toMatch(/^[\n -~]+$/); // ASCII: it is no terminal
});

test('a terminal gets a progress bar and half blocks', async () => {
  const host = new TestHost({ terminal: true });
  expect(await run([...files, '--epochs', '1', '--no-save'], host)).toBe(0);
  expect(host.stderr.text).toMatch(/epoch 1\/1 {2}\[█*░*\] \d+ % {2}loss \d\.\d{4} {2}[\d,]+ samples\/s {2}\d+ s left/);
  expect(host.stderr.text.endsWith('\r\u001B[K')).toBe(true);
  expect(host.stdout.text).toMatch(/[▀▄█]/);
});

test('MNIST from the folders of torchvision', async () => {
  const { code, host } = await start('--dataset', 'mnist', '--model', 'mlp', '--epochs', '1', '--no-save');
  expect([code, host.stderr.text]).toEqual([0, '']);
  expect(host.stdout.text).toContain('40 pictures for training, 20 for testing');
});

test('--help', async () => {
  const { code, host } = await start('--help');
  expect(code).toBe(0);
  expect(host.stdout.text).toContain('--batch-size N');
});

describe('Ctrl-C', () => {
  /** Presses it when the first epoch has been reported. */
  class Impatient extends TestHost {
    constructor(onEpoch: () => void) {
      super();
      const write = this.stdout.write.bind(this.stdout);
      this.stdout.write = (text) => {
        write(text);
        if (text.includes('"epoch":1,')) onEpoch();
      };
    }
  }

  test('ends the training, saves, tests, reports', async () => {
    const host: TestHost = new Impatient(() => host.emit('SIGINT'));
    const code = await run([...files, '--epochs', '1000', '--json', '--save', 'int.safetensors'], host);
    expect(code).toBe(130);
    expect(host.stdout.lines).toHaveLength(2);
    expect(host.stdout.lines[1]).toMatch(/^\{"event":"done","testAccuracy":[\d.]+,/);
    expect(host.listenerCount('SIGINT')).toBe(0);
    const loaded = await events(...files, '--epochs', '0', '--load', 'int.safetensors');
    expect(host.stdout.lines[1]).toContain(`"testAccuracy":${String(loaded[0]?.testAccuracy)},`);
  });

  test('ends a run that only tests at once', async () => {
    const host = new TestHost();
    const running = run([...files, '--epochs', '0', '--json'], host);
    while (host.listenerCount('SIGINT') === 0) await setImmediate();
    host.emit('SIGINT');
    expect(await running).toBe(130);
    expect(host.stdout.lines).toEqual([expect.stringMatching(/^\{"event":"done","testAccuracy":null,/)]);
  });
});

test('a page about the run, and files for TensorBoard', async () => {
  await events(...files, '--epochs', '2', '--no-save', '--report', 'run.html', '--tensorboard', 'runs/a');
  const page = readFileSync('run.html', 'utf8');
  const [, charts = ''] = /const charts = (.*?);\n/.exec(page) ?? [];
  const parsed: { title: string; columns: number[][] }[] = JSON.parse(charts);
  expect(parsed.map(({ title, columns }) => [title, columns.map((column) => column.length)])).toEqual([
    ['Loss of each step', [26, 26]],
    ['Loss after each epoch', [2, 2, 2]],
    ['Accuracy on the test pictures', [2, 2]],
    ['Learning rate', [26, 26]],
  ]);
  const [, wrong] = /<h2>Mistakes: (\d+)/.exec(page) ?? [];
  expect(page.match(/data:image\/png;base64,/g)).toHaveLength(Number(wrong));
  expect(Number(wrong)).toBeGreaterThan(0);
  const file = listing().find((name) => name.includes('tfevents')) ?? '';
  const written = readFileSync(file, 'latin1');
  for (const tag of ['loss/step', 'lr', 'loss/train', 'loss/test', 'accuracy/test', 'conv1.weight', 'fc3.bias'])
    expect(written).toContain(tag);
});
