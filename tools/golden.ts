/**
 * @file Runs golden files: every row becomes a test named by the call, compared with PyTorch's answer.
 *
 * A function or method that does not exist fails its tests. Tolerances: float64 1e-9 relative, float32 2e-6 relative plus
 * 2e-6 of the largest expected value, integers and bools exact, unless the row has its own.
 */
import { describe, expect, it } from 'vitest';
import { XError } from '../packages/tensor/src/errors.js';
import { isTensor, type Tensor } from '../packages/tensor/src/index.js';
import { differences, type Tolerance, toleranceOf, valueDifferences } from './golden/compare.js';
import { callMethod, callText, Inputs } from './golden/decode.js';
import { type GoldenFile, isRecord, type Row } from './golden/file.js';

/** The exports of the package under test, by name. */
export type Api = Readonly<Record<string, unknown>>;

/** How gradients are found and compared: `gradients` of golden/gradients.ts, for packages that have @x/autograd. */
export interface Gradients {
  /** Makes gradients flow to this leaf. */
  track(leaf: Tensor): void;
  differences(row: Row, inputs: Inputs, result: unknown, tolerance: Tolerance | undefined): string[];
}

export interface GoldenOptions {
  /** Without it a file with gradients fails. */
  readonly gradients?: Gradients;
}

/** Fails with all the differences, one a line. */
function expectNone(found: readonly string[]): void {
  expect(found.join('\n')).toBe('');
}

/** One way of calling: the function of that name (`linalg.inv`), or the method or property of the first argument. */
function invoke(api: Api, form: string, fn: string, args: readonly unknown[]): unknown {
  if (form === 'm' || form === 'p') {
    const [self, ...rest] = args;
    if (!isTensor(self)) throw new TypeError(`${fn}: the first argument is not a tensor`);
    return form === 'p' ? Reflect.get(self, fn) : callMethod(self, fn, rest);
  }
  const exported = fn.split('.').reduce<unknown>((space, name) => (isRecord(space) ? space[name] : undefined), api);
  if (typeof exported !== 'function') throw new TypeError(`there is no function ${fn}`);
  return Reflect.apply(exported, undefined, args);
}

const isInPlace = (fn: string): boolean => fn === 'set' || fn.endsWith('_');

/** Inputs that the call changed although it should not have, and the one that it should have changed. */
function inputDifferences(row: Row, inputs: Inputs): string[] {
  const [first] = inputs.used.keys();
  return [...inputs.used].flatMap(([name, { leaf }]) => {
    const [dtype, , values] = inputs.encoded(name);
    const expected = row.after && name === first ? row.after : values;
    return valueDifferences(leaf.toTypedArray(), expected, dtype).map((line) => `${name} afterwards: ${line}`);
  });
}

function checkCall(api: Api, file: GoldenFile, row: Row, form: string, gradients: Gradients | undefined): void {
  const tolerance = toleranceOf(row.tol);
  const inputs = new Inputs(file.inputs, (leaf, name) => {
    if (row.grad && Object.hasOwn(row.grad, name)) gradients?.track(leaf);
  });
  const args = inputs.args(row.args ?? []);
  const result = invoke(api, form, row.fn, args);
  const found = row.out === undefined ? [] : differences(result, row.out, tolerance);
  if (row.out !== undefined || row.after) found.push(...inputDifferences(row, inputs));
  if (isInPlace(row.fn) && row.fn !== 'set' && result !== args[0]) found.push('the result is not the tensor itself');
  if (row.grad) {
    if (!gradients) throw new TypeError('a file with gradients needs the option gradients');
    found.push(...gradients.differences(row, inputs, isInPlace(row.fn) ? args[0] : result, tolerance));
  }
  expectNone(found);
}

function errorOf(call: () => unknown): unknown {
  try {
    call();
  } catch (error) {
    return error;
  }
  return undefined;
}

const errorText = (error: unknown): string =>
  error instanceof Error ? `${error.name}: ${error.message}` : typeof error;

/** The error's class must be ours, and the one expected unless that is `*`. */
function refusalDifferences(error: unknown, expected: string): string[] {
  if (error === undefined) return [`no error instead of ${expected}`];
  return error instanceof XError && (expected === '*' || error.name === expected)
    ? []
    : [`${errorText(error)} instead of a ${expected}`];
}

function checkRefusal(api: Api, file: GoldenFile, row: Row, form: string, expected: string): void {
  const inputs = new Inputs(file.inputs);
  const error = errorOf(() => invoke(api, form, row.fn, inputs.args(row.args ?? [])));
  expectNone([...refusalDifferences(error, expected), ...inputDifferences(row, inputs)]);
}

/** All calls of a row with `each`; a result `{ throws: class }` must be refused. */
function checkGrid(api: Api, file: GoldenFile, row: Row, calls: readonly (readonly unknown[])[]): void {
  const found = calls.flatMap((encoded, i) => {
    const want = row.outs?.[i];
    const args = new Inputs(file.inputs).args(encoded);
    let result: unknown;
    const error = errorOf(() => (result = invoke(api, row.as, row.fn, args)));
    const refused = isRecord(want) && typeof want.throws === 'string' ? want.throws : undefined;
    const lines =
      refused !== undefined
        ? refusalDifferences(error, refused)
        : error !== undefined
          ? [errorText(error)]
          : differences(result, want);
    return lines.map((line) => `${callText(row.fn, encoded)}: ${line}`);
  });
  expectNone(found);
}

function check(api: Api, file: GoldenFile, row: Row, gradients: Gradients | undefined): void {
  if (row.each) return checkGrid(api, file, row, row.each);
  for (const form of row.as) {
    if (row.throws === undefined) checkCall(api, file, row, form, gradients);
    else checkRefusal(api, file, row, form, row.throws);
  }
}

function titleOf(row: Row): string {
  const [first] = row.each ?? [];
  const call = first
    ? `${callText(row.fn, first)} and ${(row.each?.length ?? 1) - 1} more`
    : callText(row.fn, row.args ?? []);
  return row.throws === undefined ? call : `${call} throws ${row.throws}`;
}

/**
 * Makes a test of every row of a golden file.
 *
 * @param name - what the file is about.
 * @param file - the imported JSON.
 * @param api - the package's exports: `import * as api from '../src/index.js'`.
 * @example runGolden('unary', unary, api)
 */
export function runGolden(name: string, file: GoldenFile, api: Api, options: GoldenOptions = {}): void {
  describe(`${name} as in PyTorch`, () => {
    it.each(file.cases.map((row) => [titleOf(row), row] as const))('%s', (_, row) => {
      check(api, file, row, options.gradients);
    });
  });
}
