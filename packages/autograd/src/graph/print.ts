/**
 * @file Graphs as text and as pictures.
 */
import type { Tensor } from '@x/tensor/core';
import { checkOptions } from '../options.js';
import { graphEntries, type GraphOptions } from './entries.js';

/**
 * The graph that `backward()` would walk from tensors, a line for each node in that order: its number and name, the shape of
 * what it made, and the nodes that its gradients go to (`-` for inputs that need none).
 *
 * @throws GradError for a tensor that does not require a gradient.
 * @example
 * console.log(graphText(x.mul(w).sum(), { names: { w } }));
 * // 1 SumBackward0 [] → 2
 * // 2 MulBackward0 [3] → -, 3
 * // 3 w [3]
 */
export function graphText(outputs: Tensor | readonly Tensor[], options: GraphOptions = {}): string {
  checkOptions('graphText', options, ['names']);
  return graphEntries('graphText', outputs, options.names)
    .map(({ position, name, shapes, next }) => {
      const line = `${position} ${name} ${shapes}`;
      return next.length > 0 ? `${line} → ${next.map((n) => n ?? '-').join(', ')}` : line;
    })
    .join('\n');
}

const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/**
 * The graph that `backward()` would walk from tensors in the DOT language, which Graphviz draws.
 *
 * @throws GradError for a tensor that does not require a gradient.
 * @example writeFileSync('graph.dot', graphDot(loss, { names: Object.fromEntries(net.namedParameters()) }))
 * @see https://graphviz.org/doc/info/lang.html
 */
export function graphDot(outputs: Tensor | readonly Tensor[], options: GraphOptions = {}): string {
  checkOptions('graphDot', options, ['names']);
  const entries = graphEntries('graphDot', outputs, options.names);
  const nodes = entries.map(({ position, name, shapes, leaf }) => {
    const fill = leaf ? ', style=filled, fillcolor=lightblue' : '';
    return `  n${position} [label=${quoted(name).slice(0, -1)}\\n${shapes}"${fill}];`;
  });
  const edges = entries.flatMap(({ position, next }) =>
    next.flatMap((to) => (to === null ? [] : [`  n${position} -> n${to};`])),
  );
  return ['digraph gradients {', '  node [shape=box];', ...nodes, ...edges, '}', ''].join('\n');
}
