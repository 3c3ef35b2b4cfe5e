/**
 * @file Graphs as pictures that browsers show.
 */
import type { Tensor } from '@x/tensor/core';
import { checkOptions } from '../options.js';
import { graphEntries, type GraphOptions } from './entries.js';
import { layered, type Point } from './layout.js';

const boxHeight = 38;
/** Width of a character, and of the space around a text. */
const letter = 7.3;
const margin = 16;

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
const round = (n: number): number => Math.round(n * 10) / 10;
const point = ({ x, y }: Point): string => `${round(x)},${round(y)}`;

/** A way as a line that leaves below a box and ends above another, vertically at each bend. */
function path(way: readonly Point[]): string {
  const [start, ...rest] = way.map((p, i) => {
    if (i === 0) return { x: p.x, y: p.y + boxHeight / 2 };
    return i === way.length - 1 ? { x: p.x, y: p.y - boxHeight / 2 } : p;
  });
  let from = start!;
  const curves = rest.map((to) => {
    const middle = (from.y + to.y) / 2;
    const curve = `C${point({ x: from.x, y: middle })} ${point({ x: to.x, y: middle })} ${point(to)}`;
    from = to;
    return curve;
  });
  return `<path d="M${point(start!)}${curves.join('')}" marker-end="url(#arrow)"/>`;
}

/**
 * The graph that `backward()` would walk from tensors as an SVG picture: a box for each node with its name and the shape of what
 * it made, lines to the nodes that its gradients go to, leaves in blue.
 *
 * @throws GradError for a tensor that does not require a gradient.
 * @example writeFileSync('graph.svg', graphSvg(loss, { names: Object.fromEntries(net.namedParameters()) }))
 * @see https://www.w3.org/TR/SVG2/
 */
export function graphSvg(outputs: Tensor | readonly Tensor[], options: GraphOptions = {}): string {
  checkOptions('graphSvg', options, ['names']);
  const entries = graphEntries('graphSvg', outputs, options.names);
  const widths = entries.map(({ name, shapes }) => Math.max(name.length, shapes.length) * letter + margin);
  const { width, height, centres, ways } = layered(
    entries.map(({ next }, i) => ({ width: widths[i]!, next: next.flatMap((to) => (to === null ? [] : [to - 1])) })),
  );
  const boxes = entries.flatMap(({ name, shapes, leaf }, i) => {
    const { x, y } = centres[i]!;
    const corner = `x="${round(x - widths[i]! / 2)}" y="${round(y - boxHeight / 2)}"`;
    return [
      `<rect stroke="#333333" ${corner} width="${round(widths[i]!)}" height="${boxHeight}" rx="4" fill="${leaf ? '#d5e8f8' : '#ffffff'}"/>`,
      `<text x="${round(x)}" y="${round(y - 4)}">${escaped(name)}</text>`,
      `<text x="${round(x)}" y="${round(y + 12)}" fill="#555555">${escaped(shapes)}</text>`,
    ];
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${round(width)} ${round(height)}" font-family="monospace" font-size="12" text-anchor="middle">`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" orient="auto"><path d="M0,0L8,4L0,8z"/></marker></defs>',
    '<g fill="none" stroke="#777777">',
    ...ways.flat().map(path),
    '</g>',
    ...boxes,
    '</svg>',
    '',
  ].join('\n');
}
