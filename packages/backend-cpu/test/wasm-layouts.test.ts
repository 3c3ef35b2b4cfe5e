/**
 * @file The module's kernels beside the reference kernels, on operands of random shapes and layouts.
 */
import {
  type BinaryKind,
  type DType,
  hostView,
  Layout,
  type ReduceKind,
  type ScanKind,
  type UnaryKind,
} from '@x/tensor';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CpuBuffer } from '../src/buffer.js';
import { kernels as reference } from '../src/kernels/index.js';
import type { CpuOperand } from '../src/kernels/types.js';
import { engineKernels } from '../src/wasm/kernels.js';
import { filledShapes, layoutOf, positions } from './support.js';
import { distance, engine, free, heapOperand, heapOperandOf, heapOutput } from './wasm-support.js';

const fast = engineKernels(engine);
const dtypes: readonly DType[] = ['float32', 'float64', 'int32'];

/** Runs the same call with both families of kernels and returns how far their outputs are from each other. */
function difference(make: () => CpuOperand, run: (kernels: typeof fast, out: CpuOperand) => void): number {
  const [a, b] = [make(), make()];
  run(fast, a);
  run(reference, b);
  const d = distance(a, b);
  free(a, b);
  return d;
}

/** A shape with operands of that shape. */
function sameShape(count: number, dtype: DType): fc.Arbitrary<CpuOperand[]> {
  return filledShapes.chain((shape) => fc.tuple(...Array.from({ length: count }, () => heapOperandOf(shape, dtype))));
}

describe.each(dtypes)('%s', (dtype) => {
  it('unary', () => {
    fc.assert(
      fc.property(sameShape(1, dtype), fc.constantFrom<UnaryKind>('neg', 'relu'), ([x], kind) => {
        expect(
          difference(
            () => heapOutput(x!.layout.shape, dtype),
            (k, out) => k.unary([x!], [out], { kind }),
          ),
        ).toBe(0);
        free(x);
      }),
    );
  });

  it('binary and compare', () => {
    const kinds = fc.constantFrom<BinaryKind>('add', 'sub', 'mul', 'maximum', 'minimum');
    fc.assert(
      fc.property(sameShape(2, dtype), kinds, ([a, b], kind) => {
        const { shape } = a!.layout;
        const off = difference(
          () => heapOutput(shape, dtype),
          (k, out) => k.binary([a!, b!], [out], { kind }),
        );
        const wrong = difference(
          () => heapOutput(shape, 'bool'),
          (k, out) => k.compare([a!, b!], [out], { kind: 'ge' }),
        );
        expect([off, wrong]).toEqual([0, 0]);
        free(a, b);
      }),
    );
  });

  it('where', () => {
    const operands = filledShapes.chain((shape) =>
      fc.tuple(heapOperandOf(shape, 'bool'), heapOperandOf(shape, dtype), heapOperandOf(shape, dtype)),
    );
    fc.assert(
      fc.property(operands, ([condition, a, b]) => {
        expect(
          difference(
            () => heapOutput(a.layout.shape, dtype),
            (k, out) => k.where([condition, a, b], [out], {}),
          ),
        ).toBe(0);
        free(condition, a, b);
      }),
    );
  });
});

it.each(['float32', 'float64', 'uint8'] as const)('copy of %s into any layout', (dtype) => {
  const layouts = filledShapes.chain((shape) => fc.tuple(layoutOf(shape), layoutOf(shape, false)));
  fc.assert(
    fc.property(layouts, ([from, to]) => {
      const x = heapOperand(from, dtype, 3);
      expect(
        difference(
          () => heapOperand(to, dtype, 5),
          (k, out) => k.copy([x], [out], {}),
        ),
      ).toBe(0);
      free(x);
    }),
  );
});

describe('reductions', () => {
  it.each(['sum', 'mean', 'max', 'min'] as const)('%s', (kind: ReduceKind) => {
    fc.assert(
      fc.property(sameShape(1, 'float32'), fc.nat(15), ([x], chosen) => {
        const { shape } = x!.layout;
        const axes = shape.flatMap((_, d) => ((chosen >> d) & 1 ? [d] : []));
        const kept = shape.map((n, d) => (axes.includes(d) ? 1 : n));
        const off = difference(
          () => heapOutput(kept),
          (k, out) => k.reduce([x!], [out], { kind, axes }),
        );
        expect(off).toBeLessThan(kind === 'sum' ? 1e-4 : 1e-6);
        free(x);
      }),
    );
  });

  it('ten million numbers keep six digits', () => {
    const n = 10_000_000;
    const buffer = new CpuBuffer(n * 4, engine.heap);
    for (const value of [() => 0.1, Math.random, () => Math.random() ** 8]) {
      const numbers = buffer.elements('float32');
      let exact = 0;
      for (let i = 0; i < n; i++) {
        numbers[i] = value();
        exact += numbers[i]!;
      }
      for (const shape of [[n], [n / 10, 10], [10, n / 10]]) {
        const x: CpuOperand = { buffer, layout: Layout.of(shape), dtype: 'float32' };
        const sums = heapOutput([1, ...shape.slice(1)]);
        fast.reduce([x], [sums], { kind: 'sum', axes: [0] });
        const total = hostView('float32', sums.buffer.bytes).reduce((a, b) => a + b, 0);
        expect(Math.abs(total / exact - 1)).toBeLessThan(1e-6);
        free(sums);
      }
    }
    buffer.release();
  });
});

describe('along a dimension', () => {
  const withAxis = filledShapes
    .filter((shape) => shape.length > 0)
    .chain((shape) =>
      fc.tuple(heapOperandOf(shape, 'float32'), heapOperandOf(shape, 'float32'), fc.nat(shape.length - 1)),
    );

  it.each(['softmax', 'logSoftmax'] as const)('%s and its gradient', (name) => {
    fc.assert(
      fc.property(withAxis, ([x, g, axis]) => {
        const make = (): CpuOperand => heapOutput(x.layout.shape);
        expect(difference(make, (k, out) => k[name]([x], [out], { axis }))).toBeLessThan(1e-6);
        expect(difference(make, (k, out) => k[`${name}Backward`]([g, x], [out], { axis }))).toBeLessThan(2e-5);
        free(x, g);
      }),
    );
  });

  it('running sums, positions of extremes', () => {
    fc.assert(
      fc.property(withAxis, ([x, , axis]) => {
        const { shape } = x.layout;
        const kind: ScanKind = 'sum';
        expect(
          difference(
            () => heapOutput(shape),
            (k, out) => k.scan([x], [out], { kind, axis }),
          ),
        ).toBeLessThan(1e-5);
        for (const extreme of ['argmax', 'argmin'] as const) {
          const make = (): CpuOperand => heapOutput(shape.with(axis, 1), 'int32');
          expect(difference(make, (k, out) => k.argReduce([x], [out], { kind: extreme, axis }))).toBe(0);
        }
        free(x);
      }),
    );
  });

  it('gather, scatter and scatterAdd', () => {
    fc.assert(
      fc.property(withAxis, fc.nat(1000), ([x, src, axis], seed) => {
        const { shape } = x.layout;
        const index = heapOperand(Layout.of(shape), 'int32', 1);
        const places = index.buffer.elements('int32');
        positions(index.layout).forEach((p, i) => {
          places[p] = (i * 7 + seed) % shape[axis]!;
        });
        const off = [
          difference(
            () => heapOutput(shape),
            (k, out) => k.gather([x, index], [out], { axis }),
          ),
          difference(
            () => heapOutput(shape),
            (k, out) => k.scatter([index, src], [out], { axis }),
          ),
          difference(
            () => heapOutput(shape),
            (k, out) => k.scatterAdd([index, src], [out], { axis }),
          ),
        ];
        expect(Math.max(...off)).toBeLessThan(1e-4);
        free(x, src, index);
      }),
    );
  });
});
