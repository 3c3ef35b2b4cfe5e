import { mkdirSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { withFile, withFileSync } from '../file-error.js';
import { concat } from '../../safetensors/plan.js';
import { versionEvent } from '../../tensorboard/event.js';
import { record } from '../../tensorboard/record.js';

/** Tells files of one process apart that began in the same second. */
let opened = 0;

/** Milliseconds that events wait for others, so that not every one is a write. */
const PATIENCE = 2000;

/** A file that events are added to. */
export class EventFile {
  readonly path: string;
  #waiting: Uint8Array[] = [];
  #written: Promise<void> = Promise.resolve();
  #timer: NodeJS.Timeout | undefined;

  /** @throws FileError when the folder cannot be made. */
  constructor(folder: string, suffix: string) {
    const now = Date.now() / 1000;
    this.path = join(
      folder,
      `events.out.tfevents.${Math.floor(now)}.${hostname()}.${process.pid}.${opened++}${suffix}`,
    );
    withFileSync('SummaryWriter', folder, () => mkdirSync(folder, { recursive: true }));
    this.add(versionEvent(now));
  }

  add(event: Uint8Array): void {
    this.#waiting.push(record(event));
    // an error of the system is told by the next flush that is waited for
    this.#timer ??= setTimeout(() => void this.flush().catch(() => undefined), PATIENCE).unref();
  }

  /** @throws FileError when the system refuses. */
  flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const events = concat(this.#waiting);
    this.#waiting = [];
    this.#written = this.#written.then(() => withFile('SummaryWriter', this.path, () => appendFile(this.path, events)));
    return this.#written;
  }
}
