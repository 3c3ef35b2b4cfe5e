import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { mutants } from './mutants.js';

interface Result {
  readonly fullName: string;
  readonly status: string;
}

const folder = import.meta.dirname;
const vitest = join(dirname(createRequire(import.meta.url).resolve('vitest/package.json')), 'vitest.mjs');

/** Runs the suite that belongs to each mutant. */
function run(): Promise<Result[]> {
  const pattern = Object.entries(mutants)
    .map(([name, { suite }]) => `^backend ${name} ${suite}`)
    .join('|');
  const args = ['run', '--config', join(folder, 'mutants.config.ts'), '--reporter=json', '--testNamePattern', pattern];
  return new Promise((resolve, reject) => {
    // the suites fail, so does the command: only its report counts
    execFile(process.execPath, [vitest, ...args], { maxBuffer: 2 ** 28 }, (_, stdout, stderr) => {
      try {
        const report: { testResults: { assertionResults: Result[] }[] } = JSON.parse(stdout);
        resolve(report.testResults.flatMap((file) => file.assertionResults));
      } catch (cause) {
        reject(new Error(`no report:\n${stderr}`, { cause }));
      }
    });
  });
}

let results: Result[] = [];

beforeAll(async () => {
  results = await run();
}, 120_000);

it.each(Object.entries(mutants))('the suite notices a backend that %s', (name, { suite }) => {
  const own = results.filter(({ fullName }) => fullName.startsWith(`backend ${name} ${suite}`));
  expect(own.filter(({ status }) => status === 'failed')).not.toHaveLength(0);
});
