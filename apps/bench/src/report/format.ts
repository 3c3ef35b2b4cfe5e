/**
 * @file Numbers and tables as text.
 */

/** Three digits that count. */
export function short(value: number): string {
  if (value >= 100) return value.toFixed(0);
  if (value === 0) return '0';
  return value >= 0.001 ? value.toFixed(2 - Math.floor(Math.log10(value))) : value.toExponential(1);
}

/** A Markdown table, its columns as wide as they must be: the first to the left, the others to the right. */
export function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, i) => (i === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(header), rule, ...rows.map(line)].join('\n');
}
