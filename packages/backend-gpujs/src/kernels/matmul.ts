/**
 * @file Matrix products.
 */
import { type DType, isFloatingPoint, type Layout } from '@x/tensor/core';
import { type Access, accessNumbers, accessParameters, collapse, flat, position } from '../access.js';
import type { Device } from '../device.js';
import { Body } from '../emit/body.js';
import { inexact, stored } from '../emit/integers.js';
import type { Elementwise } from '../expression.js';
import { type GpuOperand, input, type MakeKernel, memory, store } from '../operands.js';
import type { Program } from '../program.js';
import type { Value } from '../value.js';

/** Where the matrices of a batch begin. */
const batches = ({ shape, strides, offset }: Layout): Access =>
  collapse(shape.slice(0, -2), strides.slice(0, -2), offset);

type Ranks = readonly [left: number, right: number];

const SIZES = ['m', 'n', 'count', 'am', 'ak', 'bk', 'bn'];

const parameters = ([left, right]: Ranks): string[] =>
  SIZES.concat(accessParameters(left, 'p'), accessParameters(right, 'q'));

/** One thread an element, of arrays of any size and of whole numbers. */
function exactProgram(name: string, dtype: DType, ranks: Ranks): Program {
  const batch = 'idiv(T, m * n)';
  const left = `${position(ranks[0], 'p', batch)} + idiv(imod(T, m * n), n) * am + k * ak`;
  const right = `${position(ranks[1], 'q', batch)} + k * bk + imod(T, n) * bn`;
  const body = new Body();
  const s = body.let('0.0');
  const inner = new Body('x');
  inner.set(s, `${s} + a[${left}] * b[${right}]`);
  if (dtype === 'uint8') inner.set(s, stored(inner, dtype, s));
  if (dtype === 'int32') inner.set(s, 'nan', inexact(s));
  body.add(`for (let k = 0; k < count; k++) { ${inner.text} }`);
  const ints = parameters(ranks);
  return { name, arrays: ['a', 'b'], ints, floats: [], body: body.returning(stored(body, dtype, s)), large: true };
}

/**
 * One thread `width` elements of a row, which read each element of the left matrix once. The positions that do not change in the
 * loop are floats, so arrays may have 2²⁴ elements; a row of the result is a multiple of `width` long.
 */
function fastProgram(name: string, ranks: Ranks, width: 1 | 4): Program {
  const quads = width === 1 ? 'n' : 'idiv(n + 3, 4)';
  const batch = `idiv(T, m * ${quads})`;
  const columns = Array.from({ length: width }, (_, c) => c);
  const body = `
    const left = ${position(ranks[0], 'p', batch)} + imod(idiv(T, ${quads}), m) * am;
    const right = ${position(ranks[1], 'q', batch)};
    const column = imod(T, ${quads}) * ${width};
    ${columns.map((c) => `const b${c} = right + Math.min(column + ${c}.0, n - 1) * bn; let s${c} = 0.0;`).join('\n')}
    for (let k = 0; k < count; k++) {
      const x = a[left + k * ak];
      ${columns.map((c) => `s${c} += x * b[b${c} + k * bk];`).join(' ')}
    }
    return ${width === 1 ? 's0' : '[s0, s1, s2, s3]'};`;
  return { name, arrays: ['a', 'b'], ints: parameters(ranks), floats: [], body, width };
}

/** Elements up to which float positions are exact. */
const EXACT = 2 ** 24;

/** The product as a value. */
function product(device: Device, a: GpuOperand, b: GpuOperand, shape: readonly number[]): Value {
  const size = shape.reduce((x, y) => x * y, 1);
  const [m, n] = shape.slice(-2) as [number, number];
  const count = a.layout.shape.at(-1)!;
  if (count === 0 || size === 0) return device.filled(size, 0);
  const arrays = [memory(a), memory(b)];
  const [left, right] = [batches(a.layout), batches(b.layout)];
  const ranks = [left.strides.length, right.strides.length] as const;
  const steps = [a.layout, b.layout].flatMap(({ strides }) => strides.slice(-2));
  const numbers = [m, n, count, ...steps, ...accessNumbers(left), ...accessNumbers(right)];
  const launch = (name: string, make: (name: string) => Program, elements: number): Value =>
    device.launch({ name, make: () => make(name) }, elements, arrays, numbers);

  const width = device.target.quads && n > 1 ? 4 : 1;
  const row = Math.ceil(n / width) * width;
  const padded = (size / n) * row;
  const floats = isFloatingPoint(a.dtype);
  if (!floats || padded > EXACT || arrays.some((value) => value.size > EXACT)) {
    const dtype = floats ? 'float32' : a.dtype;
    return launch(`matmul ${dtype} ${ranks.join(' ')}`, (name) => exactProgram(name, dtype, ranks), size);
  }
  const wide = launch(`matmul by ${width} ${ranks.join(' ')}`, (name) => fastProgram(name, ranks, width), padded);
  if (row === n) return wide;
  const result = device.ordered(size, wide, { offset: 0, sizes: [size / n, n], strides: [row, 1] });
  wide.release();
  return result;
}

export const matmul: MakeKernel<'matmul'> =
  (device) =>
  ([a, b], [out]) =>
    store(device, out, product(device, a, b, out.layout.shape));

const plus: Elementwise = { name: 'plus', emit: (_, [x, y]) => `${x!} + ${y!}` };

export const addmm: MakeKernel<'addmm'> =
  (device) =>
  ([bias, a, b], [out]) => {
    const value = product(device, a, b, out.layout.shape);
    const sum = device.elementwise(plus, out.layout.size, [{ value, access: flat }, input(bias)]);
    value.release();
    store(device, out, sum);
  };
