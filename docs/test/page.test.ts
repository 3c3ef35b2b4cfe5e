import { describe, expect, test } from 'vitest';
import { blocks } from '../src/page.js';
import { pages } from '../src/pages.js';

const page = (...lines: readonly string[]): string => lines.join('\n');

describe('blocks', () => {
  test('pairs code with the output that follows', () => {
    const text = page(
      '# Page',
      '```ts',
      'console.log(1);',
      '```',
      'prints',
      '```text',
      '1',
      '```',
      '```ts',
      'f();',
      '```',
    );
    expect(blocks('page.md', text)).toEqual([
      { line: 2, code: ['console.log(1);'], run: true, output: ['1'] },
      { line: 9, code: ['f();'], run: true, output: [] },
    ]);
  });

  test('knows code that is only type-checked', () => {
    expect(blocks('page.md', page('```ts no-run', 'f();', '```'))).toMatchObject([{ run: false }]);
  });

  test('leaves other fences alone, also longer ones around code', () => {
    expect(blocks('page.md', page('```sh', 'npm test', '```', '````md', '```ts', 'f();', '```', '````'))).toEqual([]);
  });

  test.each([
    ['an open fence', page('', '```ts', 'f();'), 'page.md:2: the fence is never closed'],
    ['a flag it does not know', page('```ts norun', '```'), 'page.md:1: ```ts norun is not run'],
    ['code that would not run', page('```js', '```'), 'page.md:1: ```js is not run'],
    ['output of nothing', page('```text', '1', '```'), 'page.md:1: no ```ts block prints this'],
  ])('refuses %s', (_name, text, message) => {
    expect(() => blocks('page.md', text)).toThrow(message);
  });
});

test.each(pages().filter(({ path }) => path.endsWith('README.md')))('$path has an example that runs', (readme) => {
  expect(readme.blocks.filter(({ run }) => run)).not.toEqual([]);
});
