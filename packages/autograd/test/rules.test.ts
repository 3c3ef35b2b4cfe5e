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

/** Recording one of these is a GradError: PyTorch has no gradient of them either. */
const undifferentiable: ReadonlySet<string> = new Set(['geqrf']);

test.each(allOps.map((op) => [op.name, op] as const))(
  '%s has a rule, is a constant, or has a decomposition',
  (_, op) => {
    const differentiable = ruleOf(op) !== undefined || op.decompose !== undefined;
    expect(differentiable).toBe(!undifferentiable.has(op.name));
  },
);
