/**
 * @file Profiles: which ops ran, how long they took, and what memory they needed.
 */
import { memory, traced, ValueError } from '@x/tensor/core';
import { checkOptions } from '../options.js';
import { withRecorder } from './current.js';
import { type MemorySample, type Span, SpanRecorder } from './spans.js';
import { averages, type KeyAverage, type SortKey, sortKeys, tableText } from './table.js';

/** Options of a profile's table. */
export interface TableOptions {
  /** Column that the rows are sorted by, the largest first. Default: `self`. */
  readonly sortBy?: SortKey;
  /** Number of rows at most. Default: 100. */
  readonly rowLimit?: number;
}

/** Bytes of the storages on one device. */
export interface MemoryUse {
  readonly start: number;
  readonly peak: number;
  readonly end: number;
}

/** What `profile` measured. `T`: what the function returned. */
export class Profile<T> {
  readonly result: T;
  /** Every run of an op, a node or a named part, in the order in which they ended. */
  readonly spans: readonly Span[];
  /** Bytes on every device at the start, at the highest point and at the end. */
  readonly memory: Readonly<Record<string, MemoryUse>>;
  readonly #samples: readonly MemorySample[];

  constructor(result: T, recorder: SpanRecorder, start: ReadonlyMap<string, number>) {
    this.result = result;
    this.spans = recorder.spans;
    this.#samples = recorder.samples;
    this.memory = memoryUse(recorder.samples, start);
  }

  /** Sums over the spans of each name, the largest `self` first. */
  keyAverages(): KeyAverage[] {
    return averages(this.spans);
  }

  /**
   * The sums as text, a row for each name.
   *
   * @throws ValueError for a column that does not exist.
   */
  table(options: TableOptions = {}): string {
    checkOptions('table', options, ['sortBy', 'rowLimit']);
    const { sortBy = 'self', rowLimit = 100 } = options;
    if (!sortKeys.includes(sortBy))
      throw new ValueError('table', `sortBy is one of ${sortKeys.join(', ')}, got '${sortBy}'`, { sortBy });
    const rows = this.keyAverages().sort((a, b) => b[sortBy] - a[sortBy]);
    const whole = rows.reduce((sum, row) => sum + row.self, 0);
    return tableText(rows.slice(0, rowLimit), whole);
  }

  /**
   * The spans and the memory over time as JSON that chrome://tracing, Perfetto and the developer tools of browsers show.
   *
   * @see https://docs.google.com/document/d/1CvAClvFfyA5R-PhYUmn5OOQtYMH4h6I0nSsKchNAySU
   */
  chromeTrace(): string {
    const place = { pid: 0, tid: 0 };
    const spans = this.spans.map(({ kind, name, start, duration, shapes }) => ({
      ph: 'X',
      cat: kind,
      name,
      ts: start * 1000,
      dur: duration * 1000,
      ...place,
      args: { shapes },
    }));
    const samples = this.#samples.map(({ device, time, bytes }) => ({
      ph: 'C',
      name: `memory ${device}`,
      ts: time * 1000,
      ...place,
      args: { bytes },
    }));
    return JSON.stringify({ displayTimeUnit: 'ms', traceEvents: [...spans, ...samples] });
  }

  toString(): string {
    return this.table();
  }
}

function memoryUse(samples: readonly MemorySample[], start: ReadonlyMap<string, number>): Record<string, MemoryUse> {
  const devices = new Set([...start.keys(), ...samples.map(({ device }) => device)]);
  return Object.fromEntries(
    [...devices].map((device) => {
      const before = start.get(device) ?? 0;
      const bytes = samples.filter((sample) => sample.device === device).map((sample) => sample.bytes);
      const peak = bytes.reduce((a, b) => Math.max(a, b), before);
      return [device, { start: before, peak, end: bytes.at(-1) ?? before }];
    }),
  );
}

/**
 * Runs `fn` and measures every op and every node of backward passes: calls, time with and without what runs inside of it, and
 * memory. On a device that works asynchronously the times are those of handing out the work.
 *
 * @throws ValueError when another profile is being taken, or when `fn` is asynchronous.
 * @example
 * const prof = profile(() => criterion(net(x), y).backward());
 * console.log(prof.table({ sortBy: 'total', rowLimit: 10 }));
 * console.log(prof.memory['cpu']?.peak);
 * @see https://pytorch.org/docs/stable/profiler.html
 */
export function profile<T>(fn: () => T): Profile<T> {
  const start = new Map(Object.entries(memory()).map(([device, { bytes }]) => [device, bytes]));
  const recorder = new SpanRecorder(start);
  const result = traced(recorder, () => withRecorder(recorder, fn));
  return new Profile(result, recorder, start);
}
