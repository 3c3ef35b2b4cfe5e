/**
 * @file How a kernel is spread over threads: as calls of one function of the module, which write to different elements.
 *
 * Results must not depend on the number of threads. So either the parts depend on the shapes alone (`fixedParts`: partial sums),
 * and one thread runs the same ones in turn, or an element's value does not depend on the part that it is in.
 */
import { type Arguments, type Job, mostParts } from '../threads/pool.js';
import type { Engine, Scratch } from './engine.js';
import type { Grid } from './grid.js';

/** The argument that is the address of a thread's own memory, by its position; the calls name the first thread's. */
export interface Own {
  readonly argument: number;
  readonly scratch: Scratch;
}

/** Whether so many nanoseconds of work are worth the other threads. */
export function paysThreads(engine: Engine, nanoseconds: number): boolean {
  return nanoseconds >= 2 * engine.part && engine.threads > 1;
}

/**
 * Where parts of n things begin, and n: as many parts as these threads share well, at multiples of `unit`. [0, n] on one thread.
 *
 * @param each nanoseconds of one thing.
 * @param share parts for each thread; several, so that one that is held up does less.
 * @example parts(engine, 1000, 100, 16) // [0, 96, 192, …, 1000]
 */
export function parts(engine: Engine, n: number, each: number, unit = 1, share = 4): readonly number[] {
  return paysThreads(engine, n * each) ? fixedParts(engine, n, each, share * engine.threads, unit) : [0, n];
}

/** The same with `most` or fewer parts, which do not depend on the threads. */
export function fixedParts(engine: Engine, n: number, each: number, most: number, unit = 1): readonly number[] {
  const worth = engine.part > 0 ? Math.floor((n * each) / engine.part) : n;
  const count = Math.min(most, mostParts, worth);
  const bounds = [0];
  for (let i = 1; i < count; i++) {
    const bound = Math.floor((i * n) / count / unit) * unit;
    if (bound > bounds.at(-1)! && n - bound >= unit) bounds.push(bound);
  }
  bounds.push(n);
  return bounds;
}

/** One list of arguments for every part, from where it begins to where it ends. */
export function callsOf<A extends Arguments>(bounds: readonly number[], call: (from: number, to: number) => A): A[] {
  const calls: A[] = [];
  for (let i = 1; i < bounds.length; i++) calls.push(call(bounds[i - 1]!, bounds[i]!));
  return calls;
}

/** Elements of a line of the cache, of four bytes: parts of a row begin at one. */
export const LINE = 16;

/**
 * One list of arguments for every part of a grid of rows × columns: a single row is divided, or else the rows are.
 *
 * @param each nanoseconds of one element.
 */
export function gridCalls<A extends Arguments>(
  engine: Engine,
  rows: number,
  columns: number,
  each: number,
  call: (row: number, column: number, rows: number, columns: number) => A,
): A[] {
  if (!paysThreads(engine, rows * columns * each)) return [call(0, 0, rows, columns)];
  return rows === 1
    ? callsOf(parts(engine, columns, each, LINE), (from, to) => call(0, from, 1, to - from))
    : callsOf(parts(engine, rows, columns * each), (from, to) => call(from, 0, to - from, columns));
}

/** The same where operand number `k` of a walk is written to: its rows, or else its columns, unless it repeats along them. */
export function writtenCalls<A extends Arguments>(
  engine: Engine,
  { rows, columns, row, step }: Grid,
  k: number,
  each: number,
  call: (row: number, column: number, rows: number, columns: number) => A,
): A[] {
  if (row[k] !== 0)
    return callsOf(parts(engine, rows, columns * each), (from, to) => call(from, 0, to - from, columns));
  if (step[k] !== 0)
    return callsOf(parts(engine, columns, rows * each, LINE), (from, to) => call(0, from, rows, to - from));
  return [call(0, 0, rows, columns)];
}

/**
 * Runs a function of the module once for every list of arguments: in any order, on any threads, until all are done. False where a
 * call returned 0.
 */
export function parallel<A extends Arguments>(
  engine: Engine,
  run: (...args: A) => number | boolean | void,
  calls: readonly A[],
  own?: Own,
): boolean {
  const { pool } = engine;
  let good = true;
  if (pool === undefined || calls.length === 1 || pool.size === 1 || (own && own.scratch.threads < pool.slots)) {
    for (let i = 0; i < calls.length; i++) good = isGood(run(...calls[i]!)) && good;
    return good;
  }
  const job: Job = {
    run: engine.positionOf(run),
    own: own ? own.argument : -1,
    stride: own ? own.scratch.bytes : 0,
    pages: engine.heap.pages,
  };
  for (let first = 0; first < calls.length; first += mostParts) {
    const some = calls.slice(first, first + mostParts);
    good = pool.run(job, some, (part) => isGood(run(...some[part]!))) && good;
  }
  return good;
}

const isGood = (result: number | boolean | void): boolean => result !== 0;
