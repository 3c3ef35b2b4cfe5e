/**
 * @file gather, scatter and scatterAdd. No thread may write where another one does, so scatters look for what comes to an element.
 */
import { type DType, IndexError, isFloatingPoint } from '@x/tensor/core';
import { type Access, accessNumbers, accessParameters, collapse, position } from '../access.js';
import type { Device } from '../device.js';
import { Body } from '../emit/body.js';
import { inexact, stored } from '../emit/integers.js';
import { dense, type GpuOperand, type Kernel, memory, type MakeKernel, store } from '../operands.js';
import type { Program } from '../program.js';
import { refuse } from './checks.js';

function checkIndex(device: Device, op: string, index: GpuOperand, size: number): void {
  const name = `outside of ${size}`;
  refuse(
    device,
    index,
    (i) => i < 0 || i >= size,
    { name, emit: (b, [i]) => b.choose(`${i!} < 0.0 || ${i!} >= ${size}.0`, '1.0', '0.0') },
    (i) =>
      new IndexError(op, `index${i === undefined ? '' : ` ${i}`} is out of bounds for a dimension of size ${size}`, {
        size,
        ...(i === undefined ? {} : { index: i }),
      }),
  );
}

function gatherProgram(name: string, ranks: readonly [number, number]): Program {
  const [x, index] = ranks;
  return {
    name,
    arrays: ['a', 'index'],
    ints: ['step', ...accessParameters(x, 'p'), ...accessParameters(index, 'q')],
    floats: [],
    body: `return a[${position(x, 'p', 'T')} + index[${position(index, 'q', 'T')}] * step];`,
  };
}

export const gather: MakeKernel<'gather'> =
  (device) =>
  ([x, index], [out], { axis }) => {
    if (out.layout.size === 0) return;
    const { shape, strides, offset } = x.layout;
    checkIndex(device, 'gather', index, shape[axis]!);
    const from = collapse(out.layout.shape, strides.with(axis, 0), offset);
    const by = collapse(out.layout.shape, index.layout.strides, index.layout.offset);
    const ranks = [from.strides.length, by.strides.length] as const;
    const name = `gather ${ranks.join(' ')}`;
    const recipe = { name, make: () => gatherProgram(name, ranks) };
    const numbers = [strides[axis]!, ...accessNumbers(from), ...accessNumbers(by)];
    store(device, out, device.launch(recipe, out.layout.size, [memory(x), memory(index)], numbers));
  };

/** What a scatter does with a number that comes to an element. */
const writers = {
  scatter: (body: Body, s: string, x: string): void => body.set(s, x),
  scatterAdd: (body: Body, s: string, x: string): void => body.set(s, `${s} + ${x}`),
};

type Writer = keyof typeof writers;

/**
 * T is an element of `old`, number `imod(idiv(T, inner), size)` along the axis. Index and source have smaller sizes along other
 * dimensions perhaps: `within` says whether T is one of theirs.
 */
function scatterProgram(name: string, writer: Writer, dtype: DType, ranks: readonly [number, number]): Program {
  const body = new Body();
  const s = body.let('old[T]');
  const number = 'imod(idiv(T, inner), size)';
  const others = 'idiv(T, inner * size) * inner + imod(T, inner)';
  const hit = new Body('x');
  const value = hit.let(`source[${position(ranks[1], 'q', `(${others})`)} + j * sourceStep]`);
  writers[writer](hit, s, value);
  if (dtype === 'uint8') hit.set(s, stored(hit, dtype, s));
  if (dtype === 'int32') hit.set(s, 'nan', inexact(s));
  const at = `index[${position(ranks[0], 'p', `(${others})`)} + j * indexStep]`;
  body.add(`for (let j = 0; j < count; j++) { if (${at} === ${number}) { ${hit.text} } }`);
  return {
    name,
    arrays: ['old', 'index', 'source'],
    ints: [
      'inner',
      'size',
      'count',
      'indexStep',
      'sourceStep',
      ...accessParameters(ranks[0], 'p'),
      ...accessParameters(ranks[1], 'q'),
    ],
    floats: [],
    body: body.returning(stored(body, dtype, s)),
    large: true,
  };
}

/** Where the line of elements along the axis begins, for row-major indices of the other dimensions. */
function linesOf({ layout: { strides, offset } }: GpuOperand, shape: readonly number[], axis: number): Access {
  return collapse(shape.toSpliced(axis, 1), strides.toSpliced(axis, 1), offset);
}

const write =
  (writer: Writer): ((device: Device) => Kernel<Writer>) =>
  (device) =>
  ([index, source], [out], { axis }) => {
    if (index.layout.size === 0) return;
    const { shape } = out.layout;
    checkIndex(device, writer, index, shape[axis]!);
    const lines = [index, source].map((x) => linesOf(x, shape, axis)) as [Access, Access];
    const ranks = lines.map(({ strides }) => strides.length) as [number, number];
    const dtype = isFloatingPoint(out.dtype) ? 'float32' : out.dtype;
    const name = `${writer} ${dtype} ${ranks.join(' ')}`;
    const recipe = { name, make: () => scatterProgram(name, writer, dtype, ranks) };
    const inner = shape.slice(axis + 1).reduce((a, b) => a * b, 1);
    const steps = [index, source].map(({ layout }) => layout.strides[axis]!);
    const numbers = [inner, shape[axis]!, index.layout.shape[axis]!, ...steps, ...lines.flatMap(accessNumbers)];
    const old = dense(device, out);
    store(device, out, device.launch(recipe, out.layout.size, [old, memory(index), memory(source)], numbers));
    old.release();
  };

export const scatter: MakeKernel<'scatter'> = write('scatter');
export const scatterAdd: MakeKernel<'scatterAdd'> = write('scatterAdd');
