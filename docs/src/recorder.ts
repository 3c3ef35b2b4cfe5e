import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'node:util';
import { afterAll, expect, test } from 'vitest';
import type { Block } from './page.js';
import { shows } from './output.js';

/** What the module made of a page talks to while it runs. */
export interface OpenPage {
  readonly console: Console;
  /** Says that the code of the block at this line runs from now on. */
  enter(line: number): void;
  /** Registers one test per block: it printed what the page shows. */
  compare(blocks: readonly Pick<Block, 'line' | 'output'>[]): void;
}

/** Starts a page in an empty folder of its own, which is removed after its tests. */
export function open(page: string): OpenPage {
  const home = process.cwd();
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  process.chdir(folder);
  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });
  const printed = new Map<number, string[]>();
  let current = 0;
  const log = (...values: readonly unknown[]): void => {
    const lines = printed.get(current) ?? [];
    printed.set(current, [...lines, ...format(...values).split('\n')]);
  };
  return {
    console: { ...console, log },
    enter: (line) => (current = line),
    compare(blocks) {
      for (const { line, output } of blocks) {
        test(`${page}:${line}`, () => {
          const actual = printed.get(line) ?? [];
          const shown = shows(output, actual) ? output : actual;
          expect(shown.join('\n')).toBe(output.join('\n'));
        });
      }
    },
  };
}
