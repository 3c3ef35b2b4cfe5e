/**
 * @file A worker in a process of its own.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface, type Interface } from 'node:readline';
import type { Readable } from 'node:stream';
import type { Case } from '../cases/case.js';
import type { Digests } from './digest.js';
import type { Budget, Reply, Request, Round, Worker } from './messages.js';

/** A program that understands the messages. */
export interface Program {
  readonly command: string;
  readonly args: readonly string[];
  /** Environment variables that it needs besides the command's own. */
  readonly env: Readonly<Record<string, string>>;
}

/** Time to load a library in. */
const startMs = 60_000;

/** Starts the program at once; it ends with `close`, or when an answer takes longer than the limit. */
export class ProcessWorker implements Worker {
  readonly #child: ChildProcess;
  readonly #replies: Interface;
  readonly #limitMs: number;
  readonly #ended: Promise<never>;
  readonly #ready: Promise<'ready'>;
  #complaints = '';

  constructor({ command, args, env }: Program, limitMs: number) {
    this.#limitMs = limitMs;
    const child = spawn(command, args, {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'ignore', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stdin?.on('error', () => {}); // it has ended, which `#ended` tells
    child.stderr?.on('data', (text: Buffer) => {
      this.#complaints = `${this.#complaints}${text.toString()}`.slice(-4000);
    });
    this.#replies = createInterface({ input: child.stdio[3] as Readable });
    this.#ended = new Promise((_, reject) => {
      child.once('error', reject);
      child.once('close', (code, signal) => {
        const last = this.#complaints.trim().split('\n').at(-1) ?? '';
        reject(new Error(`the process ended (${signal ?? code}): ${last}`));
      });
    });
    this.#ended.catch(() => {}); // nobody may be waiting when it ends
    this.#ready = this.#answer<'ready'>(startMs);
    this.#ready.catch(() => {}); // the first request tells
  }

  prepare(c: Case, warmMs: number): Promise<Digests> {
    return this.#ask<Digests>({ prepare: c, warmMs });
  }

  round(budget: Budget): Promise<Round> {
    return this.#ask<Round>({ round: budget });
  }

  close(): void {
    this.#child.kill('SIGKILL');
  }

  async #ask<T>(request: Request): Promise<T> {
    await this.#ready;
    const answer = this.#answer<T>(this.#limitMs);
    this.#child.stdin?.write(`${JSON.stringify(request)}\n`);
    return answer;
  }

  /** The next answer. */
  async #answer<T>(limitMs: number): Promise<T> {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`takes longer than ${limitMs / 1000} s`)), limitMs);
    });
    const line = new Promise<string>((resolve) => {
      this.#replies.once('line', resolve);
    });
    try {
      const reply: Reply<T> = JSON.parse(await Promise.race([line, late, this.#ended]));
      if ('error' in reply) throw new Error(reply.error);
      return reply.value;
    } finally {
      clearTimeout(timer);
    }
  }
}
