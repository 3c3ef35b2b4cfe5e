import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { beforeAll, expect, test } from 'vitest';
import { run } from '../src/cli.js';
import { idx, listing, useFolder, writeDigits } from './folder.js';
import { TestHost } from './host.js';

useFolder();

beforeAll(async () => {
  writeDigits(60);
  const pictures = new Uint8Array(60 * 28 * 28);
  const images = readFileSync('images.gz');
  writeFileSync('truncated.gz', images.subarray(0, 5000));
  writeFileSync(
    'corrupt.gz',
    images.map((byte, i) => (i === 9000 ? byte ^ 0xff : byte)),
  );
  writeFileSync('short', idx([60, 28, 28], pictures.subarray(1)));
  writeFileSync('magic', Buffer.from('\u0001\u0002\b\u0001pictures'));
  writeFileSync('fewer', idx([59], new Uint8Array(59)));
  writeFileSync('eleven', idx([60], new Uint8Array(60).fill(10, 7, 8)));
  writeFileSync('small', gzipSync(idx([60, 8, 8], new Uint8Array(60 * 64))));
  writeFileSync('two', idx([2, 28, 28], new Uint8Array(2 * 784)));
  writeFileSync('two-labels', idx([2], new Uint8Array(2)));
  mkdirSync('folder');
  await run(
    '--images images.gz --labels labels --model mlp --epochs 1 --save mlp.safetensors'.split(' '),
    new TestHost(),
  );
  const weights = readFileSync('mlp.safetensors');
  writeFileSync('truncated.safetensors', weights.subarray(0, 100_000));
  writeFileSync('corrupt.safetensors', Buffer.concat([Buffer.alloc(8, 0xff), weights.subarray(8)]));
});

const files = (images: string, labels: string): string => `--images ${images} --labels ${labels}`;
const good = files('images.gz', 'labels');

test.each([
  ['an option that does not exist', '--epoch 3', 2, '--epoch: no such option (--help lists them)'],
  ['a value out of range', '--batch-size 0', 2, '--batch-size: must be an integer >= 1: 0'],
  [
    'a device that is not there',
    '--device tpu',
    1,
    /^setDefaultDevice: device 'tpu' is not registered \(registered: cpu\)/,
  ],
  [
    'a GPU that is not there',
    '--device gpu',
    1,
    /^gpu: no graphics card was found \(webgpu: .*; webgl2: .*\); use the device cpu/,
  ],
  ['an unknown mode', '--device gpu:metal', 2, /^--device: gpu runs in the modes webgpu, .*: gpu:metal$/],
  ['no such pictures', files('none.gz', 'labels'), 1, 'idxDatasetFromFiles: no such file: none.gz'],
  ['no such labels', files('images.gz', 'none'), 1, 'idxDatasetFromFiles: no such file: none'],
  ['truncated gzip', files('truncated.gz', 'labels'), 1, /^readIdx: truncated\.gz: .*truncated/],
  ['corrupt gzip', files('corrupt.gz', 'labels'), 1, /^readIdx: corrupt\.gz: /],
  ['truncated IDX', files('short', 'labels'), 1, /^readIdx: short: truncated: /],
  ['wrong magic', files('magic', 'labels'), 1, /^readIdx: magic: /],
  ['other counts', files('images.gz', 'fewer'), 1, 'idxDataset: images.gz has 60 pictures but fewer has 59 labels'],
  [
    'labels for pictures',
    files('labels', 'images.gz'),
    1,
    /^idxDataset: labels: expected uint8 values with 3 or 4 dim/,
  ],
  ['a label beyond 9', files('images.gz', 'eleven'), 1, '--labels: labels must be 0 to 9: eleven has 10 at 7'],
  ['other sizes', files('small', 'labels'), 1, '--images: pictures must be [28, 28]: small has [8, 8]'],
  ['nothing held out', files('two', 'two-labels'), 1, '--holdout: no picture is left for testing: two has 2'],
  ['no such weights', `${good} --load none`, 1, /^loadFile: no such file or folder: none/],
  ['truncated weights', `${good} --model mlp --load truncated.safetensors`, 1, /^loadFile: truncated\.safetensors: /],
  ['corrupt weights', `${good} --model mlp --load corrupt.safetensors`, 1, /^loadFile: corrupt\.safetensors: /],
  ['the weights of another network', `${good} --load mlp.safetensors`, 1, /LeNet.*[Mm]issing key.*"conv1\.weight"/],
  ['no folder to save to', `${good} --save none/a.safetensors`, 1, '--save: no such folder: none'],
  ['a folder in the way', `${good} --save folder`, 1, '--save: is a folder, not a file: folder'],
  [
    'a loss that explodes',
    `${good} --lr 1e30 --epochs 3`,
    1,
    /^train: the loss became (NaN|Infinity) in batch \d of epoch \d/,
  ],
])('%s', async (_name, argv, code, message) => {
  const before = listing();
  const host = new TestHost();
  expect(await run(argv.split(' '), host)).toBe(code);
  expect(listing()).toEqual(before);
  const [line = '', ...more] = host.stderr.lines;
  expect(more).toEqual([]);
  if (typeof message === 'string') expect(line).toBe(message);
  else expect(line).toMatch(message);
});

test('--debug shows where it happened', async () => {
  const host = new TestHost();
  expect(await run('--images none --labels labels --debug'.split(' '), host)).toBe(1);
  expect(host.stderr.lines[0]).toBe('ValueError: idxDatasetFromFiles: no such file: none');
  expect(host.stderr.text).toMatch(/\n {4}at .*\ncaused by Error: ENOENT/s);
});

test('an exploding loss leaves the weights of an earlier run alone', async () => {
  const weights = readFileSync('mlp.safetensors');
  const host = new TestHost();
  expect(await run(`${good} --model mlp --lr 1e30 --epochs 3 --save mlp.safetensors`.split(' '), host)).toBe(1);
  expect(readFileSync('mlp.safetensors').equals(weights)).toBe(true);
});
