import { EventEmitter } from 'node:events';
import type { Host, Output } from '../src/host.js';

/** An output that keeps what is written to it. */
export class Recorder implements Output {
  readonly isTTY: boolean;
  readonly columns: number;
  text = '';

  constructor(isTTY = false, columns = 80) {
    this.isTTY = isTTY;
    this.columns = columns;
  }

  write(text: string): void {
    this.text += text;
  }

  get lines(): string[] {
    return this.text.split('\n').filter((line) => line !== '');
  }
}

/** A system in which nothing leaves the test; `emit('SIGINT')` presses Ctrl-C. */
export class TestHost extends EventEmitter implements Host {
  readonly stdout: Recorder;
  readonly stderr: Recorder;
  readonly env: Record<string, string> = { LANG: 'C.UTF-8' };
  readonly platform = 'linux';

  constructor({ terminal = false }: { readonly terminal?: boolean } = {}) {
    super();
    this.stdout = new Recorder(terminal);
    this.stderr = new Recorder(terminal);
  }
}
