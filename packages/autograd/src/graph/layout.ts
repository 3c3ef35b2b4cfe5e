/**
 * @file Where the nodes of a graph are drawn: in layers, each node below those that it comes after, with few crossings.
 */

/** A node to be drawn; those that come after it are given by their places in the list, behind its own. */
export interface Vertex {
  readonly width: number;
  readonly next: readonly number[];
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Centres of the nodes. */
  readonly centres: readonly Point[];
  /** For each node, the way to each of those after it, from centre to centre. */
  readonly ways: readonly (readonly (readonly Point[])[])[];
}

/** Distances between centres of layers, and between nodes of one. */
const layerHeight = 64;
const gap = 18;
/** Rounds of ordering layers by their neighbours. */
const sweeps = 4;

/** A node, or a bend of a way that passes a layer. */
interface Slot {
  readonly width: number;
  readonly above: Slot[];
  readonly below: Slot[];
  readonly layer: number;
  x: number;
}

/** The layer of each node: one below the lowest of those before it. */
function layersOf(vertices: readonly Vertex[]): number[] {
  const layers = vertices.map(() => 0);
  vertices.forEach(({ next }, i) => {
    for (const to of next) layers[to] = Math.max(layers[to]!, layers[i]! + 1);
  });
  return layers;
}

const mean = (slots: readonly Slot[]): number => slots.reduce((sum, { x }) => sum + x, 0) / slots.length;

/** Places a layer's slots in their order, as near as possible to where their neighbours on one side are. */
function place(layer: Slot[], side: 'above' | 'below'): void {
  const wanted = new Map(layer.map((slot) => [slot, slot[side].length > 0 ? mean(slot[side]) : slot.x]));
  layer.sort((a, b) => wanted.get(a)! - wanted.get(b)!);
  let right = -Infinity;
  for (const slot of layer) {
    slot.x = Math.max(wanted.get(slot)!, right + gap + slot.width / 2);
    right = slot.x + slot.width / 2;
  }
  // what had to move to the right moves everybody back by its share
  const shift = layer.reduce((sum, slot) => sum + slot.x - wanted.get(slot)!, 0) / layer.length;
  for (const slot of layer) slot.x -= shift;
}

/** Draws nodes in layers. Every node must come before those in its `next`. */
export function layered(vertices: readonly Vertex[]): Drawing {
  const layers = layersOf(vertices);
  const rows: Slot[][] = Array.from({ length: Math.max(0, ...layers) + 1 }, () => []);
  const slot = (width: number, layer: number): Slot => {
    const made = { width, above: [], below: [], layer, x: rows[layer]!.length * 100 };
    rows[layer]!.push(made);
    return made;
  };
  const slots = vertices.map(({ width }, i) => slot(width, layers[i]!));
  const ways = vertices.map(({ next }, i) =>
    next.map((to) => {
      const way = [slots[i]!];
      for (let layer = layers[i]! + 1; layer < layers[to]!; layer++) way.push(slot(0, layer));
      way.push(slots[to]!);
      way.slice(1).forEach((end, k) => {
        way[k]!.below.push(end);
        end.above.push(way[k]!);
      });
      return way;
    }),
  );
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const row of rows) place(row, 'above');
    for (const row of rows.toReversed()) place(row, 'below');
  }
  const all = rows.flat();
  const left = Math.min(0, ...all.map(({ x, width }) => x - width / 2));
  const right = Math.max(0, ...all.map(({ x, width }) => x + width / 2));
  const at = ({ x, layer }: Slot): Point => ({ x: x - left + gap, y: (layer + 0.5) * layerHeight });
  return {
    width: right - left + 2 * gap,
    height: rows.length * layerHeight,
    centres: slots.map(at),
    ways: ways.map((list) => list.map((way) => way.map(at))),
  };
}
