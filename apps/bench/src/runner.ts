/**
 * @file Measures a case on all implementations: first each is made ready, then they take turns, so that whatever else the
 * machine does meets all of them.
 */
import type { Case } from './cases/case.js';
import { difference } from './compare.js';
import type { Implementation } from './implementations.js';
import type { Digests } from './worker/digest.js';
import type { Budget, Worker } from './worker/messages.js';

/** One implementation with one case. */
export interface Cell {
  readonly label: string;
  /** Milliseconds of a step in each round. */
  readonly ms: readonly number[];
  /** Results that are not those of the reference: the times say nothing. */
  readonly differs?: string;
  /** Why there are no times. */
  readonly error?: string;
}

export interface Row {
  readonly case: Case;
  readonly cells: readonly Cell[];
}

/** How long everything takes. */
export interface Plan {
  readonly warmMs: number;
  readonly rounds: number;
  readonly budget: Budget;
}

interface Entry {
  readonly implementation: Implementation;
  readonly worker: Worker;
  readonly ms: number[];
  digests?: Digests;
  error?: string;
}

/** The one whose results are right: PyTorch, or ours where there is none. */
function reference(entries: readonly Entry[]): Entry | undefined {
  const ready = entries.filter(({ digests }) => digests);
  return ready.find((e) => e.implementation.peer === 'torch') ?? ready.find((e) => e.implementation.peer === 'ours');
}

function cellOf(
  c: Case,
  { implementation: { label }, ms, digests, error }: Entry,
  expected: Digests | undefined,
): Cell {
  if (error !== undefined) return { label, ms: [], error };
  const differs = digests && expected && difference(c, digests, expected);
  return differs === undefined ? { label, ms } : { label, ms, differs };
}

/** Runs a part of an entry's work; an error ends the entry, not the row. */
async function attempt(entry: Entry, work: () => Promise<void>): Promise<void> {
  if (entry.error !== undefined) return;
  try {
    await work();
  } catch (error) {
    entry.error = (error instanceof Error ? error.message : String(error)).split('\n', 1).join('');
    entry.worker.close();
  }
}

/**
 * One row of the tables.
 *
 * @param start makes the worker of an implementation.
 */
export async function measureCase(
  c: Case,
  columns: readonly Implementation[],
  plan: Plan,
  start: (implementation: Implementation) => Worker,
): Promise<Row> {
  const entries: Entry[] = [];
  try {
    for (const implementation of columns) {
      const entry: Entry = { implementation, worker: start(implementation), ms: [] };
      entries.push(entry);
      await attempt(entry, async () => {
        entry.digests = await entry.worker.prepare(c, plan.warmMs);
      });
    }
    for (let round = 0; round < plan.rounds; round++)
      for (const entry of entries)
        await attempt(entry, async () => {
          const { ms, steps } = await entry.worker.round(plan.budget);
          entry.ms.push(ms / steps);
        });
  } finally {
    for (const { worker } of entries) worker.close();
  }
  const expected = reference(entries)?.digests;
  return { case: c, cells: entries.map((entry) => cellOf(c, entry, expected)) };
}
