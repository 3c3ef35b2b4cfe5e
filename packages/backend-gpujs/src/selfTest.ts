/**
 * @file What a device has to get right before tensors may live on it: drivers differ in division, NaN and long loops.
 */
import { DeviceError } from '@x/tensor/core';
import { flat } from './access.js';
import type { Device } from './device.js';
import { type Emit, exp, log, round } from './emit/functions.js';
import type { Elementwise } from './expression.js';
import { reduceValue } from './kernels/reduce.js';
import type { Program } from './program.js';
import { identity } from './targets/target.js';
import type { Value } from './value.js';

/** One question to the device and the right answer. */
interface Question {
  readonly name: string;
  readonly ask: (device: Device) => Value;
  readonly answer: readonly number[];
}

const remainders: Program = {
  name: 'self-test of positions',
  arrays: [],
  ints: ['base', 'd'],
  floats: [],
  body: 'return imod(T + base, d);',
  large: true,
};

const range = (n: number): number[] => Array.from({ length: n }, (_, i) => i);

const COUNT = 4096;

/** Positions up to the largest that is tested, by divisors that are no powers of two. */
const positions: readonly Question[] = [0, 2 ** 20, 2 ** 24 - COUNT].flatMap((base) =>
  [3, 7, 127, 1000].map((d) => ({
    name: `position ${base} to ${base + COUNT} by ${d}`,
    ask: (device) => device.launch(remainders, COUNT, [], [base, d]),
    answer: range(COUNT).map((i) => (i + base) % d),
  })),
);

/** A function of an array. */
function mapped(name: string, emit: Emit, values: readonly number[]): (device: Device) => Value {
  return (device) => {
    const x = device.fromHost(Float32Array.from(values));
    const fn: Elementwise = { name: `self-test of ${name}`, emit: (body, [v]) => emit(body, v!) };
    const result = device.elementwise(fn, x.size, [{ value: x, access: flat }]);
    x.release();
    return result;
  };
}

const LONG = 100_000;

const questions: readonly Question[] = [
  ...positions,
  { name: 'exp', ask: mapped('exp', exp, [NaN, Infinity, -Infinity, 0]), answer: [NaN, Infinity, 0, 1] },
  { name: 'log', ask: mapped('log', log, [NaN, Infinity, 0, -1, 1]), answer: [NaN, Infinity, -Infinity, NaN, 0] },
  { name: 'round', ask: mapped('round', round, [0.5, 1.5, -2.5, 8388609]), answer: [0, 2, -2, 8388609] },
  {
    name: `a sum of ${LONG} ones`,
    ask: (device) => {
      const ones = device.filled(LONG, 1);
      const sum = reduceValue(device, ones, 'sum', 'float32');
      ones.release();
      return sum;
    },
    answer: [LONG],
  },
  {
    name: `a copy of ${LONG} whole numbers`,
    ask: (device) => {
      const x = device.fromHost(Float32Array.from(range(LONG)));
      const copy = device.launch(identity, LONG, [x]);
      x.release();
      return copy;
    },
    answer: range(LONG),
  },
];

const equal = (a: number | undefined, b: number): boolean => a === b || (Number.isNaN(a) && Number.isNaN(b));

/**
 * Asks everything.
 *
 * @throws DeviceError that names the first wrong answer.
 */
export async function selfTest(device: Device): Promise<void> {
  for (const { name, ask, answer } of questions) {
    const value = ask(device);
    const got = await device.read(value);
    value.release();
    const wrong = answer.findIndex((expected, i) => !equal(got[i], expected));
    if (wrong < 0) continue;
    const { mode, adapter } = device.target;
    throw new DeviceError(
      'gpu',
      `${mode} on ${adapter} computes wrongly: ${name}: element ${wrong} is ${got[wrong]}, not ${answer[wrong]}; use another mode or the device cpu`,
      { devices: ['gpu'] },
    );
  }
}
