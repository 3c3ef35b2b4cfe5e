/**
 * @file Elementwise functions of two operands, against the table of kinds.
 */
import { type BinaryKind, binaryKinds, binaryFunctions, type DType, isFloatingPoint, ValueError } from '@x/tensor/core';
import { describe, expect, it } from 'vitest';
import { stored } from '../host.js';
import { type LayoutMaker, layouts, shapes } from '../layouts.js';
import { LARGE, special, spread, wholeArray } from '../numbers.js';
import { expectValues, type Subject } from '../subject.js';

const kinds = Object.keys(binaryKinds) as BinaryKind[];
const bitwise: readonly BinaryKind[] = ['bitwiseAnd', 'bitwiseOr', 'bitwiseXor'];
const divisions: readonly BinaryKind[] = ['remainder', 'fmod', 'floorDivide', 'truncDivide'];
const ofBools: ReadonlySet<BinaryKind> = new Set([...bitwise, 'add', 'mul', 'maximum', 'minimum']);
/** Gradients have no integers. */
const gradients: ReadonlySet<BinaryKind> = new Set(['thresholdBackward', 'sigmoidBackward', 'tanhBackward']);

function isDefined(kind: BinaryKind, dtype: DType): boolean {
  if (isFloatingPoint(dtype)) return !bitwise.includes(kind);
  if (dtype === 'bool') return ofBools.has(kind);
  return binaryKinds[kind].result === 'same' && kind !== 'hypot' && !gradients.has(kind);
}

type Pair = readonly [a: number, b: number];

const all = (values: readonly number[]): Pair[] => values.flatMap((a) => values.map((b): Pair => [a, b]));

/** Integers that show what a kind does. */
const integers: Readonly<Record<string, readonly number[]>> = {
  bool: [0, 1],
  uint8: [0, 1, 2, 3, 7, 200],
  int32: [0, 1, -1, 2, -3, 5, -7],
};

/** Whether the table's function, which computes in doubles, is exact for these integers: overflow and zero have tests of their own. */
function isExact(kind: BinaryKind, [a, b]: Pair): boolean {
  if (divisions.includes(kind)) return b !== 0;
  return kind !== 'pow' || (b <= 5 && (b >= 0 || Math.abs(a) === 1));
}

function pairs(kind: BinaryKind, dtype: DType): Pair[] {
  if (!isFloatingPoint(dtype)) return all(integers[dtype]!).filter((pair) => isExact(kind, pair));
  const [left, right] = [spread(80, -5, 5), spread(80, -4, 6).toReversed()];
  return [...all(special), ...left.map((a, i): Pair => [a, right[i]!])].map(
    ([a, b]): Pair => [stored(a, dtype), stored(b, dtype)],
  );
}

/** Pairs of layouts, each layout with the next but one. */
const layoutPairs = Object.entries(layouts).map(
  ([name, layout], i, list): [string, string, LayoutMaker, LayoutMaker] => {
    const [otherName, other] = list[(i + 2) % list.length]!;
    return [name, otherName, layout, other];
  },
);

function overflow(subject: Subject): void {
  const { kernels } = subject.backend;
  const big = 2 ** 31 - 1;
  const cases: readonly [DType, BinaryKind, Pair, number][] = [
    ['int32', 'add', [big, 1], -(2 ** 31)],
    ['int32', 'sub', [-big, 2], big],
    ['int32', 'mul', [big, big], 1],
    ['int32', 'mul', [65537, 65537], 131073],
    ['int32', 'pow', [3, 100], -818408495],
    ['uint8', 'add', [250, 10], 4],
    ['uint8', 'sub', [3, 5], 254],
    ['uint8', 'mul', [200, 3], 88],
  ];

  it.each(cases.filter(([dtype]) => subject.dtypes.includes(dtype) && (dtype !== 'int32' || subject.holdsAllIntegers)))(
    '%s %s wraps',
    async (dtype, kind, [a, b], expected) => {
      const out = subject.output([1], dtype);
      kernels.binary([subject.vector([a], dtype), subject.vector([b], dtype)], [out], { kind });
      await expectValues(subject, out, [expected]);
    },
  );

  describe.each(divisions)('%s by zero is refused', (kind) => {
    it.each(subject.dtypesAmong('int32', 'uint8'))('%s', async (dtype) => {
      const run = async (): Promise<void> => {
        const out = subject.output([2], dtype);
        kernels.binary([subject.vector([7, 7], dtype), subject.vector([1, 0], dtype)], [out], { kind });
        await subject.values(out);
      };
      await expect(run()).rejects.toThrow(ValueError);
    });
  });
}

export function binary(subject: Subject): void {
  const { kernels } = subject.backend;

  describe('binary', () => {
    describe.each(kinds)('%s', (kind) => {
      it.each(subject.dtypes.filter((dtype) => isDefined(kind, dtype)))('%s', async (dtype) => {
        const inputs = pairs(kind, dtype);
        const [a, b] = ([0, 1] as const).map((side) =>
          subject.vector(
            inputs.map((pair) => pair[side]),
            dtype,
          ),
        );
        const out = subject.output([inputs.length], dtype);
        kernels.binary([a!, b!], [out], { kind });
        await expectValues(
          subject,
          out,
          inputs.map(([x, y]) => stored(binaryFunctions[kind](x, y), dtype)),
        );
      });
    });

    overflow(subject);

    it.each(layoutPairs)('%s and %s', async (_, __, left, right) => {
      for (const shape of [...shapes, LARGE]) {
        const a = subject.operand(wholeArray(shape), 'float32', left);
        const array = wholeArray(shape);
        const b = subject.operand({ ...array, values: array.values.toReversed() }, 'float32', right);
        const out = subject.output(shape, 'float32');
        kernels.binary([a, b], [out], { kind: 'sub' });
        const other = subject.given(b);
        await expectValues(
          subject,
          out,
          subject.given(a).map((x, i) => x - other[i]!),
        );
      }
    });
  });
}
