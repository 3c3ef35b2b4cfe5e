/** Straight pieces that a span between two neighbouring points of a smooth stroke is drawn with. */
const PIECES = 5;

/** Largest number of points that `flatten` makes of a stroke of `n` points. */
export function flattenedLength(n: number): number {
  return (n - 1) * PIECES + 1;
}

/**
 * Turns a stroke into a polyline: a Catmull-Rom spline through the points numbered by `stroke`.
 *
 * A stroke of two points stays a line; one whose ends are the same point is closed smoothly; at an open end the tangent
 * points to the neighbour. Only + - × are used, so the result is the same on every machine.
 *
 * @param points x and y of the numbered points.
 * @param out receives x and y of the polyline's points.
 * @returns the number of points written.
 */
export function flatten(points: Float64Array, stroke: Int32Array, out: Float64Array): number {
  const last = stroke.length - 1;
  const pieces = last === 1 ? 1 : PIECES;
  const closed = stroke[0] === stroke[last];
  let written = 0;
  for (let span = 0; span < last; span++) {
    const before = stroke[span > 0 ? span - 1 : closed ? last - 1 : 0]! * 2;
    const from = stroke[span]! * 2;
    const to = stroke[span + 1]! * 2;
    const after = stroke[span + 1 < last ? span + 2 : closed ? 1 : last]! * 2;
    for (let piece = 0; piece < pieces; piece++) {
      const t = piece / pieces;
      for (let axis = 0; axis < 2; axis++) {
        const a = points[before + axis]!;
        const b = points[from + axis]!;
        const c = points[to + axis]!;
        const d = points[after + axis]!;
        const quadratic = 2 * a - 5 * b + 4 * c - d;
        const cubic = 3 * (b - c) + d - a;
        out[written++] = b + 0.5 * t * (c - a + t * (quadratic + t * cubic));
      }
    }
  }
  const end = stroke[last]! * 2;
  out[written++] = points[end]!;
  out[written++] = points[end + 1]!;
  return written / 2;
}
