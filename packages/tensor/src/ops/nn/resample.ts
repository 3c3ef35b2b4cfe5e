/**
 * @file Which elements of a line an element of a longer or shorter line is made of, and with which weights: one row of this
 * table for each way of interpolating.
 */

/** How a line is sampled. */
export interface LineAttrs {
  /** Number of elements before and after. */
  readonly from: number;
  readonly to: number;
  /** Ratio of the two as the user gave it; undefined where sizes decide. */
  readonly factor: number | undefined;
  /** Let the first and last elements of both lines coincide. */
  readonly alignCorners: boolean;
}

/** Element j is the sum over k of `weights[j][k]` times the element `positions[j][k]`; all rows have the same length. */
export interface Taps {
  readonly positions: readonly (readonly number[])[];
  readonly weights: readonly (readonly number[])[];
}

/** Ways of interpolating along a line. */
export type Sampling = 'nearest' | 'nearest-exact' | 'linear' | 'cubic' | 'linear-aa' | 'cubic-aa';

const clip = (i: number, n: number): number => Math.min(Math.max(i, 0), n - 1);

/** Elements of the input for each of the output. */
function step({ from, to, factor, alignCorners }: LineAttrs): number {
  if (alignCorners) return to > 1 ? (from - 1) / (to - 1) : 0;
  return factor !== undefined && factor > 0 ? 1 / factor : from / to;
}

/** Where the centre of an element lies in the input. */
function source(i: number, line: LineAttrs): number {
  return line.alignCorners ? step(line) * i : step(line) * (i + 0.5) - 0.5;
}

function rows(line: LineAttrs, row: (i: number) => readonly (readonly [position: number, weight: number])[]): Taps {
  const all = Array.from({ length: line.to }, (_, i) => row(i));
  const longest = Math.max(...all.map((taps) => taps.length), 1);
  const padded = all.map((taps) => Array.from({ length: longest }, (_, k) => taps[k] ?? ([0, 0] as const)));
  return {
    positions: padded.map((taps) => taps.map(([position]) => position)),
    weights: padded.map((taps) => taps.map(([, weight]) => weight)),
  };
}

/** PyTorch rounds these in single precision, whatever the dtype. */
function nearest(line: LineAttrs, shift: number): Taps {
  const { from, to } = line;
  const scale = Math.fround(step(line));
  return rows(line, (i) => {
    if (shift === 0 && (from === to || to === 2 * from)) return [[from === to ? i : i >> 1, 1]];
    return [[Math.min(Math.floor(Math.fround((i + shift) * scale)), from - 1), 1]];
  });
}

function linear(line: LineAttrs): Taps {
  return rows(line, (i) => {
    if (line.from === line.to) return [[i, 1]];
    const at = Math.max(source(i, line), 0);
    const low = Math.min(Math.floor(at), line.from - 1);
    const part = Math.min(at - low, 1);
    return [
      [low, 1 - part],
      [clip(low + 1, line.from), part],
    ];
  });
}

/** The cubic convolution kernel at a distance, with its free parameter a. */
function cubicWeight(distance: number, a: number): number {
  const d = Math.abs(distance);
  if (d <= 1) return ((a + 2) * d - (a + 3)) * d * d + 1;
  return d < 2 ? ((a * d - 5 * a) * d + 8 * a) * d - 4 * a : 0;
}

/** The parameter of the cubic kernel: PyTorch's, and the one that it takes with anti-aliasing. */
export const cubicParameter = { plain: -0.75, antialias: -0.5 };

function cubic(line: LineAttrs): Taps {
  return rows(line, (i) => {
    const at = source(i, line);
    const low = Math.floor(at);
    return [-1, 0, 1, 2].map(
      (k) => [clip(low + k, line.from), cubicWeight(at - low - k, cubicParameter.plain)] as const,
    );
  });
}

/** A filter that widens with the step, so that all elements count when a line shrinks. */
function antialiased(line: LineAttrs, radius: number, filter: (distance: number) => number): Taps {
  const scale = step(line);
  const stretch = Math.max(scale, 1);
  const support = radius * stretch;
  return rows(line, (i) => {
    const centre = scale * (i + 0.5);
    const first = Math.max(Math.trunc(centre - support + 0.5), 0);
    const end = Math.min(Math.trunc(centre + support + 0.5), line.from);
    const raw = Array.from({ length: end - first }, (_, k) => filter((k + first - centre + 0.5) / stretch));
    const total = raw.reduce((sum, w) => sum + w, 0);
    return raw.map((w, k) => [first + k, total === 0 ? w : w / total] as const);
  });
}

const samplings: Readonly<Record<Sampling, (line: LineAttrs) => Taps>> = {
  nearest: (line) => nearest(line, 0),
  'nearest-exact': (line) => nearest(line, 0.5),
  linear,
  cubic,
  'linear-aa': (line) => antialiased(line, 1, (d) => Math.max(1 - Math.abs(d), 0)),
  'cubic-aa': (line) => antialiased(line, 2, (d) => cubicWeight(d, cubicParameter.antialias)),
};

/** What each element of the sampled line is made of. */
export function tapsOf(sampling: Sampling, line: LineAttrs): Taps {
  return samplings[sampling](line);
}
