// Text that no file of the repository may contain.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { report, root, sourceFiles } from './lib/workspace.mjs';

const everywhere = ['.'];
const tests = ['*.test.ts', '*.test-d.ts', 'packages/backend-testing/src/**.ts'];
const sources = ['packages/*/src/**.ts', 'apps/*/src/**.ts', 'docs/src/**.ts', 'tools/**.ts', '*.config.ts'];
const code = [...tests, ...sources];

/** `{in, text, why}`: the pathspecs a rule is for, what it forbids and what to tell whoever wrote it. */
const rules = [
  { in: everywhere, text: /(?<![\w.}\])])\/(?:work|tmp|root|home)\b(?=[/\s'"`)]|$)/, why: 'a path of one machine' },
  { in: everywhere, text: /\bregistry\.[a-z0-9-]+\.[a-z]{2,}/i, why: 'a registry host name' },
  { in: everywhere, text: /\btarball: *['"]?https?:/, why: 'a registry address in a lockfile' },
  {
    in: tests,
    text: /\b(?:it|test|describe|suite)(?:\.\w+(?:\(.*?\))?)*\.(?:skip|only|todo|fails|skipIf|runIf)\b|\bx(?:it|test|describe)\(/,
    why: 'a test that is switched off',
  },
  { in: code, text: /\bas unknown as\b/, why: 'a hole in the types' },
  { in: code, text: /@ts-(?:ignore|nocheck)\b/, why: 'a type error that is hidden' },
  { in: sources, text: /@ts-expect-error\b/, why: 'a type error that is hidden' },
  { in: code, text: /\b(?:oxlint|eslint|biome)-(?:disable|ignore)\b/, why: 'a check that is switched off' },
];

const binary = /\.(?:gz|safetensors|png|ico|wasm|pt|npy)$/;
const problems = [];
for (const rule of rules) {
  for (const path of sourceFiles(...rule.in).filter((file) => !binary.test(file))) {
    const lines = readFileSync(join(root, path), 'utf8').split('\n');
    lines.forEach((line, i) => {
      const found = rule.text.exec(line);
      if (found) problems.push(`${path}:${i + 1}: ${rule.why}: ${found[0].trim()}`);
    });
  }
}
report('check:text', problems, `${rules.length} rules hold`);
