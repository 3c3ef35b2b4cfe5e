/**
 * @file Random numbers after a seed, and inputs that are changed in place: all as in PyTorch.
 */
import { cpu } from '@x/backend-cpu';
import { manualSeed, registerBackend } from '@x/tensor';
import { expect, it } from 'vitest';
import { differences, valueDifferences } from '../../../tools/golden/compare.js';
import { callText, Inputs } from '../../../tools/golden/decode.js';
import type { EncodedNumber } from '../../../tools/golden/file.js';
import * as api from '../src/index.js';
import effects from './golden/effects.json' with { type: 'json' };

registerBackend(await cpu());

const functions: Readonly<Record<string, unknown>> = api;

it.each(effects.cases.map((row) => [`${callText(row.fn, row.args)} after manualSeed(${row.seed})`, row] as const))(
  '%s',
  (_, row) => {
    const call = functions[row.fn];
    if (typeof call !== 'function') throw new TypeError(`there is no function ${row.fn}`);
    const inputs = new Inputs(effects.inputs);
    const args = inputs.args(row.args);
    manualSeed(row.seed);
    const result: unknown = Reflect.apply(call, undefined, args);
    const after: Readonly<Record<string, readonly EncodedNumber[] | undefined>> = row.after;
    const changed = [...inputs.used].flatMap(([name, { leaf }]) =>
      valueDifferences(leaf.toTypedArray(), after[name] ?? [], leaf.dtype).map((line) => `${name} afterwards: ${line}`),
    );
    expect([...differences(result, row.out), ...changed]).toEqual([]);
  },
);
