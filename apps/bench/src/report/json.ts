/**
 * @file The report as JSON: the times of all rounds, and the figures that the tables show.
 */
import type { Cell, Row } from '../runner.js';
import { type Figures, figures, ratio } from './figures.js';
import type { Report } from './text.js';

interface CellJson {
  readonly label: string;
  /** Milliseconds of a step in each round. */
  readonly ms: readonly number[];
  /** Null where there are no times. */
  readonly figures: Figures | null;
  /** Our median time divided by this one's; null where it says nothing. */
  readonly oursDividedByThis: number | null;
  /** Why there are no times. */
  readonly error: string | null;
  /** The results that differ from the reference's. */
  readonly differs: string | null;
}

function cellJson(row: Row, cell: Cell, { columns }: Report): CellJson {
  const column = columns.find(({ label }) => label === cell.label);
  return {
    label: cell.label,
    ms: cell.ms,
    figures: figures(row.case, cell) ?? null,
    oursDividedByThis: (column && column.peer !== 'ours' ? ratio(row, column, columns) : undefined) ?? null,
    error: cell.error ?? null,
    differs: cell.differs ?? null,
  };
}

export function reportJson(report: Report): string {
  const { rows, ...rest } = report;
  const shown = rows.map((row) => ({ case: row.case, cells: row.cells.map((cell) => cellJson(row, cell, report)) }));
  return `${JSON.stringify({ ...rest, rows: shown }, null, 2)}\n`;
}
