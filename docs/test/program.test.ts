import { expect, test } from 'vitest';
import { blocks } from '../src/page.js';
import { checkedProgram, testProgram } from '../src/program.js';
import { withoutRepeatedImports } from '../src/imports.js';

const text = [
  'Page',
  '```ts',
  'const a = 1;',
  '```',
  '```ts no-run',
  'f(a);',
  '```',
  '```ts',
  'console.log(a);',
  '```',
  '```text',
  '1',
  '```',
].join('\n');

test('the checked program has every block on its own line', () => {
  const program = checkedProgram(text, blocks('page.md', text)).split('\n');
  expect([program[2], program[5], program[8]]).toEqual(['const a = 1;', 'f(a);', 'console.log(a);']);
});

test('the test program leaves out what does not run and compares the rest', () => {
  const program = testProgram('page.md', text, blocks('page.md', text), '/recorder.ts').split('\n');
  expect(program[0]).toContain('from "/recorder.ts"');
  expect([program[2], program[5], program[8]]).toEqual(['const a = 1;', '', 'console.log(a);']);
  expect(program.at(-1)).toBe(';$page.compare([{"line":2,"output":[]},{"line":8,"output":["1"]}]);');
});

test.each([
  ['a repeated statement', "import { a } from 'm';\nimport { a } from 'm';", "import { a } from 'm';\n"],
  [
    'a repeated name',
    "import { a } from 'm';\nimport {\n  a,\n  b,\n} from 'm';\n1;",
    "import { a } from 'm';\nimport { b as b } from 'm';\n\n\n\n1;",
  ],
  [
    'a type',
    "import { a } from 'm';\nimport { a, type B } from 'm';",
    "import { a } from 'm';\nimport { type B as B } from 'm';",
  ],
  ['a namespace', "import * as m from 'm';\nimport * as m from 'm';", "import * as m from 'm';\n"],
  [
    'another module',
    "import { a } from 'm';\nimport { a } from 'n';",
    "import { a } from 'm';\nimport { a } from 'n';",
  ],
  ['side effects', "import 'm';\nimport 'm';", "import 'm';\nimport 'm';"],
])('repeated imports: %s', (_name, before, after) => {
  expect(withoutRepeatedImports(before)).toBe(after);
});
