/**
 * @file The numbers that the report shows, from the times.
 */
import type { Case } from '../cases/case.js';
import type { Implementation } from '../implementations.js';
import type { Cell, Row } from '../runner.js';
import { median } from '../statistics.js';

/** Figures of an implementation with a case. */
export interface Figures {
  /** Milliseconds of a step: median and minimum of the rounds. */
  readonly median: number;
  readonly min: number;
  /** From the median: floating-point operations, bytes. */
  readonly gflops: number;
  readonly gbs: number;
  readonly differs: boolean;
}

/** Undefined where there are no times. */
export function figures(c: Case, cell: Cell | undefined): Figures | undefined {
  if (!cell || cell.ms.length === 0) return undefined;
  const middle = median(cell.ms);
  return {
    median: middle,
    min: Math.min(...cell.ms),
    gflops: c.flops / middle / 1e6,
    gbs: c.bytes / middle / 1e6,
    differs: cell.differs !== undefined,
  };
}

/** Our time with as many threads as the other has, where there is one, otherwise with those that we have. */
function counterpart(other: Implementation, columns: readonly Implementation[]): Implementation | undefined {
  const ours = columns.filter(({ peer }) => peer === 'ours');
  return ours.find(({ threads }) => threads === other.threads) ?? ours[0];
}

/** The median of one implementation divided by that of another; undefined where one is missing, or results differ. */
export function speedup(row: Row, one: Implementation | undefined, other: Implementation): number | undefined {
  const find = (label: string | undefined): Figures | undefined =>
    figures(
      row.case,
      row.cells.find((cell) => cell.label === label),
    );
  const [a, b] = [find(one?.label), find(other.label)];
  return a && b && !a.differs && !b.differs ? a.median / b.median : undefined;
}

/** Our median time divided by another implementation's. */
export function ratio(row: Row, other: Implementation, columns: readonly Implementation[]): number | undefined {
  return speedup(row, counterpart(other, columns), other);
}
