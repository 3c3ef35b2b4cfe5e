/**
 * @file Comparing a module with a row of a golden table: initial state, printed text, value, gradients, buffers.
 */
import { backward } from '@x/autograd';
import { isFloatingPoint, isTensor, manualSeed, type Tensor } from '@x/tensor';
import { expect } from 'vitest';
import { differences, valueDifferences } from '../../../tools/golden/compare.js';
import { argumentText, callText, Inputs } from '../../../tools/golden/decode.js';
import type { EncodedGradients, GoldenFile } from '../../../tools/golden/file.js';
import { pattern } from '../../../tools/golden/gradients.js';
import * as nn from '../src/index.js';

/** A module made after manualSeed(0), and what happens to the inputs `on` after manualSeed(1). */
export interface ModuleRow {
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

const api: Readonly<Record<string, unknown>> = nn;

export function construct(name: string, args: readonly unknown[]): nn.Module {
  const constructor = api[name];
  if (typeof constructor !== 'function') throw new TypeError(`there is no module ${name}`);
  const made: unknown = Reflect.construct(constructor, args);
  if (!(made instanceof nn.Module)) throw new TypeError(`${name} is not a Module`);
  return made;
}

const labelled = (label: string, lines: readonly string[]): string[] => lines.map((line) => `${label}: ${line}`);

export function stateDifferences(
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

export function gradientDifferences(
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

/** The tensors of a result that gradients flow through, in order. */
function trackedIn(out: unknown): Tensor[] {
  if (isTensor(out)) return isFloatingPoint(out.dtype) && out.requiresGrad ? [out] : [];
  return typeof out === 'object' && out !== null ? Object.values(out).flatMap(trackedIn) : [];
}

/** Compares all that the row says. */
export function checkRow(table: GoldenFile<ModuleRow>, row: ModuleRow): void {
  const tracked = (name: string): boolean => Boolean(row.grad && Object.hasOwn(row.grad, name));
  const inputs = new Inputs(
    table.inputs,
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

  const outputs = trackedIn(out);
  backward(outputs, outputs.map(pattern));
  const leaves = [...inputs.used].map(([name, { leaf }]) => [name, leaf] as const);
  expect(gradientDifferences(leaves, row.grad)).toEqual([]);
  expect(gradientDifferences(module.namedParameters(), row.parameters)).toEqual([]);
}

/** The call as text, for the name of a test. */
export function titleOf(row: ModuleRow): string {
  const [name, ...args] = row.new;
  const given = row.on ? ` on ${row.on.map(argumentText).join(', ')}` : '';
  return `new ${callText(String(name), args)}${given}${row.training ? '' : ' in evaluation'}`;
}
