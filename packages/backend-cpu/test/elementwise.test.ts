import {
  type BinaryKind,
  binaryKinds,
  binaryFunctions,
  compareKinds,
  type CompareKind,
  type DType,
  type UnaryKind,
  unaryKinds,
  unaryFunctions,
  ValueError,
} from '@x/tensor';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernels } from '../src/kernels/index.js';
import { operand, operandOf, output, shapes, valuesOf } from './support.js';

const special = [0, -0, 1, -1, 0.5, -2.5, 1e-30, 1e30, 300, -300, Infinity, -Infinity, NaN];
const grid = special.flatMap((a) => special.map((b) => [a, b] as const));
const f32 = (values: readonly number[]): number[] => values.map(Math.fround);

function unaryOf(kind: UnaryKind, values: readonly number[], dtype: DType): number[] {
  const out = output([values.length], dtype);
  kernels.unary([operand(values, [values.length], dtype)], [out], { kind });
  return valuesOf(out);
}

function binaryOf(kind: BinaryKind, pairs: readonly (readonly [number, number])[], dtype: DType): number[] {
  const out = output([pairs.length], dtype);
  const [a, b] = [0, 1].map((side) =>
    operand(
      pairs.map((pair) => pair[side]!),
      [pairs.length],
      dtype,
    ),
  );
  kernels.binary([a!, b!], [out], { kind });
  return valuesOf(out);
}

describe('floating point kinds are the functions of the table, rounded once', () => {
  it.each(Object.keys(unaryKinds) as UnaryKind[])('%s', (kind) => {
    const fn = unaryFunctions[kind];
    expect(unaryOf(kind, special, 'float64')).toEqual(special.map(fn));
    expect(unaryOf(kind, special, 'float32')).toEqual(f32(f32(special).map(fn)));
  });

  it.each(Object.keys(binaryKinds) as BinaryKind[])('%s', (kind) => {
    const fn = binaryFunctions[kind];
    expect(binaryOf(kind, grid, 'float64')).toEqual(grid.map(([a, b]) => fn(a, b)));
    expect(binaryOf(kind, grid, 'float32')).toEqual(f32(grid.map(([a, b]) => fn(Math.fround(a), Math.fround(b)))));
  });

  it.each(Object.keys(compareKinds) as CompareKind[])('%s', (kind) => {
    const out = output([grid.length], 'bool');
    const [a, b] = [0, 1].map((side) =>
      operand(
        grid.map((pair) => pair[side]!),
        [grid.length],
        'float64',
      ),
    );
    kernels.compare([a!, b!], [out], { kind });
    expect(valuesOf(out)).toEqual(grid.map(([x, y]) => Number(compareKinds[kind](x, y))));
  });
});

describe('integers', () => {
  const MAX = 2 ** 31 - 1;

  it('wrap as PyTorch int32 does', () => {
    expect(binaryOf('add', [[MAX, 1]], 'int32')).toEqual([-MAX - 1]);
    expect(binaryOf('sub', [[-MAX, 2]], 'int32')).toEqual([MAX]);
    expect(
      binaryOf(
        'mul',
        [
          [MAX, MAX],
          [65537, 65537],
          [-46341, 46341],
        ],
        'int32',
      ),
    ).toEqual([1, 131073, 2147479015]);
    expect(
      binaryOf(
        'pow',
        [
          [3, 46341],
          [3, 100],
          [-3, MAX],
          [7, 0],
          [2, -1],
          [-1, -3],
          [1, -5],
          [0, -2],
        ],
        'int32',
      ),
    ).toEqual([1123110131, -818408495, 1431655765, 1, 0, -1, 1, 0]);
    expect(unaryOf('neg', [-MAX - 1, 5], 'int32')).toEqual([-MAX - 1, -5]);
  });

  it('wrap as PyTorch uint8 does', () => {
    expect(binaryOf('add', [[250, 10]], 'uint8')).toEqual([4]);
    expect(binaryOf('sub', [[3, 5]], 'uint8')).toEqual([254]);
    expect(binaryOf('mul', [[200, 3]], 'uint8')).toEqual([88]);
    expect(binaryOf('pow', [[3, 7]], 'uint8')).toEqual([139]);
    expect(unaryOf('neg', [1], 'uint8')).toEqual([255]);
    expect(unaryOf('bitwiseNot', [1], 'uint8')).toEqual([254]);
  });

  it('divide with the sign rules of Python', () => {
    const pairs = [
      [7, 2],
      [-7, 2],
      [7, -2],
      [-7, -2],
    ] as const;
    expect(binaryOf('floorDivide', pairs, 'int32')).toEqual([3, -4, -4, 3]);
    expect(binaryOf('truncDivide', pairs, 'int32')).toEqual([3, -3, -3, 3]);
    expect(binaryOf('remainder', pairs, 'int32')).toEqual([1, 1, -1, -1]);
    expect(binaryOf('fmod', pairs, 'int32')).toEqual([1, -1, 1, -1]);
  });

  it.each(['floorDivide', 'truncDivide', 'remainder', 'fmod'] as const)('%s refuses to divide by zero', (kind) => {
    for (const dtype of ['int32', 'uint8', 'bool'] as const) {
      expect(() => binaryOf(kind, [[1, 0]], dtype)).toThrow(ValueError);
    }
    expect(() => binaryOf(kind, [[7, 0]], 'int32')).toThrow(`${kind}: integer division by zero: 7 / 0`);
  });
});

describe('bools stay 0 or 1', () => {
  const all = [
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ] as const;

  it.each([
    ['add', [0, 1, 1, 1]],
    ['mul', [0, 0, 0, 1]],
    ['maximum', [0, 1, 1, 1]],
    ['bitwiseAnd', [0, 0, 0, 1]],
    ['bitwiseOr', [0, 1, 1, 1]],
    ['bitwiseXor', [0, 1, 1, 0]],
    ['pow', [1, 0, 1, 1]],
  ] as const)('%s', (kind, expected) => {
    expect(binaryOf(kind, all, 'bool')).toEqual(expected);
  });

  it('bitwiseNot', () => {
    expect(unaryOf('bitwiseNot', [0, 1], 'bool')).toEqual([1, 0]);
  });
});

describe('any layout', () => {
  it.each(['float32', 'float64', 'int32', 'uint8'] as const)('unary of %s', (dtype) => {
    const cases = shapes.chain((shape) => operandOf(shape, dtype));
    fc.assert(
      fc.property(cases, (x) => {
        for (const kind of ['abs', 'sign'] as const) {
          const out = output(x.layout.shape, dtype);
          kernels.unary([x], [out], { kind });
          expect(valuesOf(out)).toEqual(valuesOf(x).map(unaryFunctions[kind]));
        }
      }),
    );
  });

  const pairs = shapes.chain((shape) => fc.tuple(operandOf(shape), operandOf(shape)));

  it.each(['add', 'sub', 'fmod'] as const)('binary %s', (kind) => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const out = output(a.layout.shape);
        kernels.binary([a, b], [out], { kind });
        const other = valuesOf(b);
        expect(valuesOf(out)).toEqual(valuesOf(a).map((x, i) => binaryFunctions[kind](x, other[i]!)));
      }),
    );
  });

  it.each(Object.keys(compareKinds) as CompareKind[])('compare %s', (kind) => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const out = output(a.layout.shape, 'bool');
        kernels.compare([a, b], [out], { kind });
        const other = valuesOf(b);
        expect(valuesOf(out)).toEqual(valuesOf(a).map((x, i) => Number(compareKinds[kind](x, other[i]!))));
      }),
    );
  });

  it('where', () => {
    const cases = shapes.chain((shape) =>
      fc.tuple(operandOf(shape, 'bool', fc.nat(1)), operandOf(shape, 'int32'), operandOf(shape, 'int32')),
    );
    fc.assert(
      fc.property(cases, ([condition, a, b]) => {
        const out = output(a.layout.shape, 'int32');
        kernels.where([condition, a, b], [out], {});
        const [yes, no] = [valuesOf(a), valuesOf(b)];
        expect(valuesOf(out)).toEqual(valuesOf(condition).map((c, i) => (c ? yes[i] : no[i])));
      }),
    );
  });
});
