import { type Op, ops } from '@x/tensor';

function isOp(value: object): value is Op {
  return 'run' in value && 'name' in value && typeof value.name === 'string';
}

function collect(value: unknown, found: Set<Op>): Set<Op> {
  if (typeof value !== 'object' || value === null) return found;
  if (isOp(value)) found.add(value);
  else for (const part of Object.values(value)) collect(part, found);
  return found;
}

/** Every op that @x/tensor exports, tables of kinds included. */
export const allOps: readonly Op[] = [...collect({ ...ops }, new Set())];
