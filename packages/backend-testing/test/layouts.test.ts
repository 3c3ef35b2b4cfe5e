import { Layout } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { lines, positions } from '../src/host.js';
import { distinctLayouts, layouts, shapes } from '../src/layouts.js';
import { LARGE, special, spread, whole } from '../src/numbers.js';

describe.each(Object.entries(layouts))('%s', (_, layout) => {
  it.each(shapes)('has the shape that was asked for: %j', (...shape) => {
    expect(layout(shape).shape).toEqual(shape);
  });

  it('starts inside of its memory', () => {
    for (const shape of shapes) expect(layout(shape).bounds()[0]).toBeGreaterThanOrEqual(0);
  });
});

it.each(Object.entries(distinctLayouts))('%s: no two elements share a place', (_, layout) => {
  for (const shape of shapes) {
    const places = positions(layout(shape));
    expect(new Set(places).size).toBe(places.length);
  }
});

it('the layouts differ from each other', () => {
  const places = Object.values(layouts).map((layout) => positions(layout([3, 4])).join());
  expect(new Set(places).size).toBe(places.length);
});

it('positions follow shape, strides and offset', () => {
  expect(positions(Layout.strided([2, 3], [10, -1], 5))).toEqual([5, 4, 3, 15, 14, 13]);
  expect(positions(Layout.of([]))).toEqual([0]);
  expect(positions(Layout.of([2, 0]))).toEqual([]);
});

it('lines run along the axis', () => {
  expect(lines([2, 3], 0)).toEqual([
    [0, 3],
    [1, 4],
    [2, 5],
  ]);
  expect(lines([2, 3], 1)).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ]);
});

it('the data covers what it should', () => {
  expect(LARGE[0]! * LARGE[1]!).toBeGreaterThan(65_536);
  expect(special.some(Number.isNaN)).toBe(true);
  expect(new Set(whole(50, -2, 2))).toEqual(new Set([-2, -1, 0, 1, 2]));
  expect(new Set(spread(100, 0, 1)).size).toBe(100);
});
