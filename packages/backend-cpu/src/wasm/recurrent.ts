/**
 * @file Steps of LSTM and GRU and their gradients, of contiguous float32 operands.
 */
import {
  gruCellBackward as gruBackwardReference,
  gruCell as gruReference,
  lstmCellBackward as lstmBackwardReference,
  lstmCell as lstmReference,
} from '../kernels/recurrent.js';
import type { CpuOperand, Kernel } from '../kernels/types.js';
import { cost } from '../threads/costs.js';
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { place } from './operands.js';
import { callsOf, parallel, parts } from './parallel.js';

/** A function of the module of matrices with the same rows, and of their number and the size of the state. */
type Cell = (...places: number[]) => void;

/** Runs a step in parts of the rows. False unless all operands are contiguous float32. */
function step(
  engine: Engine,
  run: Cell,
  inputs: readonly CpuOperand[],
  outputs: readonly CpuOperand[],
  { layout: { shape } }: CpuOperand,
): boolean {
  const operands = outputs.concat(inputs);
  if (!operands.every(({ dtype, layout }) => dtype === 'float32' && layout.contiguous)) return false;
  const [rows, n] = shape as [number, number];
  const call = (from: number, to: number): number[] => {
    const places = operands.map((x) => place(x) + 4 * from * x.layout.shape[1]!);
    places.push(to - from, n);
    return places;
  };
  parallel(engine, run, callsOf(parts(engine, rows, GATES * n * cost.polynomial), call));
  return true;
}

/** Polynomials for an element of the state. */
const GATES = 5;

export function lstmCellKernel(engine: Engine): Kernel<'lstmCell'> {
  const run = engine.exports.lstmCell_f32;
  return accelerate((inputs, outputs) => step(engine, run, inputs, outputs, inputs[2]), lstmReference);
}

export function lstmCellBackwardKernel(engine: Engine): Kernel<'lstmCellBackward'> {
  const run = engine.exports.lstmCellBackward_f32;
  return accelerate(
    (inputs: readonly CpuOperand[], outputs) => step(engine, run, inputs, outputs, inputs[0]!),
    lstmBackwardReference,
  );
}

export function gruCellKernel(engine: Engine): Kernel<'gruCell'> {
  const run = engine.exports.gruCell_f32;
  return accelerate((inputs, outputs) => step(engine, run, inputs, outputs, inputs[2]), gruReference);
}

export function gruCellBackwardKernel(engine: Engine): Kernel<'gruCellBackward'> {
  const run = engine.exports.gruCellBackward_f32;
  return accelerate(
    (inputs: readonly CpuOperand[], outputs) => step(engine, run, inputs, outputs, inputs[0]!),
    gruBackwardReference,
  );
}
