import { manualSeed, registerBackend } from '@x/tensor';
import { cpu } from '@x/backend-cpu';
import { expect, test } from 'vitest';
import { allOps } from './all-ops.js';
import { gradcheck, gradgradcheck } from '../src/index.js';
import { ruleOf } from '../src/rule.js';

registerBackend(await cpu());
manualSeed(0);

// the tables make their inputs when they are loaded
const { core } = await import('./gradcheck/core.js');
const { nn } = await import('./gradcheck/nn.js');
const { linalgRows } = await import('./gradcheck/linalg.js');
const { specialRows } = await import('./gradcheck/special.js');
const rows = new Map([...core, ...nn, ...linalgRows, ...specialRows]);

test('every op with a rule is checked', () => {
  expect(allOps.filter((op) => ruleOf(op) && !rows.has(op.name)).map(({ name }) => name)).toEqual([]);
});

test.each([...rows])('gradients of %s', (_, { fn, inputs }) => {
  expect(gradcheck(fn, inputs)).toBe(true);
});

test.each([...rows].filter(([, row]) => !row.once))('gradients of the gradients of %s', (_, { fn, inputs }) => {
  expect(gradgradcheck(fn, inputs)).toBe(true);
});
