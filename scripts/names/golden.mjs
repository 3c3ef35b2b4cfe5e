// Which tests compare a symbol with PyTorch: the golden files that call it, and whether they compare its gradients.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, sourceFiles } from '../lib/workspace.mjs';

/** Packages whose golden files call symbols of another one. */
const owner = { autograd: 'tensor' };

const calls = (row) => [row.fn, row.new?.[0], row.optimizer, row.scheduler?.[0], row.layer];

const hasGradient = ({ grad }) => grad !== undefined && grad !== null && Object.values(grad).some((g) => g !== null);

/** Map of `package:symbol` to { tests, differentiable }. */
export function goldenTests() {
  const found = new Map();
  for (const file of sourceFiles('packages/*/test/golden/*.json')) {
    const folder = file.split('/')[1];
    const { cases } = JSON.parse(readFileSync(join(root, file), 'utf8'));
    for (const row of Array.isArray(cases) ? cases : [])
      for (const name of calls(row).filter((called) => typeof called === 'string')) {
        const key = `${owner[folder] ?? folder}:${name}`;
        const entry = found.get(key) ?? { tests: new Set(), differentiable: false };
        entry.tests.add(file);
        entry.differentiable ||= hasGradient(row);
        found.set(key, entry);
      }
  }
  return found;
}

const texts = new Map();

/** Test files of a package that call a symbol, for those that no golden file calls. */
export function testsNaming(folder, symbol) {
  const folders = Object.entries(owner).flatMap(([from, to]) => (to === folder ? [from] : []));
  const files = [folder, ...folders].flatMap((name) => {
    if (!texts.has(name))
      texts.set(
        name,
        sourceFiles(`packages/${name}/test/**/*.test.ts`).map((file) => [file, readFileSync(join(root, file), 'utf8')]),
      );
    return texts.get(name);
  });
  const call = new RegExp(`(?<![\\w$])${symbol.replaceAll(/[.$]/g, '\\$&')}(?![\\w$])`);
  return files.filter(([, text]) => call.test(text)).map(([file]) => file);
}
