/**
 * @file The backend under test: operands are placed on it with given values and layouts, and read back in logical order.
 */
import {
  type Backend,
  type Buffer,
  type DType,
  hostArray,
  hostView,
  itemSize,
  Layout,
  type Operand,
  type Shape,
} from '@x/tensor';
import { expect } from 'vitest';
import { type HostArray, positions } from './host.js';
import { contiguous, type LayoutMaker } from './layouts.js';

/** Largest error of a floating point result, relative to the larger of 1 and the expected number. */
export type Tolerance = Readonly<Record<'float32' | 'float64', number>>;

/** The memory around an operand's elements holds this; a bool holds 1. */
const POISON = 99;

/** A backend with the dtypes and the precision that are expected of it. */
export class Subject {
  readonly backend: Backend;
  readonly dtypes: readonly DType[];
  readonly tolerance: Tolerance;
  #buffers: Buffer[] = [];

  constructor(backend: Backend, dtypes: readonly DType[], tolerance: Tolerance) {
    this.backend = backend;
    this.dtypes = dtypes;
    this.tolerance = tolerance;
  }

  /** The expected dtypes among `some`. */
  dtypesAmong(...some: readonly DType[]): DType[] {
    return this.dtypes.filter((dtype) => some.includes(dtype));
  }

  /** The floating point dtypes that are expected. */
  get floats(): DType[] {
    return this.dtypesAmong('float32', 'float64');
  }

  /** An operand with the array's values; where positions coincide, the last value stands there. */
  operand(array: HostArray, dtype: DType, layout: Layout | LayoutMaker = contiguous): Operand {
    const placed = layout instanceof Layout ? layout : layout(array.shape);
    const memory = this.#memory(placed, dtype);
    positions(placed).forEach((p, i) => {
      memory[p] = array.values[i]!;
    });
    return this.#upload(memory, placed, dtype);
  }

  /** A one-dimensional operand. */
  vector(values: readonly number[], dtype: DType): Operand {
    return this.operand({ shape: [values.length], values }, dtype);
  }

  /** An operand to write to. */
  output(shape: Shape, dtype: DType, layout: LayoutMaker = contiguous): Operand {
    const placed = layout(shape);
    return this.#upload(this.#memory(placed, dtype), placed, dtype);
  }

  /** All elements of an operand's memory, those between its own included. */
  async memory({ buffer, dtype }: Operand): Promise<number[]> {
    return [...hostView(dtype, await this.backend.read(buffer, 0, buffer.byteLength))];
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

  /** Gives the memory of all operands back. */
  freeAll(): void {
    for (const buffer of this.#buffers) this.backend.free(buffer);
    this.#buffers = [];
  }

  #memory(layout: Layout, dtype: DType): ReturnType<typeof hostArray> {
    const [, high] = layout.bounds();
    return hostArray(dtype, Math.max(high, layout.offset) + 3).fill(dtype === 'bool' ? 1 : POISON);
  }

  #upload(memory: ReturnType<typeof hostArray>, layout: Layout, dtype: DType): Operand {
    const buffer = this.backend.alloc(memory.length * itemSize[dtype]);
    this.#buffers.push(buffer);
    this.backend.write(buffer, new Uint8Array(memory.buffer));
    return { buffer, layout, dtype };
  }
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
