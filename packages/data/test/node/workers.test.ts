import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { buildSync } from 'esbuild';
import { afterAll, expect, test } from 'vitest';
import { serveDataset } from '../../src/index.js';
import { Numbers } from '../numbers.js';
import { workerTests } from '../workers/suite.js';

const folder = mkdtempSync(join(tmpdir(), 'workers-'));
afterAll(() => rmSync(folder, { recursive: true }));

const script = join(folder, 'numbers.worker.mjs');
buildSync({
  entryPoints: [join(import.meta.dirname, '../workers/numbers.worker.ts')],
  outfile: script,
  bundle: true,
  platform: 'node',
  format: 'esm',
  conditions: ['@x/source'],
});

await workerTests((name) => () => new Worker(script, { workerData: name }));

test('the program itself is no worker', () => {
  expect(() => serveDataset(() => new Numbers(1))).toThrow('this is no worker');
});
