/**
 * @file Profiles as tables.
 */
import type { Span } from './spans.js';

/** All spans of one name together. */
export interface KeyAverage {
  readonly name: string;
  readonly calls: number;
  /** Milliseconds without the spans in them. */
  readonly self: number;
  /** Milliseconds with the spans in them. */
  readonly total: number;
  /** Bytes that were allocated and not freed, without the spans in them. */
  readonly selfBytes: number;
  /** The same with the spans in them. */
  readonly bytes: number;
}

/** What a table can be sorted by, the largest first. */
export type SortKey = Exclude<keyof KeyAverage, 'name'>;

export const sortKeys: readonly SortKey[] = ['calls', 'self', 'total', 'selfBytes', 'bytes'];

/** Sums of the spans by name, the largest `self` first. */
export function averages(spans: readonly Span[]): KeyAverage[] {
  const sums = new Map<string, { -readonly [K in keyof KeyAverage]: KeyAverage[K] }>();
  for (const span of spans) {
    const sum = sums.get(span.name) ?? { name: span.name, calls: 0, self: 0, total: 0, selfBytes: 0, bytes: 0 };
    sum.calls++;
    sum.self += span.self;
    sum.total += span.duration;
    sum.selfBytes += span.selfBytes;
    sum.bytes += span.bytes;
    sums.set(span.name, sum);
  }
  return [...sums.values()].sort((a, b) => b.self - a.self);
}

/** Milliseconds with a unit: `12.500us`, `3.100ms`, `1.002s`. */
function timeText(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(3)}s`;
  return ms >= 1 ? `${ms.toFixed(3)}ms` : `${(ms * 1000).toFixed(3)}us`;
}

/** Bytes with a unit: `512 b`, `1.50 Kb`, `-3.00 Mb`. */
function bytesText(bytes: number): string {
  const size = Math.abs(bytes);
  if (size >= 2 ** 30) return `${(bytes / 2 ** 30).toFixed(2)} Gb`;
  if (size >= 2 ** 20) return `${(bytes / 2 ** 20).toFixed(2)} Mb`;
  return size >= 2 ** 10 ? `${(bytes / 2 ** 10).toFixed(2)} Kb` : `${bytes} b`;
}

const percent = (part: number, whole: number): string => `${whole > 0 ? ((100 * part) / whole).toFixed(2) : '0.00'}%`;

/** One column: its title, and what it shows of a row when all spans took `whole` milliseconds. */
type Column = readonly [title: string, show: (row: KeyAverage, whole: number) => string];

const columns: readonly Column[] = [
  ['Name', (row) => row.name],
  ['Self %', (row, whole) => percent(row.self, whole)],
  ['Self', (row) => timeText(row.self)],
  ['Total %', (row, whole) => percent(row.total, whole)],
  ['Total', (row) => timeText(row.total)],
  ['Average', (row) => timeText(row.total / row.calls)],
  ['Mem', (row) => bytesText(row.bytes)],
  ['Self Mem', (row) => bytesText(row.selfBytes)],
  ['Calls', (row) => String(row.calls)],
];

/** Rows under titles, columns aligned to the right, and the sum of all times. */
export function tableText(rows: readonly KeyAverage[], whole: number): string {
  const cells = [columns.map(([title]) => title), ...rows.map((row) => columns.map(([, show]) => show(row, whole)))];
  const widths = columns.map((_, c) => Math.max(...cells.map((line) => line[c]!.length)));
  const rule = widths.map((n) => '-'.repeat(n)).join('  ');
  const [titles, ...lines] = cells.map((line) => line.map((cell, c) => cell.padStart(widths[c]!)).join('  '));
  return [rule, titles, rule, ...lines, rule, `Self time total: ${timeText(whole)}`].join('\n');
}
