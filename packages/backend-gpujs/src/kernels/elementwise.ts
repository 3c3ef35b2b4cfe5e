/**
 * @file fill, copy, cast and the elementwise kinds: expressions that are computed when they are needed.
 */
import { type BinaryKind, type DType, isFloatingPoint, ValueError } from '@x/tensor/core';
import { binary as emitBinary, compare as emitCompare } from '../emit/binary.js';
import { cast as emitCast } from '../emit/cast.js';
import { stored } from '../emit/integers.js';
import { unary as emitUnary } from '../emit/unary.js';
import type { Device } from '../device.js';
import type { Elementwise } from '../expression.js';
import { type GpuOperand, input, type MakeKernel, store } from '../operands.js';
import { refuse } from './checks.js';

/** Elementwise functions by name: programs are told apart by these names. */
const functions = new Map<string, Elementwise>();

function elementwise(name: string, emit: () => Elementwise['emit']): Elementwise {
  const known = functions.get(name) ?? { name, emit: emit() };
  functions.set(name, known);
  return known;
}

function compute(device: Device, fn: Elementwise, inputs: readonly GpuOperand[], out: GpuOperand): void {
  store(device, out, device.elementwise(fn, out.layout.size, inputs.map(input)));
}

export const fill: MakeKernel<'fill'> =
  (device) =>
  (_, [out], { value }) => {
    const element = out.dtype === 'bool' ? Number(value !== 0) : value;
    const only = device.filled(1, element);
    const fn = elementwise(
      `fill ${out.dtype}`,
      () =>
        (b, [x]) =>
          stored(b, out.dtype, x!),
    );
    const filled =
      out.dtype === 'float32' || out.dtype === 'bool'
        ? device.filled(out.layout.size, element)
        : device.elementwise(fn, out.layout.size, [{ value: only, access: { offset: 0, sizes: [], strides: [] } }]);
    only.release();
    store(device, out, filled);
  };

export const copy: MakeKernel<'copy'> =
  (device) =>
  ([x], [out]) => {
    const { value, access } = input(x);
    store(device, out, device.ordered(out.layout.size, value, access));
  };

export const cast: MakeKernel<'cast'> =
  (device) =>
  ([x], [out]) => {
    const fn = elementwise(`${x.dtype} to ${out.dtype}`, () => {
      const emit = emitCast(x.dtype, out.dtype);
      return (b, [a]) => emit(b, a!);
    });
    compute(device, fn, [x], out);
  };

export const unary: MakeKernel<'unary'> =
  (device) =>
  ([x], [out], { kind }) => {
    const fn = elementwise(`${kind} ${x.dtype}`, () => {
      const emit = emitUnary(kind, x.dtype);
      return (b, [a]) => emit(b, a!);
    });
    compute(device, fn, [x], out);
  };

const divisions: ReadonlySet<BinaryKind> = new Set(['remainder', 'fmod', 'floorDivide', 'truncDivide']);

/** Refuses a divisor of zero, at once where the host knows it and when something is read elsewhere. */
function checkDivisor(device: Device, kind: BinaryKind, divisor: GpuOperand): void {
  const zero = (dtype: DType): Elementwise =>
    elementwise(
      `${dtype} is zero`,
      () =>
        (b, [x]) =>
          b.choose(`${x!} === 0.0`, '1.0', '0.0'),
    );
  refuse(
    device,
    divisor,
    (x) => x === 0,
    zero(divisor.dtype),
    () => new ValueError(kind, 'integer division by zero'),
  );
}

export const binary: MakeKernel<'binary'> =
  (device) =>
  ([a, b], [out], { kind }) => {
    if (divisions.has(kind) && !isFloatingPoint(b.dtype)) checkDivisor(device, kind, b);
    const fn = elementwise(`${kind} ${a.dtype}`, () => {
      const emit = emitBinary(kind, a.dtype);
      return (body, [x, y]) => emit(body, x!, y!);
    });
    compute(device, fn, [a, b], out);
  };

export const compare: MakeKernel<'compare'> =
  (device) =>
  ([a, b], [out], { kind }) => {
    const fn = elementwise(kind, () => {
      const emit = emitCompare(kind);
      return (body, [x, y]) => emit(body, x!, y!);
    });
    compute(device, fn, [a, b], out);
  };

export const where: MakeKernel<'where'> =
  (device) =>
  ([condition, a, b], [out]) => {
    const fn = elementwise('where', () => (body, [c, x, y]) => {
      const chosen = body.let(y!);
      body.set(chosen, x!, `${c!} > 0.5`);
      return chosen;
    });
    compute(device, fn, [condition, a, b], out);
  };
