import { cpu } from '@x/backend-cpu';
import { registerBackend } from '@x/tensor';
import { expect, test } from 'vitest';
import golden from './golden/semantics.json' with { type: 'json' };
import { type Plain, plain, scenarios } from './semantics.js';

registerBackend(await cpu());

/** Numbers as they are compared: PyTorch's to twelve digits. */
function rounded(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(rounded);
  return typeof value === 'number' ? expect.closeTo(value, 10) : value;
}

test('every scenario of the file is here', () => {
  expect(Object.keys(scenarios)).toEqual(golden.cases.map(({ name }) => name));
});

test.each(golden.cases.map(({ name, result }) => [name, result] as const))('%s as in PyTorch', (name, result) => {
  const found: Plain = plain(scenarios[name]!());
  expect(found).toEqual(rounded(result));
});
