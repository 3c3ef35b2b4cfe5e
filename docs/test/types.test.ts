import { execFile } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { docs, pages } from '../src/pages.js';
import { checkedProgram } from '../src/program.js';

const generated = join(docs, 'generated');
const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

/** What tsc says about the pages, with the places given in the pages. */
async function typeErrors(): Promise<string> {
  rmSync(generated, { recursive: true, force: true });
  for (const { path, text, blocks } of pages()) {
    const file = join(generated, `${path}.ts`);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, checkedProgram(text, blocks));
  }
  return await new Promise((resolve) => {
    execFile(process.execPath, [tsc, '-p', join(docs, 'tsconfig.pages.json')], { cwd: docs }, (_error, stdout) => {
      const errors = stdout.split(/^(?=\S)/m).filter((error) => error.startsWith('generated/')); // not those of packages
      resolve(errors.join('').replaceAll(/^generated\/(.+?\.md)\.ts/gm, '$1'));
    });
  });
}

test('the code of every page type-checks', async () => {
  expect(await typeErrors()).toBe('');
});
