import { SIDE } from '../data.js';

/** A picture of `SIDE` x `SIDE` bytes and the text below it. */
export interface CaptionedPicture {
  readonly pixels: ArrayLike<number>;
  readonly caption: string;
}

/** Half blocks show every pixel as ink or none, ASCII shades of two pixels each. */
export type Style = 'blocks' | 'ascii';

const GAP = '  ';
const SHADES = ' .:-=+*#%@';
const BLOCKS = [
  [' ', '▄'],
  ['▀', '█'],
] as const;

const bit = (value: number): 0 | 1 => (value >= 128 ? 1 : 0);

/** The character for a pixel and the one below it. */
const characters: Readonly<Record<Style, (upper: number, lower: number) => string>> = {
  blocks: (upper, lower) => BLOCKS[bit(upper)][bit(lower)],
  ascii: (upper, lower) => SHADES.charAt(Math.floor(((upper + lower) * SHADES.length) / 512)),
};

/** Rows `top` to `bottom` and columns `left` to `right` of a picture, the ends excluded. */
interface Box {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** The smallest box around the ink; one pixel where there is none. */
function inkBox(pixels: ArrayLike<number>): Box {
  const inked = Array.from(pixels, (value, index) => (bit(value) === 1 ? index : -1)).filter((index) => index >= 0);
  const rows = inked.map((index) => Math.floor(index / SIDE));
  const columns = inked.map((index) => index % SIDE);
  if (inked.length === 0) return { top: 0, bottom: 1, left: 0, right: 1 };
  return {
    top: Math.min(...rows),
    bottom: Math.max(...rows) + 1,
    left: Math.min(...columns),
    right: Math.max(...columns) + 1,
  };
}

function draw(pixels: ArrayLike<number>, { top, bottom, left, right }: Box, style: Style): string[] {
  const lines: string[] = [];
  for (let row = top; row < bottom; row += 2) {
    let line = '';
    for (let column = left; column < right; column++) {
      const lower = row + 1 < bottom ? pixels[(row + 1) * SIDE + column] : 0;
      line += characters[style](pixels[row * SIDE + column] ?? 0, lower ?? 0);
    }
    lines.push(line);
  }
  return lines;
}

/** How many of the first widths fit beside each other; at least one. */
function fitting(widths: readonly number[], columns: number): number {
  let end = -GAP.length;
  const tooFar = widths.findIndex((width) => (end += GAP.length + width) > columns);
  return tooFar < 0 ? widths.length : Math.max(1, tooFar);
}

/**
 * Draws pictures beside each other, as many as fit, without what is empty around them, and with their captions below.
 *
 * @param columns width of the terminal.
 */
export function drawRow(pictures: readonly CaptionedPicture[], style: Style, columns: number): string[] {
  const cells = pictures.map(({ pixels, caption }) => {
    const box = inkBox(pixels);
    return { pixels, caption, box, width: Math.max(box.right - box.left, caption.length) };
  });
  const shown = cells.slice(
    0,
    fitting(
      cells.map(({ width }) => width),
      columns,
    ),
  );
  const top = Math.min(...shown.map(({ box }) => box.top));
  const bottom = Math.max(...shown.map(({ box }) => box.bottom));
  const blocks = shown.map(({ pixels, caption, box, width }) =>
    [...draw(pixels, { ...box, top, bottom }, style), caption].map((line) => line.padEnd(width)),
  );
  return (
    blocks[0]?.map((_, row) =>
      blocks
        .map((block) => block[row])
        .join(GAP)
        .trimEnd(),
    ) ?? []
  );
}
