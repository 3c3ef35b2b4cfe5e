/**
 * @file The graph behind tensors as a list, in the order of the backward pass.
 */
import { isTensor, shapeText, type Tensor } from '@x/tensor/core';
import { AccumulateGrad } from '../accumulate.js';
import { GradError } from '../errors.js';
import { gradEdge } from '../meta.js';
import type { Node } from '../node.js';

/** Options of pictures of a graph. */
export interface GraphOptions {
  /** What leaves are called, such as `Object.fromEntries(net.namedParameters())`. Default: `leaf`. */
  readonly names?: Readonly<Record<string, Tensor>>;
}

/** One node of the graph. */
export interface GraphEntry {
  /** Position in the backward pass, from 1. */
  readonly position: number;
  /** The node's name, or that of the leaf. */
  readonly name: string;
  readonly leaf: boolean;
  /** Shapes of the tensors that the node made. */
  readonly shapes: string;
  /** Positions of the nodes that made the inputs; null for inputs without gradient. */
  readonly next: readonly (number | null)[];
}

function reachable(roots: readonly Node[]): ReadonlySet<Node> {
  const found = new Set(roots);
  for (const node of found) for (const edge of node.edges) if (edge) found.add(edge.node);
  return found;
}

/** @throws GradError for a tensor without history. */
export function graphEntries(
  op: string,
  outputs: Tensor | readonly Tensor[],
  names: Readonly<Record<string, Tensor>> = {},
): GraphEntry[] {
  const roots = (isTensor(outputs) ? [outputs] : outputs).map((output) => {
    const edge = gradEdge(output);
    if (edge) return edge.node;
    throw new GradError(op, 'the tensor does not require grad and does not have a gradFn', { shape: output.shape });
  });
  const found = [...reachable(roots)];
  const inner = found.filter((node) => !(node instanceof AccumulateGrad)).sort((a, b) => b.sequence - a.sequence);
  // a backward pass handles leaves as soon as it can, which says nothing about the graph: here they come last
  const leaves = found.filter((node) => node instanceof AccumulateGrad);
  const positions = new Map([...inner, ...leaves].map((node, i) => [node, i + 1]));
  const called = new Map(Object.entries(names).map(([name, tensor]) => [tensor, name]));
  return [...inner, ...leaves].map((node) => ({
    position: positions.get(node)!,
    name: node instanceof AccumulateGrad ? (called.get(node.variable) ?? 'leaf') : node.name,
    leaf: node instanceof AccumulateGrad,
    shapes: node.outputs.map(({ shape }) => shapeText(shape)).join(', '),
    next: node.edges.map((edge) => (edge ? (positions.get(edge.node) ?? null) : null)),
  }));
}
