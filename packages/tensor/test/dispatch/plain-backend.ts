/**
 * @file A backend with the required kernels and nothing else, as someone might write it in an afternoon: every element by
 * itself, by the definitions. It cannot be read synchronously.
 */
import {
  type Backend,
  binaryFunctions,
  type Buffer,
  compareKinds,
  type DType,
  hostView,
  IndexError,
  type Kernels,
  type Operand,
  type ReduceKind,
  type TypedArray,
  unaryFunctions,
} from '../../src/index.js';
import { indicesOf, positionsOf } from '../layout/model.js';

class PlainBuffer implements Buffer {
  readonly bytes: Uint8Array;

  constructor(readonly byteLength: number) {
    this.bytes = new Uint8Array(byteLength);
  }
}

type PlainOperand = Operand<PlainBuffer>;

const memoryOf = ({ buffer, dtype }: PlainOperand): TypedArray => hostView(dtype, buffer.bytes);
const valuesOf = (x: PlainOperand): number[] => {
  const memory = memoryOf(x);
  return positionsOf(x.layout).map((p) => memory[p]!);
};
const stored = (dtype: DType, value: number): number => (dtype === 'bool' ? Number(value !== 0) : value);
const position = ({ layout }: PlainOperand, index: readonly number[]): number =>
  index.reduce((p, i, d) => p + i * layout.strides[d]!, layout.offset);

/** Writes the values, in row-major order. */
function store(out: PlainOperand, values: readonly number[]): void {
  const memory = memoryOf(out);
  positionsOf(out.layout).forEach((p, i) => {
    memory[p] = stored(out.dtype, values[i]!);
  });
}

function map(out: PlainOperand, inputs: readonly PlainOperand[], fn: (...values: number[]) => number): void {
  const columns = inputs.map(valuesOf);
  store(
    out,
    positionsOf(out.layout).map((_, i) => fn(...columns.map((column) => column[i]!))),
  );
}

const folds: Readonly<Record<ReduceKind, (values: readonly number[]) => number>> = {
  sum: (values) => values.reduce((a, b) => a + b, 0),
  mean: (values) => values.reduce((a, b) => a + b, 0) / values.length,
  prod: (values) => values.reduce((a, b) => a * b, 1),
  max: (values) => Math.max(...values),
  min: (values) => Math.min(...values),
};

/** The values of x that come together in each element of a result with size 1 at `axes`. */
function groups(x: PlainOperand, out: PlainOperand, axes: readonly number[]): number[][] {
  const memory = memoryOf(x);
  const lines = new Map(indicesOf(out.layout.shape).map((index) => [index.join(), [] as number[]]));
  for (const index of indicesOf(x.layout.shape)) {
    lines.get(index.map((i, d) => (axes.includes(d) ? 0 : i)).join())!.push(memory[position(x, index)]!);
  }
  return [...lines.values()];
}

/** For every element of `index`: its own indices, and those of the element that it names along `axis` of `of`. */
function named(index: PlainOperand, of: PlainOperand, axis: number): { here: number[]; there: number[] }[] {
  const memory = memoryOf(index);
  const size = of.layout.shape[axis]!;
  return indicesOf(index.layout.shape).map((here) => {
    const i = memory[position(index, here)]!;
    if (i < 0 || i >= size) throw new IndexError('index', `index ${i} is outside of ${size}`, { index: i, size });
    return { here, there: here.with(axis, i) };
  });
}

const kernels: Kernels<PlainBuffer> = {
  fill: (_, [out], { value }) => map(out, [], () => value),
  copy: ([x], [out]) => map(out, [x], (v) => v),
  cast: ([x], [out]) => map(out, [x], (v) => v),
  unary: ([x], [out], { kind }) => map(out, [x], unaryFunctions[kind]),
  binary: ([a, b], [out], { kind }) => map(out, [a, b], binaryFunctions[kind]),
  compare: ([a, b], [out], { kind }) => map(out, [a, b], (p, q) => Number(compareKinds[kind](p, q))),
  where: ([condition, a, b], [out]) => map(out, [condition, a, b], (c, p, q) => (c !== 0 ? p : q)),
  reduce: ([x], [out], { kind, axes }) => store(out, groups(x, out, axes).map(folds[kind])),
  argReduce: ([x], [out], { kind, axis }) => {
    const extreme = folds[kind === 'argmax' ? 'max' : 'min'];
    store(
      out,
      groups(x, out, [axis]).map((line) => line.findIndex((v) => Object.is(v, extreme(line)) || v === extreme(line))),
    );
  },
  matmul: ([a, b], [out]) => {
    const [left, right] = [memoryOf(a), memoryOf(b)];
    const inner = a.layout.shape.at(-1)!;
    const sums = indicesOf(out.layout.shape).map((index) => {
      const [batch, row, column] = [index.slice(0, -2), index.at(-2)!, index.at(-1)!];
      let sum = 0;
      for (let k = 0; k < inner; k++)
        sum += left[position(a, [...batch, row, k])]! * right[position(b, [...batch, k, column])]!;
      return sum;
    });
    store(out, sums);
  },
  gather: ([x, index], [out], { axis }) => {
    const memory = memoryOf(x);
    store(
      out,
      named(index, x, axis).map(({ there }) => memory[position(x, there)]!),
    );
  },
  scatterAdd: ([index, src], [out], { axis }) => {
    const [from, to] = [memoryOf(src), memoryOf(out)];
    for (const { here, there } of named(index, out, axis)) to[position(out, there)]! += from[position(src, here)]!;
  },
  scatter: ([index, src], [out], { axis }) => {
    const [from, to] = [memoryOf(src), memoryOf(out)];
    for (const { here, there } of named(index, out, axis)) to[position(out, there)] = from[position(src, here)]!;
  },
};

export const plain: Backend<PlainBuffer> = {
  name: 'plain',
  kernels,
  supports: () => true,
  alloc: (byteLength) => new PlainBuffer(byteLength),
  free: () => undefined,
  write: ({ bytes }, data) => bytes.set(data),
  read: ({ bytes }, offset, length) => Promise.resolve(bytes.slice(offset, offset + length)),
};
