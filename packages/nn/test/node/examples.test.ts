import { readdirSync, readFileSync } from 'node:fs';
import { cpu } from '@x/backend-cpu';
import * as tensors from '@x/tensor';
import { describe, expect, it } from 'vitest';
import * as nn from '../../src/index.js';
import { LeNet } from '../tutorial-models.js';

tensors.registerBackend(await cpu());

const sources = `${import.meta.dirname}/../../src`;
const net = new LeNet();
const layer = new nn.Linear(3, 2);
/** What the code of an example may use. */
const names: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ...Object.entries(tensors).filter(([name]) => name !== 'var'),
  ...Object.entries({ ...nn, net, layer, other: new LeNet(), console: { log: () => {} } }),
]);

/** The examples of one line, with the comment behind each. */
function examplesIn(
  path: string,
): { readonly path: string; readonly code: string; readonly shown: string | undefined }[] {
  const text = readFileSync(`${sources}/${path}`, 'utf8');
  const found = text.matchAll(/@example (?<code>[^\n]+?)(?: \/\/ (?<shown>[^\n]+?))?(?: \*\/)?\n/gu);
  return [...found].flatMap(({ groups }) =>
    groups?.code === undefined ? [] : [{ path, code: groups.code, shown: groups.shown }],
  );
}

function run(code: string): unknown {
  const body = /^(?:const|for) |;/u.test(code) ? code : `return ${code}`;
  const program: unknown = Reflect.construct(Function, [...names.keys(), body]);
  if (typeof program !== 'function') throw new TypeError('Function makes functions');
  return Reflect.apply(program, undefined, [...names.values()]);
}

/** A result as comments show it: tensors as lists, numbers to four places. */
function plain(value: unknown): unknown {
  if (tensors.isTensor(value)) return plain(value.tolist());
  if (Array.isArray(value)) return value.map(plain);
  return typeof value === 'number' ? Number(value.toFixed(4)) : value;
}

const files = readdirSync(sources, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.ts'));
const examples = files.flatMap(examplesIn);

describe('the examples of docstrings', () => {
  it.each(examples)('$path: $code', ({ code, shown }) => {
    const result = plain(run(code));
    expect(result).toEqual(shown === undefined ? result : run(shown));
  });

  it('are many', () => {
    expect(examples.filter(({ shown }) => shown !== undefined).length).toBeGreaterThan(50);
  });
});
