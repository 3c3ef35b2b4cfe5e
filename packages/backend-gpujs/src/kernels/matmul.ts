/**
 * @file Matrix products.
 */
import { type DType, isFloatingPoint, type Layout } from '@x/tensor/core';
import { type Access, accessNumbers, accessParameters, collapse, position } from '../access.js';
import { Body } from '../emit/body.js';
import { inexact, stored } from '../emit/integers.js';
import { memory, type MakeKernel, store } from '../operands.js';
import type { Program } from '../program.js';

/** Where the matrices of a batch begin. */
const batches = ({ shape, strides, offset }: Layout): Access =>
  collapse(shape.slice(0, -2), strides.slice(0, -2), offset);

/** One thread an element, of operands with any strides. */
function makeProgram(name: string, dtype: DType, ranks: readonly [number, number]): Program {
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
  return {
    name,
    arrays: ['a', 'b'],
    ints: [
      'm',
      'n',
      'count',
      'am',
      'ak',
      'bk',
      'bn',
      ...accessParameters(ranks[0], 'p'),
      ...accessParameters(ranks[1], 'q'),
    ],
    floats: [],
    body: body.returning(stored(body, dtype, s)),
    large: true,
  };
}

export const matmul: MakeKernel<'matmul'> =
  (device) =>
  ([a, b], [out]) => {
    const [m, n] = out.layout.shape.slice(-2) as [number, number];
    const count = a.layout.shape.at(-1)!;
    if (count === 0) {
      store(device, out, device.filled(out.layout.size, 0));
      return;
    }
    const [left, right] = [batches(a.layout), batches(b.layout)];
    const dtype = isFloatingPoint(a.dtype) ? 'float32' : a.dtype;
    const ranks = [left.strides.length, right.strides.length] as const;
    const name = `matmul ${dtype} ${ranks.join(' ')}`;
    const steps = [a.layout, b.layout].flatMap(({ strides }) => strides.slice(-2));
    const numbers = [m, n, count, ...steps, ...accessNumbers(left), ...accessNumbers(right)];
    const recipe = { name, make: () => makeProgram(name, dtype, [...ranks]) };
    store(device, out, device.launch(recipe, out.layout.size, [memory(a), memory(b)], numbers));
  };
