import { readdirSync, readFileSync } from 'node:fs';
import { cpu } from '@x/backend-cpu';
import { describe, expect, it } from 'vitest';
import * as api from '../../src/index.js';

api.registerBackend(await cpu());

const sources = `${import.meta.dirname}/../../src`;

interface Example {
  readonly code: string;
  /** What the comment behind the code says. */
  readonly shown: string | undefined;
}

/** The examples of one line in the docstrings of a file; those that use names of the reader are left to the type checker. */
function examplesIn(path: string): Example[] {
  const lines = readFileSync(path, 'utf8').matchAll(
    /@example (?<code>[^\n]+?)(?: \/\/ (?<shown>[^\n]+?))?(?: \*\/)?\n/gu,
  );
  return [...lines].flatMap(({ groups }) => {
    const code = groups?.code ?? '';
    return /\b(?:x|registerBackend|net|await evaluate)\b/u.test(code) ? [] : [{ code, shown: groups?.shown }];
  });
}

/** Runs an expression, or several statements, with the package's exports in scope. */
async function run(code: string): Promise<unknown> {
  const names = Object.keys(api).filter((name) => name !== 'var');
  const text = code.startsWith('const ') || code.includes(';') ? code : `return ${code}`;
  const body = `return (async () => { ${text} })();`;
  const program: unknown = Reflect.construct(Function, [...names, body]);
  if (typeof program !== 'function') throw new TypeError('Function makes functions');
  return Reflect.apply(
    program,
    undefined,
    names.map((name) => Reflect.get(api, name)),
  );
}

/** A result as comments show it: tensors as lists, numbers to four places. */
function plain(value: unknown): unknown {
  if (api.isTensor(value)) return plain(value.tolist());
  if (ArrayBuffer.isView(value)) return plain(Array.from(value as Float32Array));
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'number' ? Number(value.toFixed(4)) : value;
}

// special.ts holds functions of numbers, of the same names
const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter(
  (path) => /^(?:api\/)?[\w-]+\.ts$/u.test(path) && path !== 'special.ts',
);
const examples = files.flatMap((path) =>
  examplesIn(`${sources}/${path}`).map(({ code, shown }) => ({ path, code, shown })),
);

describe('the examples of docstrings', () => {
  it.each(examples)('$path: $code', async ({ code, shown }) => {
    const result = plain(await run(code));
    const list = shown?.match(/^(?:\[.*\]|-?[\d.]+|true|false|'.*')$/u);
    expect(result).toEqual(list ? plain(await run(list[0])) : result);
  });

  it('are many', () => {
    expect(examples.filter(({ shown }) => shown !== undefined).length).toBeGreaterThan(100);
  });
});
