import { cpu } from '@x/backend-cpu';
import { ones, registerBackend, zeros } from '@x/tensor';
import { describe, expect, test } from 'vitest';
import { GradError, graphSvg } from '../src/index.js';
import { layered } from '../src/graph/layout.js';

registerBackend(await cpu());

describe('a graph as a picture', () => {
  const w = ones([2, 3], { requiresGrad: true });

  test('has a box for each node and a line for each edge', () => {
    const hidden = w.mul(2);
    const svg = graphSvg(hidden.add(hidden.exp()).sum(), { names: { '<w>': w } });
    expect(svg.match(/<rect/g)).toHaveLength(5);
    expect(svg.match(/marker-end/g)).toHaveLength(5);
    for (const name of ['SumBackward0', 'AddBackward0', 'ExpBackward0', 'MulBackward0', '&lt;w&gt;', '[2, 3]']) {
      expect(svg).toContain(`>${name}</text>`);
    }
    expect(svg).not.toMatch(/NaN|Infinity/);
    expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ')).toBe(true);
  });

  test('is refused where there is no graph', () => {
    expect(() => graphSvg(zeros(1))).toThrow(GradError);
    const options: object = { name: {} };
    expect(() => graphSvg(w, options)).toThrow(/unknown option 'name'/);
  });
});

describe('layers', () => {
  const drawing = layered([
    { width: 60, next: [1, 2, 4] },
    { width: 80, next: [3] },
    { width: 40, next: [3] },
    { width: 60, next: [4] },
    { width: 90, next: [] },
  ]);

  test('lie below those that they come after', () => {
    const layers = drawing.centres.map(({ y }) => y);
    expect(layers[1]).toBe(layers[2]);
    expect(layers).toEqual([...layers].sort((a, b) => a - b));
    expect(new Set(layers).size).toBe(4);
  });

  test('hold nodes that do not overlap, within the picture', () => {
    const [, left, right] = drawing.centres;
    expect(Math.abs(left!.x - right!.x)).toBeGreaterThan((80 + 40) / 2);
    for (const { x, y } of drawing.centres) {
      expect(x > 0 && x < drawing.width && y > 0 && y < drawing.height).toBe(true);
    }
  });

  test('let a long way pass beside the nodes between', () => {
    const way = drawing.ways[0]![2]!;
    expect(way).toHaveLength(4);
    expect(way[0]).toEqual(drawing.centres[0]);
    expect(way.at(-1)).toEqual(drawing.centres[4]);
    for (const { x, y } of way.slice(1, -1)) {
      drawing.centres.forEach((centre, i) => {
        if (centre.y === y) expect(Math.abs(centre.x - x)).toBeGreaterThan([60, 80, 40, 60, 90][i]! / 2);
      });
    }
  });
});
