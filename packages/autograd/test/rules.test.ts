import { cpu } from '@x/backend-cpu';
import { ops, registerBackend } from '@x/tensor';
import { defineRules, ruleOf } from '../src/rule.js';
import { rules } from '../src/rules/index.js';
import { expect, test } from 'vitest';

registerBackend(await cpu());
defineRules(...rules);

/** Every op that @x/tensor exports, tables of kinds included. */
function allOps(
  value: unknown,
  found: Set<{ name: string; decompose?: unknown }> = new Set(),
): Set<{ name: string; decompose?: unknown }> {
  if (typeof value !== 'object' || value === null) return found;
  if ('run' in value && 'name' in value && typeof value.name === 'string')
    found.add({ decompose: undefined, ...value, name: value.name });
  else for (const part of Object.values(value)) allOps(part, found);
  return found;
}

const list = [...allOps({ ...ops })];

test('the list of ops is complete', () => {
  expect(list.length).toBeGreaterThan(100);
});

test.each(list.map((op) => [op.name, op] as const))('%s has a rule, is a constant, or has a decomposition', (_, op) => {
  expect(ruleOf(op.name) !== undefined || op.decompose !== undefined).toBe(true);
});
