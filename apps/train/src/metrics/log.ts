import { appendFile, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { accuracy } from '../evaluate.js';
import type { EpochMetrics, Metrics, StepResult } from './metrics.js';

/** Endings of the files that logs are written to. */
export const LOG_FORMATS = ['.csv', '.jsonl'] as const;

const COLUMNS = ['step', 'epoch', 'loss', 'lr', 'trainLoss', 'testLoss', 'testAccuracy'] as const;
type Row = Partial<Readonly<Record<(typeof COLUMNS)[number], number>>>;

/** What a line is about. */
interface Subject {
  readonly step: number;
  readonly endsEpoch: boolean;
}

interface Format {
  readonly head: string;
  readonly line: (row: Row) => string;
  /** Undefined for what is no complete line. */
  readonly subject: (line: string) => Subject | undefined;
}

function csvSubject(line: string): Subject | undefined {
  const cells = line.split(',');
  const step = Number.parseInt(line, 10);
  if (cells.length !== COLUMNS.length || Number.isNaN(step)) return undefined;
  return { step, endsEpoch: cells[COLUMNS.indexOf('testLoss')] !== '' };
}

function jsonSubject(line: string): Subject | undefined {
  try {
    const row: unknown = JSON.parse(line);
    if (typeof row !== 'object' || row === null || !('step' in row)) return undefined;
    return { step: Number(row.step), endsEpoch: 'testLoss' in row };
  } catch {
    return undefined;
  }
}

const formats: Readonly<Record<(typeof LOG_FORMATS)[number], Format>> = {
  '.csv': {
    head: `${COLUMNS.join(',')}\n`,
    line: (row) => `${COLUMNS.map((name) => row[name] ?? '').join(',')}\n`,
    subject: csvSubject,
  },
  '.jsonl': { head: '', line: (row) => `${JSON.stringify(row)}\n`, subject: jsonSubject },
};

/** Lines that are kept before they are written. */
const MOST_LINES = 500;

/** Writes a line per step and a line per epoch to a CSV or JSON Lines file. */
export class MetricLog implements Metrics {
  readonly #path: string;
  readonly #format: Format;
  #lines: string[] = [];
  #written: Promise<void> = Promise.resolve();

  private constructor(path: string, format: Format) {
    this.#path = path;
    this.#format = format;
  }

  /**
   * Begins a log: an empty one, or, for a run that goes on, what the file says of the first `steps` steps.
   *
   * @param path ends in one of `LOG_FORMATS`.
   */
  static async open(path: string, steps: number): Promise<MetricLog> {
    const format = formats[LOG_FORMATS.find((ending) => path.endsWith(ending)) ?? '.csv'];
    await replaceFile(path, format.head + (steps > 0 ? await linesUpTo(path, format, steps) : ''));
    return new MetricLog(path, format);
  }

  step(result: StepResult): void {
    this.#add({ ...result });
  }

  epoch({ step, epoch, trainLoss, test }: EpochMetrics): void {
    this.#add({ step, epoch, trainLoss, testLoss: test.loss, testAccuracy: accuracy(test) });
  }

  flush(): Promise<void> {
    const text = this.#lines.join('');
    this.#lines = [];
    this.#written = this.#written.then(() => appendFile(this.#path, text));
    return this.#written;
  }

  #add(row: Row): void {
    this.#lines.push(this.#format.line(row));
    // an error of the system is told by the next flush that is waited for
    if (this.#lines.length >= MOST_LINES) this.flush().catch(() => undefined);
  }
}

/** The lines about the first `steps` steps; an epoch that ends with the last of them will be told again. */
async function linesUpTo(path: string, format: Format, steps: number): Promise<string> {
  const text = await readFile(path, 'utf8').catch(() => '');
  const kept = text.split('\n').filter((line) => {
    const subject = format.subject(line);
    return subject && (subject.endsEpoch ? subject.step < steps : subject.step <= steps);
  });
  return kept.map((line) => `${line}\n`).join('');
}

async function replaceFile(path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`;
  try {
    await writeFile(temporary, text);
    await rename(temporary, path);
  } catch (error) {
    await rm(temporary, { force: true });
    throw error;
  }
}
