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
import { accelerate } from './accelerate.js';
import type { Engine } from './engine.js';
import { place } from './operands.js';

/** Addresses of operands that are all contiguous float32; undefined where one is not. */
function places(operands: readonly CpuOperand[]): number[] | undefined {
  return operands.every(({ dtype, layout }) => dtype === 'float32' && layout.contiguous)
    ? operands.map(place)
    : undefined;
}

type Five = [number, number, number, number, number];
type Six = [...Five, number];
type Seven = [...Six, number];
type Eight = [...Seven, number];

export function lstmCellKernel({ exports }: Engine): Kernel<'lstmCell'> {
  return accelerate((inputs, outputs) => {
    const at = places([...outputs, ...inputs]);
    if (at) exports.lstmCell_f32(...(at as Six), ...sizesOf(inputs[2]));
    return at !== undefined;
  }, lstmReference);
}

export function lstmCellBackwardKernel({ exports }: Engine): Kernel<'lstmCellBackward'> {
  return accelerate((inputs: readonly CpuOperand[], outputs) => {
    const at = places([...outputs, ...inputs]);
    if (at) exports.lstmCellBackward_f32(...(at as Eight), ...sizesOf(inputs[0]!));
    return at !== undefined;
  }, lstmBackwardReference);
}

export function gruCellKernel({ exports }: Engine): Kernel<'gruCell'> {
  return accelerate((inputs, outputs) => {
    const at = places([...outputs, ...inputs]);
    if (at) exports.gruCell_f32(...(at as Five), ...sizesOf(inputs[2]));
    return at !== undefined;
  }, gruReference);
}

export function gruCellBackwardKernel({ exports }: Engine): Kernel<'gruCellBackward'> {
  return accelerate((inputs: readonly CpuOperand[], outputs) => {
    const at = places([...outputs, ...inputs]);
    if (at) exports.gruCellBackward_f32(...(at as Seven), ...sizesOf(inputs[0]!));
    return at !== undefined;
  }, gruBackwardReference);
}

/** Rows and columns. */
function sizesOf({ layout: { shape } }: CpuOperand): [rows: number, n: number] {
  return [shape[0]!, shape[1]!];
}
