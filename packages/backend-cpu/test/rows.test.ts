import { Layout } from '@x/tensor';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachLine, eachRow } from '../src/kernels/rows.js';
import { layoutOf, positions, shapes } from './support.js';

const pairs = shapes.chain((shape) => fc.tuple(layoutOf(shape), layoutOf(shape)));

/** Pairs of positions that a walk visits, sorted. */
function visited(a: Layout, b: Layout): string[] {
  const seen: string[] = [];
  eachRow([a, b], (n, at, step) => {
    for (let e = 0; e < n; e++) seen.push(`${at[0]! + e * step[0]!},${at[1]! + e * step[1]!}`);
  });
  return seen.sort();
}

describe('eachRow', () => {
  it('visits every pair of elements once, whatever the layouts', () => {
    fc.assert(
      fc.property(pairs, ([a, b]) => {
        const other = positions(b);
        expect(visited(a, b)).toEqual(
          positions(a)
            .map((p, i) => `${p},${other[i]}`)
            .sort(),
        );
      }),
    );
  });

  it('takes contiguous operands as one row', () => {
    const lengths: number[] = [];
    eachRow([Layout.of([3, 4, 5]), Layout.of([3, 4, 5])], (n) => lengths.push(n));
    expect(lengths).toEqual([60]);
  });

  it('merges dimensions that all operands walk evenly', () => {
    const lengths: number[] = [];
    const channels = Layout.of([1, 3, 1, 1]).expand([2, 3, 20, 20]);
    eachRow([Layout.of([2, 3, 20, 20]), channels], (n) => lengths.push(n));
    expect(lengths).toEqual([400, 400, 400, 400, 400, 400]);
  });

  it('runs along the longest dimension when the last one is short', () => {
    const lengths: number[] = [];
    eachRow([Layout.of([100, 2]), Layout.of([100, 1]).expand([100, 2])], (n) => lengths.push(n));
    expect(lengths).toEqual([100, 100]);
  });
});

describe('eachLine', () => {
  it('starts once at every line along the axis', () => {
    fc.assert(
      fc.property(pairs, fc.nat(3), ([a, b], axis) => {
        fc.pre(axis < a.ndim && a.size > 0);
        const starts: string[] = [];
        eachLine([a, b], axis, (at) => starts.push(at.join()));
        const first = [a, b].map((l) => positions(l.slice(axis, 0, 1)));
        expect(starts.sort()).toEqual(first[0]!.map((p, i) => `${p},${first[1]![i]}`).sort());
      }),
    );
  });
});
