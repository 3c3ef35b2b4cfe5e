/**
 * @file Steps of LSTM and GRU and their gradients.
 */
import { type Dense, dense } from './dense.js';
import { type CpuOperand, elements, type Kernel } from './types.js';

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

/** Through a sigmoid whose value is y. */
const throughSigmoid = (grad: number, y: number): number => grad * y * (1 - y);
/** Through a hyperbolic tangent whose value is y. */
const throughTanh = (grad: number, y: number): number => grad * (1 - y * y);

const at = ({ data, offset }: Dense, i: number): number => data[offset + i]!;

/** Writes to outputs in row-major order. */
function writers(outputs: readonly CpuOperand[]): ((i: number, value: number) => void)[] {
  return outputs.map((out) => {
    const data = elements(out);
    const { offset } = out.layout;
    return (i, value) => {
      data[offset + i] = value;
    };
  });
}

/** Calls `body` for each hidden value with its place in a tensor of n and in one of `gates` n values a row. */
function eachValue([rows, n]: readonly number[], body: (i: number, row: number, j: number) => void): void {
  for (let row = 0; row < rows!; row++) for (let j = 0; j < n!; j++) body(row * n! + j, row, j);
}

export const lstmCell: Kernel<'lstmCell'> = (inputs, outputs) => {
  const [x, h, before] = inputs.map(dense) as [Dense, Dense, Dense];
  const [hidden, memory, gates] = writers(outputs);
  const { shape } = inputs[2].layout;
  const n = shape[1]!;
  eachValue(shape, (i, row, j) => {
    const place = (gate: number): number => (4 * row + gate) * n + j;
    const sum = (gate: number): number => at(x, place(gate)) + at(h, place(gate));
    const values = [sigmoid(sum(0)), sigmoid(sum(1)), Math.tanh(sum(2)), sigmoid(sum(3))] as const;
    const next = values[1] * at(before, i) + values[0] * values[2];
    memory!(i, next);
    hidden!(i, values[3] * Math.tanh(next));
    values.forEach((value, gate) => gates!(place(gate), value));
  });
};

export const lstmCellBackward: Kernel<'lstmCellBackward'> = (inputs, outputs) => {
  const [first, second, forMemory, gates, memory, before] = inputs.map(dense);
  const [forGates, forBefore] = writers(outputs);
  const { shape } = inputs[0]!.layout;
  const n = shape[1]!;
  eachValue(shape, (i, row, j) => {
    const place = (gate: number): number => (4 * row + gate) * n + j;
    const [input, forget, candidate, output] = [0, 1, 2, 3].map((gate) => at(gates!, place(gate)));
    const forHidden = at(first!, i) + at(second!, i);
    const bent = Math.tanh(at(memory!, i));
    const through = at(forMemory!, i) + throughTanh(forHidden * output!, bent);
    forGates!(place(0), throughSigmoid(through * candidate!, input!));
    forGates!(place(1), throughSigmoid(through * at(before!, i), forget!));
    forGates!(place(2), throughTanh(through * input!, candidate!));
    forGates!(place(3), throughSigmoid(forHidden * bent, output!));
    forBefore!(i, through * forget!);
  });
};

export const gruCell: Kernel<'gruCell'> = (inputs, outputs) => {
  const [x, h, before] = inputs.map(dense) as [Dense, Dense, Dense];
  const [hidden, gates] = writers(outputs);
  const { shape } = inputs[2].layout;
  const n = shape[1]!;
  eachValue(shape, (i, row, j) => {
    const place = (gate: number): number => (3 * row + gate) * n + j;
    const reset = sigmoid(at(x, place(0)) + at(h, place(0)));
    const update = sigmoid(at(x, place(1)) + at(h, place(1)));
    const part = at(h, place(2));
    const candidate = Math.tanh(at(x, place(2)) + reset * part);
    hidden!(i, candidate + update * (at(before, i) - candidate));
    [reset, update, candidate, part].forEach((value, gate) => gates!((4 * row + gate) * n + j, value));
  });
};

export const gruCellBackward: Kernel<'gruCellBackward'> = (inputs, outputs) => {
  const [first, second, gates, before] = inputs.map(dense);
  const [forInput, forState, forBefore] = writers(outputs);
  const { shape } = inputs[0]!.layout;
  const n = shape[1]!;
  eachValue(shape, (i, row, j) => {
    const [reset, update, candidate, part] = [0, 1, 2, 3].map((gate) => at(gates!, (4 * row + gate) * n + j));
    const forHidden = at(first!, i) + at(second!, i);
    const forCandidate = throughTanh(forHidden * (1 - update!), candidate!);
    const forReset = throughSigmoid(forCandidate * part!, reset!);
    const forUpdate = throughSigmoid(forHidden * (at(before!, i) - candidate!), update!);
    const write = (to: typeof forInput, last: number): void =>
      [forReset, forUpdate, last].forEach((value, gate) => to!((3 * row + gate) * n + j, value));
    write(forInput, forCandidate);
    write(forState, forCandidate * reset!);
    forBefore!(i, forHidden * update!);
  });
};
