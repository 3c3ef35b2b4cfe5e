// Writes docs/coverage.json and docs/coverage.md: PyTorch's names and what stands for them here. With --check it writes
// nothing and fails where the files are not what it would write, or a name is absent without a reason.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entries } from './names/entries.mjs';
import { page } from './names/page.mjs';
import { report, root } from './lib/workspace.mjs';

const table = entries();

const lines = (rows) =>
  Object.entries(rows).map(([name, row]) => `    ${JSON.stringify(name)}: ${JSON.stringify(row)}`);
const sections = Object.entries(table).map(
  ([name, rows]) => `  ${JSON.stringify(name)}: {\n${lines(rows).join(',\n')}\n  }`,
);
const files = { 'docs/coverage.json': `{\n${sections.join(',\n')}\n}\n`, 'docs/coverage.md': page(table) };

const problems = [];
for (const [section, rows] of Object.entries(table))
  for (const [name, row] of Object.entries(rows))
    if (row.absent === null) problems.push(`${section}: ${name} is absent; scripts/names/absent.json takes the reason`);

const current = (path) => {
  try {
    return readFileSync(join(root, path), 'utf8');
  } catch {
    return '';
  }
};

if (process.argv.includes('--check')) {
  for (const [path, text] of Object.entries(files))
    if (current(path) !== text) problems.push(`${path} is stale; npm run coverage writes it`);
} else for (const [path, text] of Object.entries(files)) writeFileSync(join(root, path), text);

const rows = Object.values(table).flatMap(Object.values);
const there = rows.filter((row) => row.symbol !== undefined).length;
report('check:coverage', problems, `${there} of ${rows.length} names of PyTorch`);
