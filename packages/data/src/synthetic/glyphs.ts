/**
 * How people write the ten digits, as data.
 *
 * A style is a list of strokes; a stroke is a list of points "x,y" in a box of 100 × 100 (y points down). A stroke of two
 * points is a straight line, any other a smooth curve through its points; one that ends where it began is closed
 * smoothly. A corner is two strokes that share a point.
 */
const STYLES: readonly (readonly (readonly string[])[])[] = [
  // 0: an oval; open at the top with an overlap; with a small tail inside
  [
    ['50,0 24,12 14,50 24,88 50,100 76,88 86,50 76,12 50,0'],
    ['62,3 35,6 15,35 15,70 38,98 68,92 86,60 80,22 58,2 40,8'],
    ['42,4 17,28 13,65 35,97 65,95 86,65 82,26 62,4 46,6 36,18'],
  ],
  // 1: a bar; with a flag; with flag and base
  [['50,0 50,100'], ['28,24 53,1', '53,1 50,100'], ['32,22 52,1', '52,1 52,99', '30,99 74,99']],
  // 2: with a corner; with a loop; angular with a wavy foot
  [
    ['16,24 30,4 58,0 79,16 75,40 48,68 14,98', '14,98 84,98'],
    ['18,22 36,2 66,4 79,24 66,54 38,84 18,94 13,82 28,76 54,90 86,94'],
    ['14,14 42,0 76,8 76,32 48,66 12,97', '12,97 50,92 88,99'],
  ],
  // 3: two bows; flat top; with a small loop between the bows
  [
    ['18,12 44,0 74,8 74,34 44,47', '44,47 80,58 80,86 50,100 16,88'],
    ['18,3 78,3', '78,3 44,42', '44,42 76,52 82,78 58,99 16,90'],
    ['18,14 48,0 76,14 66,38 42,46 50,54 78,60 80,86 50,100 14,84'],
  ],
  // 4: open; closed; round on the left
  [
    ['26,2 20,30 12,58', '12,58 88,56', '68,8 64,100'],
    ['64,0 10,66', '10,66 90,66', '64,0 64,100'],
    ['22,4 15,38 34,55 74,50', '76,2 72,50 66,100'],
  ],
  // 5: with corners; in one move; with the hat set on last
  [
    ['80,2 26,2', '26,2 20,44', '20,44 54,38 82,60 76,88 46,100 12,90'],
    ['78,4 42,4 24,20 30,40 62,50 80,70 66,95 38,100 12,88'],
    ['24,6 20,46', '20,46 54,41 80,62 70,92 38,100 12,90', '26,4 84,1'],
  ],
  // 6: round; straight stem; with a hook on top
  [
    ['70,0 36,22 15,62 22,92 52,100 80,86 76,60 50,52 20,70'],
    ['56,0 26,40 13,74 30,98 62,98 82,78 70,56 44,54 18,74'],
    ['76,8 54,1 28,24 14,60 24,94 56,100 80,80 70,56 42,54 18,72'],
  ],
  // 7: plain; with a crossbar; with a serif and a bent leg
  [
    ['12,4 86,4', '86,4 40,100'],
    ['12,6 84,4', '84,4 60,46 40,100', '36,50 78,47'],
    ['14,20 17,3', '17,3 50,8 86,2', '86,2 58,44 48,100'],
  ],
  // 8: figure of eight; in one open move; two rings
  [
    ['50,48 22,32 24,8 50,0 76,8 78,30 50,48 20,68 18,90 50,100 82,90 80,68 50,48'],
    ['78,14 52,0 24,14 34,38 66,58 80,82 52,100 20,84 32,60 66,38 80,16'],
    ['50,0 27,12 28,38 50,48 72,38 73,12 50,0', '50,48 20,62 20,90 50,100 80,90 80,62 50,48'],
  ],
  // 9: ring and straight leg; ring and round leg; in one move
  [
    ['76,22 52,0 24,14 20,42 42,56 68,46 76,22', '76,22 72,58 66,100'],
    ['78,26 60,2 28,6 17,34 36,54 66,46 80,18', '80,18 79,62 62,94 26,97'],
    ['76,16 46,0 20,20 26,50 58,50 78,14', '78,14 72,60 52,100'],
  ],
];

/** One way to write a digit: its points, each named once so that strokes that meet stay joined when the points move. */
export interface Glyph {
  /** x and y of every point, one after the other. */
  readonly points: Float64Array;
  /** For each stroke the numbers of its points. */
  readonly strokes: readonly Int32Array[];
}

function parse(strokes: readonly string[]): Glyph {
  const numbers = new Map<string, number>();
  const coordinates: number[] = [];
  const pointNumber = (point: string): number => {
    const known = numbers.get(point);
    if (known !== undefined) return known;
    coordinates.push(...point.split(',').map(Number));
    numbers.set(point, numbers.size);
    return numbers.size - 1;
  };
  const indices = strokes.map((stroke) => Int32Array.from(stroke.split(' '), pointNumber));
  return { points: Float64Array.from(coordinates), strokes: indices };
}

/** `glyphs()[digit]` lists the styles of a digit. */
export function glyphs(): readonly (readonly Glyph[])[] {
  return STYLES.map((styles) => styles.map(parse));
}
