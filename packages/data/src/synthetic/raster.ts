/** Side of a picture in pixels. */
export const SIDE = 28;

/** Half the width, in pixels, of the soft edge of a stroke. */
const SOFT = 0.6;

const clampPixel = (v: number): number => (v < 0 ? 0 : v > SIDE - 1 ? SIDE - 1 : v);

/**
 * Draws a polyline with a round pen into `ink`, antialiased.
 *
 * A pixel's ink is 1 within `radius - SOFT` of the line, 0 beyond `radius + SOFT` and falls with the squared distance
 * between (squared, so that no square root is needed). Where strokes overlap, the darker one counts.
 *
 * @param line x and y of `count` points, in pixels; parts outside the picture are not drawn.
 * @param ink `[28, 28]`, values 0 to 1.
 * @param radius half the width of the pen, in pixels.
 */
export function drawPolyline(line: Float64Array, count: number, ink: Float64Array, radius: number): void {
  const reach = radius + SOFT;
  const inner = radius > SOFT ? radius - SOFT : 0;
  const outerSquared = reach * reach;
  const scale = 1 / (outerSquared - inner * inner);
  for (let i = 0; i + 1 < count; i++) {
    const x0 = line[2 * i]!;
    const y0 = line[2 * i + 1]!;
    const x1 = line[2 * i + 2]!;
    const y1 = line[2 * i + 3]!;
    const dx = x1 - x0;
    const dy = y1 - y0;
    const lengthSquared = dx * dx + dy * dy;
    const inverse = lengthSquared > 0 ? 1 / lengthSquared : 0;
    const left = clampPixel(Math.ceil((x0 < x1 ? x0 : x1) - reach));
    const right = clampPixel(Math.floor((x0 < x1 ? x1 : x0) + reach));
    const top = clampPixel(Math.ceil((y0 < y1 ? y0 : y1) - reach));
    const bottom = clampPixel(Math.floor((y0 < y1 ? y1 : y0) + reach));
    for (let y = top; y <= bottom; y++) {
      for (let x = left; x <= right; x++) {
        const px = x - x0;
        const py = y - y0;
        let t = (px * dx + py * dy) * inverse;
        t = t < 0 ? 0 : t > 1 ? 1 : t;
        const ex = px - t * dx;
        const ey = py - t * dy;
        const value = (outerSquared - ex * ex - ey * ey) * scale;
        if (value > ink[y * SIDE + x]!) ink[y * SIDE + x] = value < 1 ? value : 1;
      }
    }
  }
}
