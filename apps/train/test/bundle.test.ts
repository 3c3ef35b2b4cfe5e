import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { beforeAll, expect, test } from 'vitest';
import { listing, useFolder, writeDigits } from './folder.js';

useFolder();

const require = createRequire(import.meta.url);
const bundle = (): string => resolve('dist', 'main.js');

beforeAll(() => {
  const tsup = join(dirname(require.resolve('tsup/package.json')), 'dist/cli-default.js');
  const app = dirname(import.meta.dirname);
  execFileSync(process.execPath, [tsup, '--silent', '--out-dir', dirname(bundle())], { cwd: app });
  writeDigits(200);
}, 60_000);

/** Starts what `npm start` starts. */
function start(...argv: readonly string[]): ChildProcess {
  return spawn(process.execPath, [bundle(), ...argv], { stdio: ['ignore', 'pipe', 'pipe'] });
}

async function text(stream: NodeJS.ReadableStream | null): Promise<string> {
  let all = '';
  for await (const chunk of stream ?? []) all += String(chunk);
  return all;
}

test('Ctrl-C, as npm passes it on: saves, reports, exit code 130', async () => {
  const child = start('--images', 'images.gz', '--labels', 'labels', '--epochs', '100000', '--json');
  const lines: string[] = [];
  for await (const line of createInterface({ input: child.stdout ?? process.stdin })) {
    if (lines.push(line) !== 1) continue;
    child.kill('SIGINT');
    setTimeout(() => child.kill('SIGINT'), 50);
  }
  expect(child.exitCode ?? (await once(child, 'exit'))[0]).toBe(130);
  expect(lines.map((line): string => JSON.parse(line).event).at(-1)).toBe('done');
  expect(listing()).toContain('lenet.safetensors');
});

test('an error is one line and exit code 1', async () => {
  const child = start('--images', 'none', '--labels', 'labels');
  const closed = once(child, 'close');
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(await closed).toEqual([1, null]);
  expect([out, error]).toEqual(['', 'idxDatasetFromFiles: no such file: none\n']);
});

test('a reader that goes away does not end the training', async () => {
  const argv = ['--images', 'images.gz', '--labels', 'labels', '--epochs', '2'];
  const child = start(...argv, '--save', 'pipe.safetensors');
  const closed = once(child, 'close');
  child.stdout?.destroy();
  expect([await text(child.stderr), await closed]).toEqual(['', [0, null]]);
  expect(existsSync('pipe.safetensors')).toBe(true);
});

test('killed at any moment: the run goes on from its last checkpoint as if nothing had happened', async () => {
  const argv = ['--images', 'images.gz', '--labels', 'labels', '--model', 'mlp', '--epochs', '4', '--batch-size', '4'];
  const whole = start(...argv, '--save', 'whole.safetensors', '--log', 'whole.csv');
  expect(await once(whole, 'close')).toEqual([0, null]);
  let finished = 0;
  for (let kills = 0; finished === 0; kills++) {
    const begin = ['--checkpoint', 'run.ckpt', ...argv];
    const source = existsSync('run.ckpt') ? ['--resume', 'run.ckpt'] : begin;
    const child = start(...source, '--checkpoint-every', '3', '--save', 'killed.safetensors', '--log', 'killed.csv');
    // later every time, so that the run comes to its end
    const timer = setTimeout(() => child.kill('SIGKILL'), 400 + 150 * kills);
    const [code]: unknown[] = await once(child, 'close');
    clearTimeout(timer);
    if (code === 0) finished += 1;
    else expect(code).toBe(null);
  }
  expect(readFileSync('killed.csv', 'utf8')).toBe(readFileSync('whole.csv', 'utf8'));
  expect(readFileSync('killed.safetensors').equals(readFileSync('whole.safetensors'))).toBe(true);
}, 120_000);
