/**
 * @file Steps of LSTM and GRU and their gradients.
 */
import { type DType, type Shape, sizeOf } from '@x/tensor/core';
import { describe, it } from 'vitest';
import { describeFused } from '../fused.js';
import { stored } from '../host.js';
import { contiguous, layouts } from '../layouts.js';
import { spread } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';

/** Rows and hidden values. */
const sizes: readonly (readonly [rows: number, n: number])[] = [
  [1, 1],
  [3, 5],
  [2, 16],
  [4, 7],
];

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** A cell's values at one hidden value: those of each input, in the order of the inputs and their gates; likewise the results. */
type Cell = (...values: number[]) => number[];

interface Kind {
  /** Values of each input and output in a row, in multiples of the hidden values. */
  readonly inputs: readonly number[];
  readonly outputs: readonly number[];
  readonly cell: Cell;
}

const kinds: Readonly<Record<'lstmCell' | 'lstmCellBackward' | 'gruCell' | 'gruCellBackward', Kind>> = {
  lstmCell: {
    inputs: [4, 4, 1],
    outputs: [1, 1, 4],
    cell: (xi, xf, xg, xo, hi, hf, hg, ho, before) => {
      const gates = [sigmoid(xi + hi), sigmoid(xf + hf), Math.tanh(xg + hg), sigmoid(xo + ho)] as const;
      const memory = gates[1] * before + gates[0] * gates[2];
      return [gates[3] * Math.tanh(memory), memory, ...gates];
    },
  },
  lstmCellBackward: {
    inputs: [1, 1, 1, 4, 1, 1],
    outputs: [4, 1],
    cell: (first, second, forMemory, i, f, g, o, memory, before) => {
      const forHidden = first + second;
      const bent = Math.tanh(memory);
      const through = forMemory + forHidden * o * (1 - bent ** 2);
      return [
        through * g * i * (1 - i),
        through * before * f * (1 - f),
        through * i * (1 - g ** 2),
        forHidden * bent * o * (1 - o),
        through * f,
      ];
    },
  },
  gruCell: {
    inputs: [3, 3, 1],
    outputs: [1, 4],
    cell: (xr, xz, xn, hr, hz, hn, before) => {
      const [reset, update] = [sigmoid(xr + hr), sigmoid(xz + hz)];
      const candidate = Math.tanh(xn + reset * hn);
      return [(1 - update) * candidate + update * before, reset, update, candidate, hn];
    },
  },
  gruCellBackward: {
    inputs: [1, 1, 4, 1],
    outputs: [3, 3, 1],
    cell: (first, second, r, z, n, part, before) => {
      const forHidden = first + second;
      const forCandidate = forHidden * (1 - z) * (1 - n ** 2);
      const gates = [forCandidate * part * r * (1 - r), forHidden * (before - n) * z * (1 - z)];
      return [...gates, forCandidate, ...gates, forCandidate * r, forHidden * z];
    },
  },
};

const names = Object.keys(kinds) as readonly (keyof typeof kinds)[];

/** Position of gate `gate` of hidden value j in a row-major operand of `width` gates. */
const place = (row: number, width: number, gate: number, j: number, n: number): number => (row * width + gate) * n + j;

/** The results of a cell, one array for each output. */
function expectedOf(
  { inputs, outputs, cell }: Kind,
  given: readonly (readonly number[])[],
  [rows, n]: Shape,
): number[][] {
  const results = outputs.map((width): number[] => Array.from({ length: rows! * width * n! }, () => 0));
  for (let row = 0; row < rows!; row++) {
    for (let j = 0; j < n!; j++) {
      const values = given.flatMap((array, k) =>
        Array.from({ length: inputs[k]! }, (_, gate) => array[place(row, inputs[k]!, gate, j, n!)]!),
      );
      const made = cell(...values);
      let next = 0;
      results.forEach((array, k) => {
        for (let gate = 0; gate < outputs[k]!; gate++) array[place(row, outputs[k]!, gate, j, n!)] = made[next++]!;
      });
    }
  }
  return results;
}

export function recurrences(subject: Subject): void {
  describe('steps of recurrent layers', () => {
    describe.each(names)('%s', (name) => {
      const kind = kinds[name];
      describeFused(subject, name, (kernel: (...args: never) => void) => {
        async function check([rows, n]: readonly [number, number], dtype: DType, layout = contiguous): Promise<void> {
          const operands = kind.inputs.map((width, k) => {
            const shape = [rows, width * n];
            const values = spread(sizeOf(shape) + k, -1.5, 1.5).slice(k);
            return subject.operand({ shape, values: values.map((x) => stored(x, dtype)) }, dtype, layout);
          });
          const outputs = kind.outputs.map((width) => subject.output([rows, width * n], dtype));
          Reflect.apply(kernel, undefined, [operands, outputs, {}]);
          const given = operands.map((operand) => subject.given(operand));
          const expected = expectedOf(kind, given, [rows, n]);
          for (const [k, out] of outputs.entries()) await expectValues(subject, out, expected[k]!);
        }

        it.each(subject.floats)('%s', async (dtype) => {
          for (const size of sizes) await check(size, dtype);
        });

        it.each(Object.entries(layouts))('%s', async (_, layout) => {
          for (const size of sizes) await check(size, 'float32', layout);
        });
      });
    });
  });
}
