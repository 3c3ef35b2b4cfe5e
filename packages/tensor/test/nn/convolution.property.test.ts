import { cpu } from '@x/backend-cpu';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ops, registerBackend, type Tensor } from '../../src/index.js';
import { forms, inner, numbers, reader, seeds, small, smallPair } from './forms.js';

registerBackend(await cpu());

interface Geometry {
  readonly image: readonly number[];
  readonly weight: readonly number[];
  readonly attrs: ops.ConvolutionAttrs;
  readonly count: readonly [number, number];
  readonly seed: number;
}

const geometry: fc.Arbitrary<Geometry> = fc
  .record({
    batch: small,
    groups: small,
    inputs: small,
    outputs: small,
    kernel: smallPair,
    stride: smallPair,
    dilation: smallPair,
    padding: fc.tuple(fc.nat(3), fc.nat(3)),
    // windows in each direction, and elements that no window reaches
    count: smallPair,
    rest: fc.tuple(fc.nat(2), fc.nat(2)),
    seed: seeds,
  })
  .map(({ batch, groups, inputs, outputs, kernel, stride, dilation, padding, count, rest, seed }) => {
    const size = ([0, 1] as const).map((d) => {
      const covered = (count[d] - 1) * stride[d] + dilation[d] * (kernel[d] - 1) + 1;
      return Math.max(covered + Math.min(rest[d], stride[d] - 1) - 2 * padding[d], 1);
    });
    const real = ([0, 1] as const).map(
      (d) => Math.floor((size[d]! + 2 * padding[d] - dilation[d] * (kernel[d] - 1) - 1) / stride[d]) + 1,
    );
    return {
      image: [batch, groups * inputs, ...size],
      weight: [groups * outputs, inputs, ...kernel],
      attrs: { stride, padding, dilation, groups },
      count: [real[0]!, real[1]!] as const,
      seed,
    };
  });

/** The definition: a sum over channels and taps for every filter and window. */
function defined(x: Tensor, weight: Tensor, { attrs, count }: Geometry): number[] {
  const [batch, , ,] = x.shape as [number, number, number, number];
  const [filters, channels, kh, kw] = weight.shape as [number, number, number, number];
  const { stride, padding, dilation, groups } = attrs;
  const image = reader(x);
  const taps = reader(weight);
  const out: number[] = [];
  for (let n = 0; n < batch; n++) {
    for (let k = 0; k < filters; k++) {
      const first = Math.floor(k / (filters / groups)) * channels;
      for (let i = 0; i < count[0]; i++) {
        for (let j = 0; j < count[1]; j++) {
          let sum = 0;
          for (let c = 0; c < channels; c++) {
            for (let u = 0; u < kh; u++) {
              for (let v = 0; v < kw; v++) {
                const row = i * stride[0]! - padding[0]! + u * dilation[0]!;
                const column = j * stride[1]! - padding[1]! + v * dilation[1]!;
                sum += taps(k, c, u, v) * image(n, first + c, row, column);
              }
            }
          }
          out.push(sum);
        }
      }
    }
  }
  return out;
}

describe.each(forms)('convolution %s', (_, run) => {
  it('is its definition', () => {
    fc.assert(
      fc.property(geometry, (g) => {
        const [x, weight] = [numbers(g.image, g.seed), numbers(g.weight, g.seed + 1)];
        const [out] = run(ops.convolution, [x, weight], g.attrs);
        expect(out.shape).toEqual([g.image[0], g.weight[0], ...g.count]);
        expect([...out.toTypedArray()]).toEqual(defined(x, weight, g));
      }),
    );
  });

  it('adds the bias to every window of its filter', () => {
    fc.assert(
      fc.property(geometry, (g) => {
        const [x, weight] = [numbers(g.image, g.seed), numbers(g.weight, g.seed + 1)];
        const bias = numbers([g.weight[0]!], g.seed + 2);
        const [with_] = run(ops.convolution, [x, weight, bias], g.attrs);
        const [without] = run(ops.convolution, [x, weight], g.attrs);
        expect(
          with_
            .sub(without)
            .eq(bias.view(-1, 1, 1))
            .all()
            .item(),
        ).toBe(1);
      }),
    );
  });

  it('has the gradients that the definition of a linear map asks for', () => {
    fc.assert(
      fc.property(geometry, (g) => {
        const [x, weight] = [numbers(g.image, g.seed), numbers(g.weight, g.seed + 1)];
        const [out] = run(ops.convolution, [x, weight], g.attrs);
        const y = numbers(out.shape, g.seed + 2);
        const [forInput] = run(ops.convolutionInputGrad, [y, weight], { ...g.attrs, shape: g.image });
        const [forWeight] = run(ops.convolutionWeightGrad, [y, x], { ...g.attrs, shape: g.weight });
        expect(forInput.shape).toEqual(g.image);
        expect(forWeight.shape).toEqual(g.weight);
        expect(inner(forInput, x)).toBe(inner(y, out));
        expect(inner(forWeight, weight)).toBe(inner(y, out));
      }),
    );
  });

  it('over one dimension is that over planes of one row', () => {
    fc.assert(
      fc.property(geometry, (g) => {
        const [x, weight] = [numbers(g.image, g.seed).select(2, 0), numbers(g.weight, g.seed + 1).select(2, 0)];
        const line = {
          stride: [g.attrs.stride[1]!],
          padding: [g.attrs.padding[1]!],
          dilation: [g.attrs.dilation[1]!],
          groups: g.attrs.groups,
        };
        const plane = {
          stride: [1, ...line.stride],
          padding: [0, ...line.padding],
          dilation: [1, ...line.dilation],
          groups: g.attrs.groups,
        };
        const [out] = run(ops.convolution, [x, weight], line);
        const [row] = run(ops.convolution, [x.unsqueeze(2), weight.unsqueeze(2)], plane);
        expect(out.tolist()).toEqual(row.squeeze(2).tolist());
      }),
    );
  });
});
