/**
 * @file Which part of a graph leads to the gradients that are asked for.
 */
import type { Edge, Node } from './node.js';

/** The nodes from which a captured edge can be reached. */
export function needed(nodes: Iterable<Node>, capture: readonly Edge[]): ReadonlySet<Node> {
  const users = new Map<Node, Node[]>();
  for (const node of nodes) {
    for (const edge of node.edges) {
      if (!edge) continue;
      const list = users.get(edge.node);
      if (list) list.push(node);
      else users.set(edge.node, [node]);
    }
  }
  const found = new Set<Node>();
  const stack = capture.flatMap(({ node }) => users.get(node) ?? []);
  for (let node = stack.pop(); node; node = stack.pop()) {
    if (found.has(node)) continue;
    found.add(node);
    stack.push(...(users.get(node) ?? []));
  }
  return found;
}
