/**
 * @file What is shown while it runs.
 */
import type { Row } from '../runner.js';
import { figures } from './figures.js';
import { short } from './format.js';

/** A finished case on one line. */
export function progressLine({ case: c, cells }: Row): string {
  const parts = cells.map((cell) => {
    const found = figures(c, cell);
    return `${cell.label} ${found ? `${short(found.median)} ms${found.differs ? '*' : ''}` : '-'}`;
  });
  return `${c.name}: ${parts.join(', ')}`;
}
