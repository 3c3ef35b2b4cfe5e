import { cpu } from '@x/backend-cpu';
import { isTensor, manualSeed, registerBackend, type Tensor } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { differences, valueDifferences } from '../../../tools/golden/compare.js';
import { callText, Inputs } from '../../../tools/golden/decode.js';
import type { EncodedGradients } from '../../../tools/golden/file.js';
import { pattern } from '../../../tools/golden/gradients.js';
import * as nn from '../src/index.js';
import modules from './golden/modules.json' with { type: 'json' };

/** A module made after manualSeed(0), and what happens to the inputs `on` after manualSeed(1). */
interface ModuleRow {
  readonly new: readonly unknown[];
  readonly training: boolean;
  readonly repr: string;
  readonly state: Readonly<Record<string, unknown>>;
  readonly on?: readonly unknown[] | undefined;
  readonly out?: unknown;
  readonly buffers?: Readonly<Record<string, unknown>> | undefined;
  readonly grad?: EncodedGradients | undefined;
  readonly parameters?: EncodedGradients | undefined;
}

registerBackend(await cpu());

const api: Readonly<Record<string, unknown>> = nn;

function construct(name: string, args: readonly unknown[]): nn.Module {
  const constructor = api[name];
  if (typeof constructor !== 'function') throw new TypeError(`there is no module ${name}`);
  const made: unknown = Reflect.construct(constructor, args);
  if (!(made instanceof nn.Module)) throw new TypeError(`${name} is not a Module`);
  return made;
}

const labelled = (label: string, lines: readonly string[]): string[] => lines.map((line) => `${label}: ${line}`);

function stateDifferences(
  actual: Iterable<readonly [string, Tensor]>,
  expected: Readonly<Record<string, unknown>>,
): string[] {
  const state = [...actual];
  const keys = state.map(([name]) => name).join(', ');
  const wanted = Object.entries(expected).filter(([, value]) => value !== undefined);
  const names = wanted.map(([name]) => name).join(', ');
  if (keys !== names) return [`the names are ${keys} instead of ${names}`];
  return wanted.flatMap(([name, want], i) => labelled(name, differences(state[i]?.[1], want)));
}

function gradientDifferences(
  actual: Iterable<readonly [string, Tensor]>,
  expected: EncodedGradients | undefined,
): string[] {
  return [...actual].flatMap(([name, { grad }]) => {
    const want = expected?.[name] ?? null;
    if (want === null) return grad === null ? [] : [`gradient of ${name}: there is one`];
    return labelled(
      `gradient of ${name}`,
      grad ? valueDifferences(grad.toTypedArray(), want, grad.dtype) : ['there is none'],
    );
  });
}

function check(row: ModuleRow): void {
  const tracked = (name: string): boolean => Boolean(row.grad && Object.hasOwn(row.grad, name));
  const inputs = new Inputs(
    modules.inputs,
    (leaf, name) => {
      if (tracked(name)) leaf.requiresGrad = true;
    },
    construct,
  );
  manualSeed(0);
  const [className, ...args] = row.new;
  const module = construct(String(className), inputs.args(args)).train(row.training);
  expect(String(module)).toBe(row.repr);
  expect(stateDifferences(Object.entries(module.stateDict()), row.state)).toEqual([]);
  if (!row.on) return;

  const given = inputs.args(row.on);
  manualSeed(1);
  const out: unknown = Reflect.apply(module, undefined, given);
  expect(differences(out, row.out)).toEqual([]);
  if (row.buffers) expect(stateDifferences(module.namedBuffers(), row.buffers)).toEqual([]);
  if (!row.grad) return;

  if (!isTensor(out)) throw new TypeError('the module returns no tensor');
  out.backward(pattern(out));
  const leaves = [...inputs.used].map(([name, { leaf }]) => [name, leaf] as const);
  expect(gradientDifferences(leaves, row.grad)).toEqual([]);
  expect(gradientDifferences(module.namedParameters(), row.parameters)).toEqual([]);
}

const title = (row: ModuleRow): string => {
  const [name, ...args] = row.new;
  const call = `new ${callText(String(name), args)}`;
  return `${call}${row.on ? ` on ${row.on.join(', ')}` : ''}${row.training ? '' : ' in evaluation'}`;
};

describe('modules', () => {
  const rows: readonly ModuleRow[] = modules.cases;
  it.each(rows.map((row) => [title(row), row] as const))('%s', (_, row) => check(row));
});
