import { cpu } from '@x/backend-cpu';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ops, registerBackend, type Tensor } from '../../src/index.js';
import { forms, inner, numbers, reader, seeds, small, smallPair } from './forms.js';

registerBackend(await cpu());

interface Pool {
  readonly image: readonly [number, number, number, number];
  readonly window: ops.Window;
  readonly ceilMode: boolean;
  readonly seed: number;
}

/** Windows that fit: at least one in each direction, padding at most half of the kernel. */
const pool: fc.Arbitrary<Pool> = fc
  .record({
    lead: smallPair,
    kernelSize: smallPair,
    stride: smallPair,
    dilation: smallPair,
    pad: fc.tuple(fc.boolean(), fc.boolean()),
    more: fc.tuple(fc.nat(5), fc.nat(5)),
    ceilMode: fc.boolean(),
    seed: seeds,
  })
  .map(({ lead, kernelSize, stride, dilation, pad, more, ceilMode, seed }) => {
    const padding = [pad[0] && kernelSize[0] > 1 ? 1 : 0, pad[1] && kernelSize[1] > 1 ? 1 : 0] as const;
    const size = ([0, 1] as const).map((d) => dilation[d] * (kernelSize[d] - 1) + 1 + more[d]);
    const image = [...lead, size[0]!, size[1]!] as const;
    return { image, window: { kernelSize, stride, padding, dilation }, ceilMode, seed };
  });

/** Elements of the plane that a window covers: row, column, and whether they lie in the plane. */
function covered({ image, window }: Pool, i: number, j: number): (readonly [row: number, column: number])[] {
  const { kernelSize, stride, padding, dilation } = window;
  const list: (readonly [number, number])[] = [];
  for (let u = 0; u < kernelSize[0]; u++) {
    for (let v = 0; v < kernelSize[1]; v++) {
      const row = i * stride[0] - padding[0] + u * dilation[0];
      const column = j * stride[1] - padding[1] + v * dilation[1];
      if (row >= 0 && row < image[2] && column >= 0 && column < image[3]) list.push([row, column]);
    }
  }
  return list;
}

/** Calls `body` for every window of every plane of an output. */
function eachWindow(out: Tensor, body: (n: number, c: number, i: number, j: number) => void): void {
  const [batch, channels, height, width] = out.shape as [number, number, number, number];
  for (let n = 0; n < batch; n++) {
    for (let c = 0; c < channels; c++) {
      for (let i = 0; i < height; i++) for (let j = 0; j < width; j++) body(n, c, i, j);
    }
  }
}

describe.each(forms)('pooling %s', (_, run) => {
  it('finds the first of the largest elements', () => {
    fc.assert(
      fc.property(pool, (p) => {
        const x = numbers(p.image, p.seed);
        const at = reader(x);
        const [values, indices] = run(ops.maxPool2d, [x], { ...p.window, ceilMode: p.ceilMode });
        const expected: { value: number; index: number }[] = [];
        eachWindow(values, (n, c, i, j) => {
          const elements = covered(p, i, j).map(([row, column]) => ({
            value: at(n, c, row, column),
            index: row * p.image[3] + column,
          }));
          expected.push(elements.reduce((best, e) => (e.value > best.value ? e : best)));
        });
        expect([...values.toTypedArray()]).toEqual(expected.map(({ value }) => value));
        expect([...indices.toTypedArray()]).toEqual(expected.map(({ index }) => index));
        const y = numbers(values.shape, p.seed + 1);
        const [back] = run(ops.maxPool2dBackward, [y, indices], { shape: p.image });
        expect(inner(back, x)).toBe(inner(y, values));
      }),
    );
  });

  it('takes means, with and without the padding', () => {
    fc.assert(
      fc.property(pool, fc.boolean(), fc.option(small, { nil: undefined }), (p, countIncludePad, divisorOverride) => {
        const x = numbers(p.image, p.seed);
        const at = reader(x);
        const window = { ...p.window, dilation: [1, 1] as const };
        const attrs = { ...window, ceilMode: p.ceilMode, countIncludePad, divisorOverride };
        const [out] = run(ops.avgPool2d, [x], attrs);
        const expected: number[] = [];
        eachWindow(out, (n, c, i, j) => {
          const elements = covered({ ...p, window }, i, j);
          const sum = elements.reduce((total, [row, column]) => total + at(n, c, row, column), 0);
          const size = ([0, 1] as const).map((d) => {
            const start = (d === 0 ? i : j) * window.stride[d] - window.padding[d];
            return Math.min(start + window.kernelSize[d], p.image[2 + d]! + window.padding[d]) - start;
          });
          expected.push(sum / (divisorOverride ?? (countIncludePad ? size[0]! * size[1]! : elements.length)));
        });
        out.toTypedArray().forEach((value, k) => expect(value).toBeCloseTo(expected[k]!, 12));
        const y = numbers(out.shape, p.seed + 1);
        const [back] = run(ops.avgPool2dBackward, [y], { ...attrs, shape: p.image });
        expect(inner(back, x)).toBeCloseTo(inner(y, out), 8);
      }),
    );
  });

  it('adapts to a size', () => {
    fc.assert(
      fc.property(pool, fc.tuple(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 9 })), (p, outputSize) => {
        const x = numbers(p.image, p.seed);
        const at = reader(x);
        const [mean] = run(ops.adaptiveAvgPool2d, [x], { outputSize });
        const [largest] = run(ops.adaptiveMaxPool2d, [x], { outputSize });
        const elements: number[][] = [];
        eachWindow(mean, (n, c, i, j) => {
          const list: number[] = [];
          const [, , height, width] = p.image;
          for (let r = Math.floor((i * height) / outputSize[0]); r < ((i + 1) * height) / outputSize[0]; r++) {
            for (let s = Math.floor((j * width) / outputSize[1]); s < ((j + 1) * width) / outputSize[1]; s++) {
              list.push(at(n, c, r, s));
            }
          }
          elements.push(list);
        });
        mean.toTypedArray().forEach((value, k) => {
          const list = elements[k]!;
          expect(value).toBeCloseTo(list.reduce((a, b) => a + b, 0) / list.length, 12);
        });
        expect([...largest.toTypedArray()]).toEqual(elements.map((list) => Math.max(...list)));
        const y = numbers(mean.shape, p.seed + 1);
        const [back] = run(ops.adaptiveAvgPool2dBackward, [y], { shape: p.image });
        expect(inner(back, x)).toBeCloseTo(inner(y, mean), 8);
      }),
    );
  });

  it('lays windows out as columns, and back', () => {
    fc.assert(
      fc.property(pool, (p) => {
        const x = numbers(p.image, p.seed);
        const [columns] = run(ops.im2col, [x], p.window);
        const y = numbers(columns.shape, p.seed + 1);
        const [back] = run(ops.col2im, [y], { ...p.window, outputSize: [p.image[2], p.image[3]] });
        expect(back.shape).toEqual(p.image);
        expect(inner(back, x)).toBe(inner(y, columns));
      }),
    );
  });
});
