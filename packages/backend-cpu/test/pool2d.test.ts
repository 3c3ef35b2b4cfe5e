import { type AvgPool2dAttrs, IndexError, type Pool2dAttrs } from '@x/tensor';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { kernels } from '../src/kernels/index.js';
import type { CpuOperand } from '../src/kernels/types.js';
import { operand, operandOf, output, repeat, valuesOf } from './support.js';

type Attrs = Pool2dAttrs & AvgPool2dAttrs;

interface Case {
  readonly attrs: Attrs;
  readonly x: CpuOperand;
  readonly grad: CpuOperand;
}

const pair = (low: number, high: number): fc.Arbitrary<[number, number]> =>
  fc.tuple(fc.integer({ min: low, max: high }), fc.integer({ min: low, max: high }));

/** Number of windows along a dimension as PyTorch counts them; with `ceil`, the last one may be cut off. */
function windows(n: number, d: 0 | 1, { kernelSize, stride, padding, dilation }: Attrs, ceil: boolean): number {
  const span = n + 2 * padding[d] - dilation[d] * (kernelSize[d] - 1) - 1;
  const count = (ceil ? Math.ceil(span / stride[d]) : Math.floor(span / stride[d])) + 1;
  return ceil && (count - 1) * stride[d] >= n + padding[d] ? count - 1 : count;
}

function cases(dilated: boolean): fc.Arbitrary<Case> {
  return fc
    .record({
      planes: fc.tuple(fc.nat(2), fc.integer({ min: 1, max: 2 })),
      image: pair(4, 8),
      kernelSize: pair(1, 3),
      stride: pair(1, 3),
      padded: fc.tuple(fc.boolean(), fc.boolean()),
      dilation: dilated ? pair(1, 2) : fc.constant<[number, number]>([1, 1]),
      ceil: fc.boolean(),
      countIncludePad: fc.boolean(),
      divisorOverride: fc.constantFrom(undefined, undefined, 3),
    })
    .map(({ planes, image, padded, ceil, ...rest }) => {
      const half = (d: 0 | 1): number => (padded[d] ? Math.floor(rest.kernelSize[d] / 2) : 0);
      const attrs: Attrs = { ...rest, padding: [half(0), half(1)] };
      const outer = [windows(image[0], 0, attrs, ceil), windows(image[1], 1, attrs, ceil)];
      return { attrs, shape: [...planes, ...image], outShape: [...planes, ...outer] };
    })
    .filter(({ outShape }) => outShape.every((n) => n >= 0))
    .chain(({ attrs, shape, outShape }) =>
      fc.record({ attrs: fc.constant(attrs), x: operandOf(shape), grad: operandOf(outShape) }),
    );
}

/** Positions in the plane that a window covers, by definition. */
function covered(
  r: number,
  s: number,
  [H, W]: readonly number[],
  { kernelSize, stride, padding, dilation }: Attrs,
): number[] {
  const list: number[] = [];
  for (let i = 0; i < kernelSize[0]; i++) {
    for (let j = 0; j < kernelSize[1]; j++) {
      const y = r * stride[0] - padding[0] + i * dilation[0];
      const x = s * stride[1] - padding[1] + j * dilation[1];
      if (y >= 0 && y < H! && x >= 0 && x < W!) list.push(y * W! + x);
    }
  }
  return list;
}

/** Calls `use` for every window with its output index, its plane's start and the positions it covers. */
function eachWindow(
  { x, grad, attrs }: Case,
  use: (o: number, start: number, at: number[], r: number, s: number) => void,
): void {
  const [N, C, oh, ow] = grad.layout.shape as [number, number, number, number];
  const image = x.layout.shape.slice(2);
  for (let o = 0; o < N * C * oh * ow; o++) {
    const s = o % ow;
    const r = Math.floor(o / ow) % oh;
    const plane = Math.floor(o / (oh * ow));
    use(o, plane * image[0]! * image[1]!, covered(r, s, image, attrs), r, s);
  }
}

describe('maxPool2d', () => {
  it('takes the first largest element of each window and sends the gradient back to it', () => {
    fc.assert(
      fc.property(cases(true), (c) => {
        const { x, grad, attrs } = c;
        const [out, where, back] = [
          output(grad.layout.shape),
          output(grad.layout.shape, 'int32'),
          output(x.layout.shape),
        ];
        kernels.maxPool2d([x], [out, where], attrs);
        kernels.maxPool2dBackward([grad, where], [back], {});
        const [image, gradient, gradients] = [valuesOf(x), valuesOf(grad), repeat(x.layout.size)];
        const [largest, positions]: [number[], number[]] = [[], []];
        eachWindow(c, (o, start, at) => {
          const best = at.reduce((p, q) => (image[start + q]! > image[start + p]! ? q : p));
          largest.push(image[start + best]!);
          positions.push(best);
          gradients[start + best]! += gradient[o]!;
        });
        expect(valuesOf(out)).toEqual(largest);
        expect(valuesOf(where)).toEqual(positions);
        expect(valuesOf(back)).toEqual(gradients);
      }),
    );
  });

  const attrs: Pool2dAttrs = { kernelSize: [2, 2], stride: [2, 2], padding: [0, 0], dilation: [1, 1] };

  it('lets NaN win, the last one as in PyTorch', () => {
    const [out, where] = [output([1, 1, 1, 1]), output([1, 1, 1, 1], 'int32')];
    kernels.maxPool2d([operand([NaN, 1, NaN, 2], [1, 1, 2, 2])], [out, where], attrs);
    expect([valuesOf(out), valuesOf(where)]).toEqual([[NaN], [2]]);
  });

  it('finds -Infinity in a window that holds nothing else', () => {
    const [out, where] = [output([1, 1, 1, 1]), output([1, 1, 1, 1], 'int32')];
    kernels.maxPool2d([operand(repeat(4, -Infinity), [1, 1, 2, 2])], [out, where], attrs);
    expect([valuesOf(out), valuesOf(where)]).toEqual([[-Infinity], [0]]);
  });

  it('refuses positions outside of the plane', () => {
    const where = operand([4], [1, 1, 1, 1], 'int32');
    const run = (): void => kernels.maxPool2dBackward([operand([1], [1, 1, 1, 1]), where], [output([1, 1, 2, 2])], {});
    expect(run).toThrow(IndexError);
  });
});

describe('avgPool2d', () => {
  /** Number that a window's sum is divided by. */
  function divisor({ x, attrs }: Case, r: number, s: number, inside: number): number {
    if (attrs.divisorOverride !== undefined) return attrs.divisorOverride;
    if (!attrs.countIncludePad) return inside;
    const extent = (d: 0 | 1, i: number): number => {
      const corner = i * attrs.stride[d] - attrs.padding[d];
      return Math.min(corner + attrs.kernelSize[d], x.layout.shape[2 + d]! + attrs.padding[d]) - corner;
    };
    return extent(0, r) * extent(1, s);
  }

  it('divides the sum of each window', () => {
    fc.assert(
      fc.property(cases(false), (c) => {
        const out = output(c.grad.layout.shape, 'float32');
        kernels.avgPool2d([c.x], [out], c.attrs);
        const image = valuesOf(c.x);
        const expected: number[] = [];
        eachWindow(c, (_, start, at, r, s) => {
          const sum = at.reduce((total, p) => total + image[start + p]!, 0);
          expected.push(at.length === 0 ? 0 : Math.fround(sum / divisor(c, r, s, at.length)));
        });
        expect(valuesOf(out)).toEqual(expected);
      }),
    );
  });

  it('spreads the gradient evenly over each window', () => {
    fc.assert(
      fc.property(cases(false), (c) => {
        const back = output(c.x.layout.shape);
        kernels.avgPool2dBackward([c.grad], [back], c.attrs);
        const [gradient, expected] = [valuesOf(c.grad), repeat(c.x.layout.size)];
        eachWindow(c, (o, start, at, r, s) => {
          for (const p of at) expected[start + p]! += gradient[o]! / divisor(c, r, s, at.length);
        });
        valuesOf(back).forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 5));
      }),
    );
  });
});
