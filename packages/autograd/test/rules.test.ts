import { cpu } from '@x/backend-cpu';
import { registerBackend } from '@x/tensor';
import { expect, test } from 'vitest';
import { allOps } from './all-ops.js';
import { defineRules, ruleOf } from '../src/rule.js';
import { rules } from '../src/rules/index.js';

registerBackend(await cpu());
defineRules(...rules);

test('the list of ops is complete', () => {
  expect(allOps.length).toBeGreaterThan(100);
});

test.each(allOps.map((op) => [op.name, op] as const))(
  '%s has a rule, is a constant, or has a decomposition',
  (_, op) => {
    expect(ruleOf(op) !== undefined || op.decompose !== undefined).toBe(true);
  },
);
