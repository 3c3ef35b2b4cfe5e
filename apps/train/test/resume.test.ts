import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { run } from '../src/cli.js';
import { listing, useFolder, writeDigits } from './folder.js';
import { TestHost } from './host.js';

useFolder();
beforeAll(() => writeDigits(130));

const files = ['--images', 'images.gz', '--labels', 'labels'];

async function start(...argv: readonly string[]): Promise<TestHost> {
  const host = new TestHost();
  if ((await run([...argv, '--json'], host)) !== 0) throw new Error(host.stderr.text);
  return host;
}

/** The run without its times. */
function results(host: TestHost): Record<string, unknown>[] {
  return host.stdout.lines.map((line) => {
    const { seconds, ...rest }: Record<string, unknown> = JSON.parse(line);
    if (typeof seconds !== 'number') throw new Error('no time');
    return rest;
  });
}

// 7 steps per epoch
describe.each([
  ['SGD with momentum along a cosine', '--model mlp --momentum 0.9 --lr 0.02'],
  ['Adam in one cycle', '--optimizer adam --scheduler onecycle'],
  ['AdamW in steps', '--model mlp --optimizer adamw --scheduler step'],
  ['RMSprop along a line', '--model mlp --optimizer rmsprop --momentum 0.5 --scheduler linear'],
  ['Adam without a schedule', '--model mlp --scheduler none'],
  ['dropout and moved pictures', '--model cnn --augment'],
])('%s: the run goes on as if nothing had happened', (name, argv) => {
  const given = [...files, ...argv.split(' '), '--epochs', '3', '--seed', '7'];
  const file = (kind: string): string => `${name.replaceAll(' ', '-')}.${kind}`;

  test.each([11, 14, 15, 21])('after step %d', async (step) => {
    const once = ['--checkpoint', file('ckpt'), '--checkpoint-every', String(step)];
    const whole = await start(...given, ...once, '--log', file('csv'), '--save', file('a'));
    const lines = readFileSync(file('csv'), 'utf8');
    const resumed = await start('--resume', file('ckpt'), '--log', file('csv'), '--save', file('b'));
    expect(readFileSync(file('csv'), 'utf8')).toBe(lines);
    expect(lines.split('\n')).toHaveLength(1 + 21 + 3 + 1);
    expect(results(whole).slice(-results(resumed).length)).toEqual(results(resumed));
    expect(readFileSync(file('b')).equals(readFileSync(file('a')))).toBe(true);
  });
});

test('JSON lines hold the same', async () => {
  const given = [...files, '--model', 'mlp', '--epochs', '1', '--no-save'];
  await start(...given, '--log', 'run.csv');
  await start(...given, '--log', 'run.jsonl');
  const [head = '', ...rows] = readFileSync('run.csv', 'utf8').trim().split('\n');
  const names = head.split(',');
  const fromCsv = rows.map((row) =>
    Object.fromEntries(row.split(',').flatMap((cell, i) => (cell === '' ? [] : [[names[i], Number(cell)]]))),
  );
  const fromJson = readFileSync('run.jsonl', 'utf8').trim().split('\n');
  expect(fromJson.map((line): unknown => JSON.parse(line))).toEqual(fromCsv);
  expect(fromCsv[0]).toEqual({ step: 1, epoch: 1, loss: expect.any(Number), lr: 0.002 });
});

test('a line that was cut off is written again', async () => {
  const given = [...files, '--model', 'mlp', '--epochs', '1', '--no-save', '--log', 'cut.jsonl'];
  await start(...given, '--checkpoint', 'cut.ckpt', '--checkpoint-every', '5');
  const whole = readFileSync('cut.jsonl', 'utf8');
  writeFileSync('cut.jsonl', whole.slice(0, -5));
  await start('--resume', 'cut.ckpt', '--no-save', '--log', 'cut.jsonl');
  expect(readFileSync('cut.jsonl', 'utf8')).toBe(whole);
});

test('Ctrl-C leaves a checkpoint where one is asked for', async () => {
  const given = [...files, '--model', 'mlp', '--epochs', '3', '--no-save'];
  const whole = results(await start(...given));
  const host = new TestHost();
  const running = run([...given, '--json', '--checkpoint', 'stopped.ckpt'], host);
  const timer = setInterval(() => host.stdout.lines.length > 0 && host.emit('SIGINT'), 1);
  expect(await running).toBe(130);
  clearInterval(timer);
  const rest = results(await start('--resume', 'stopped.ckpt', '--no-save'));
  expect(whole.slice(-rest.length)).toEqual(rest);
});

describe('refuses', () => {
  test.each([
    ['a file that is not there', ['--resume', 'none'], 'loadCheckpoint: no such file or folder: none'],
    ['the weights of a network', ['--resume', 'w.safetensors'], 'holds no checkpoint'],
    ['another learning rate', ['--resume', 'r.ckpt', '--lr', '1'], '--lr: cannot stand beside --resume'],
    ['other pictures', ['--resume', 'r.ckpt', '--dataset', 'mnist'], '--dataset: cannot stand beside --resume'],
    ['other weights', ['--resume', 'r.ckpt', '--load', 'x'], '--load: cannot stand beside --resume'],
    ['steps that are no number', ['--checkpoint-every', '0'], '--checkpoint-every: must be an integer >= 1: 0'],
    ['a log of another kind', ['--log', 'x.txt'], '--log: must end in .csv or .jsonl: x.txt'],
    ['a folder that is not there', ['--checkpoint', 'no/x'], '--checkpoint: no such folder: no'],
    [
      'an unknown schedule',
      ['--scheduler', 'sine'],
      '--scheduler: must be one of cosine, linear, step, onecycle, none: sine',
    ],
  ])('%s', async (_, argv, message) => {
    await start(
      ...files,
      '--model',
      'mlp',
      '--epochs',
      '1',
      '--save',
      'w.safetensors',
      '--checkpoint',
      'r.ckpt',
      '--checkpoint-every',
      '3',
    );
    const before = listing();
    const host = new TestHost();
    expect(await run(argv, host)).toBeGreaterThan(0);
    expect(host.stderr.text).toContain(message);
    expect(listing()).toEqual(before);
  });

  test('a checkpoint of something else', async () => {
    const { saveCheckpoint } = await import('@x/io/node');
    await saveCheckpoint({ epoch: 3 }, 'other.ckpt');
    const host = new TestHost();
    expect(await run(['--resume', 'other.ckpt'], host)).toBe(1);
    expect(host.stderr.text).toContain('other.ckpt: is the checkpoint of something else than a run of this program');
    rmSync('other.ckpt');
  });
});
