import { SIDE } from '../data.js';

/** A picture of `SIDE` x `SIDE` bytes and the text below it. */
export interface CaptionedPicture {
  readonly pixels: Uint8Array;
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

/** Width of the border that has no ink in any of the pictures. */
function emptyBorder(pictures: readonly CaptionedPicture[]): number {
  const distances = pictures.flatMap(({ pixels }) =>
    Array.from(pixels, (value, index) => {
      const [row, column] = [Math.floor(index / SIDE), index % SIDE];
      return bit(value) ? Math.min(row, column, SIDE - 1 - row, SIDE - 1 - column) : SIDE / 2 - 1;
    }),
  );
  return Math.min(...distances);
}

function draw(pixels: Uint8Array, border: number, style: Style): string[] {
  const lines: string[] = [];
  for (let row = border; row < SIDE - border; row += 2) {
    let line = '';
    for (let column = border; column < SIDE - border; column++)
      line += characters[style](pixels[row * SIDE + column] ?? 0, pixels[(row + 1) * SIDE + column] ?? 0);
    lines.push(line);
  }
  return lines;
}

/**
 * Draws pictures beside each other, as many as fit, with their captions below and without the border that all have.
 *
 * @param columns width of the terminal.
 */
export function drawRow(pictures: readonly CaptionedPicture[], style: Style, columns: number): string[] {
  const border = emptyBorder(pictures);
  const width = SIDE - 2 * border;
  const shown = pictures.slice(0, Math.max(1, Math.floor((columns + GAP.length) / (width + GAP.length))));
  const drawings = shown.map(({ pixels }) => draw(pixels, border, style));
  const captions = shown.map(({ caption }) => caption.slice(0, width).padEnd(width));
  const lines = drawings[0]?.map((_, row) => drawings.map((drawing) => drawing[row]).join(GAP)) ?? [];
  return [...lines, captions.join(GAP)].map((line) => line.trimEnd());
}
