/**
 * @file The backend under test: operands are placed on it with given values and layouts, and read back in logical order.
 */
import {
  type Backend,
  type DType,
  hostArray,
  hostView,
  itemSize,
  Layout,
  type Operand,
  type Shape,
  type TypedArray,
} from '@x/tensor/core';
import { expect } from 'vitest';
import { type HostArray, positions } from './host.js';
import { contiguous, type LayoutMaker } from './layouts.js';

/** Largest error of a floating point result, relative to the larger of 1 and the expected number. */
export type Tolerance = Readonly<Record<'float32' | 'float64', number>>;

/** The memory around an operand's elements holds this; a bool holds 1. */
const POISON = 99;

/** Memory on the backend, with what was written to it at the start. */
interface Placed {
  readonly operand: Operand;
  readonly start: TypedArray;
  /** Kernels only read it. */
  readonly input: boolean;
}

/** A backend with the dtypes and the precision that are expected of it. */
export class Subject {
  readonly backend: Backend;
  readonly dtypes: readonly DType[];
  readonly tolerance: Tolerance;
  readonly #largestInteger: number;
  #placed: Placed[] = [];

  constructor(backend: Backend, dtypes: readonly DType[], tolerance: Tolerance, largestInteger: number) {
    this.backend = backend;
    this.dtypes = dtypes;
    this.tolerance = tolerance;
    this.#largestInteger = largestInteger;
  }

  /** The expected dtypes among `some`. */
  dtypesAmong(...some: readonly DType[]): DType[] {
    return this.dtypes.filter((dtype) => some.includes(dtype));
  }

  /** The floating point dtypes that are expected. */
  get floats(): DType[] {
    return this.dtypesAmong('float32', 'float64');
  }

  /** Whether the backend holds all int32 numbers. */
  get holdsAllIntegers(): boolean {
    return this.#largestInteger >= 2 ** 31;
  }

  /** Whether the backend holds this number as an element of `dtype`. */
  holds(dtype: DType, value: number): boolean {
    return dtype !== 'int32' || Math.abs(value) <= this.#largestInteger;
  }

  /** An operand that kernels read; where positions coincide, the last value stands there. */
  operand(array: HostArray, dtype: DType, layout: Layout | LayoutMaker = contiguous): Operand {
    return this.#place(layout instanceof Layout ? layout : layout(array.shape), dtype, array.values, true);
  }

  /** A one-dimensional operand. */
  vector(values: readonly number[], dtype: DType): Operand {
    return this.operand({ shape: [values.length], values }, dtype);
  }

  /** An operand to write to, which holds numbers that nobody expects or, for kernels that update, the given ones. */
  output(shape: Shape, dtype: DType, layout: LayoutMaker = contiguous, values?: readonly number[]): Operand {
    return this.#place(layout(shape), dtype, values ?? [], false);
  }

  /** The values that an operand was given, in logical order of its layout. */
  given({ buffer, layout }: Operand): number[] {
    const placed = this.#placed.find(({ operand }) => operand.buffer === buffer);
    return placed ? positions(layout).map((p) => placed.start[p]!) : [];
  }

  /** All elements of an operand's memory, those between its own included. */
  async memory({ buffer, dtype }: Operand): Promise<TypedArray> {
    return hostView(dtype, await this.backend.read(buffer, 0, buffer.byteLength));
  }

  /** An operand's values in logical order. */
  async values(operand: Operand): Promise<number[]> {
    const memory = await this.memory(operand);
    return positions(operand.layout).map((p) => memory[p]!);
  }

  /** Largest error of a result of this dtype, relative to the larger of 1 and the expected number. */
  allowedError(dtype: DType): number {
    return dtype === 'float32' || dtype === 'float64' ? this.tolerance[dtype] : 0;
  }

  /** Checks that no operand was written to that kernels only read, and gives the memory of all back. */
  async finish(): Promise<void> {
    const placed = this.#placed;
    this.#placed = [];
    for (const { operand, start, input } of placed) {
      if (input) expectSame(await this.memory(operand), start);
      this.backend.free(operand.buffer);
    }
  }

  #place(layout: Layout, dtype: DType, values: readonly number[], input: boolean): Operand {
    const [, high] = layout.bounds();
    const start = hostArray(dtype, Math.max(high, layout.offset) + 3).fill(dtype === 'bool' ? 1 : POISON);
    if (values.length > 0) {
      positions(layout).forEach((p, i) => {
        start[p] = values[i]!;
      });
    }
    const buffer = this.backend.alloc(start.length * itemSize[dtype]);
    const operand = { buffer, layout, dtype };
    this.#placed.push({ operand, start, input });
    this.backend.write(buffer, new Uint8Array(start.buffer));
    return operand;
  }
}

/** Expects memory as it was at the start, bit for bit where that can be seen. */
function expectSame(memory: TypedArray, start: TypedArray): void {
  if (!start.every((value, i) => Object.is(value, memory[i]))) expect.fail('a kernel wrote to one of its inputs');
}

/**
 * Expects an operand's values: exactly for integers and bools, within `looser` times the tolerance for floating point.
 */
export async function expectValues(
  subject: Subject,
  operand: Operand,
  expected: readonly number[],
  looser = 1,
): Promise<void> {
  expectClose(await subject.values(operand), expected, subject.allowedError(operand.dtype) * looser);
}

/** Expects numbers that differ by at most `allowed · max(1, |expected|)`; NaN and infinities must be met exactly. */
function expectClose(actual: readonly number[], expected: readonly number[], allowed: number): void {
  expect(actual).toHaveLength(expected.length);
  const bad = expected.findIndex((value, i) => !isClose(actual[i]!, value, allowed));
  if (bad >= 0) {
    const [got, wanted] = [actual[bad]!, expected[bad]!];
    expect.fail(`element ${bad} of ${expected.length}: expected ${wanted}, got ${got} (allowed error: ${allowed})`);
  }
}

function isClose(actual: number, expected: number, allowed: number): boolean {
  if (Number.isNaN(expected)) return Number.isNaN(actual);
  if (actual === expected) return true;
  return Math.abs(actual - expected) <= allowed * Math.max(1, Math.abs(expected));
}
