/**
 * @file From operands to values and back: kernels compute flat, row-major values and store them in whatever layout is asked for.
 */
import { type FusedKernels, itemSize, type Layout, type Operand, type RequiredKernels } from '@x/tensor/core';
import { accessOf } from './access.js';
import type { GpuBuffer } from './buffer.js';
import type { Device } from './device.js';
import type { Input } from './expression.js';
import type { Program } from './program.js';
import type { Value } from './value.js';

/** An operand on this device. */
export type GpuOperand = Operand<GpuBuffer>;

type KernelName = keyof RequiredKernels | keyof FusedKernels;

/** The type of a kernel by its name. */
export type Kernel<K extends KernelName> = (RequiredKernels<GpuBuffer> & FusedKernels<GpuBuffer>)[K];

/** What makes a kernel for a device, by the kernel's name. */
export type MakeKernel<K extends KernelName> = (device: Device) => Kernel<K>;

/** An operand as an elementwise function sees it. */
export function input({ buffer, layout, dtype }: GpuOperand): Input {
  return { value: buffer.value(dtype), access: accessOf(layout) };
}

/** The operand's memory as it is, with all elements that its layout leaves out. */
export const memory = ({ buffer, dtype }: GpuOperand): Value => buffer.value(dtype);

/** The operand's elements in row-major order. The caller releases the value. */
export function dense(device: Device, x: GpuOperand): Value {
  const { value, access } = input(x);
  return device.ordered(x.layout.size, value, access);
}

/** Runs a program on the row-major elements of operands. */
export function launchDense(
  device: Device,
  program: Program,
  size: number,
  operands: readonly GpuOperand[],
  numbers: readonly number[],
): Value {
  const values = operands.map((x) => dense(device, x));
  const result = device.launch(program, size, values, numbers);
  for (const value of values) value.release();
  return result;
}

/** Whether the layout is all of the buffer, in order. */
function isWhole({ buffer, layout, dtype }: GpuOperand): boolean {
  return layout.contiguous && layout.offset === 0 && layout.size * itemSize[dtype] === buffer.byteLength;
}

/** Puts row-major elements where the operand says, and takes the value over. */
export function store(device: Device, out: GpuOperand, elements: Value): void {
  if (out.layout.size === 0) elements.release();
  else if (isWhole(out)) out.buffer.put(out.dtype, elements);
  else {
    out.buffer.put(out.dtype, merged(device, out, elements));
    elements.release();
  }
}

const range: Program = {
  name: 'store in a range',
  arrays: ['old', 'x'],
  ints: ['start', 'n'],
  floats: [],
  body: 'if (T >= start && T < start + n) { return x[T - start]; } return old[T];',
  large: true,
};

const scattered: Program = {
  name: 'store by a map',
  arrays: ['old', 'x', 'map'],
  ints: [],
  floats: [],
  body: 'const from = map[T]; if (from < 0.0) { return old[T]; } return x[from];',
};

/** All of the memory with the elements in their places. */
function merged(device: Device, out: GpuOperand, elements: Value): Value {
  const old = memory(out);
  const { layout } = out;
  if (layout.contiguous) return device.launch(range, old.size, [old, elements], [layout.offset, layout.size]);
  const map = device.fromHost(sources(layout, old.size));
  const result = device.launch(scattered, old.size, [old, elements, map]);
  map.release();
  return result;
}

/** For every element of the memory: which row-major element belongs there, or -1. */
function sources({ shape, strides, offset }: Layout, size: number): Float32Array {
  const map = new Float32Array(size).fill(-1);
  let next = 0;
  const walk = (d: number, at: number): void => {
    if (d === shape.length) map[at] = next++;
    else for (let i = 0; i < shape[d]!; i++) walk(d + 1, at + i * strides[d]!);
  };
  walk(0, offset);
  return map;
}
