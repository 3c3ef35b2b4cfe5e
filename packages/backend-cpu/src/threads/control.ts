/**
 * @file The memory through which the calling thread and the others of a pool talk: a job, what is left of it, and a mailbox for
 * every thread.
 *
 * A job is one function of the module and up to `PARTS` lists of arguments. Who takes a ticket runs the part of that number. The
 * tickets count down, so that a thread which comes late finds none: it never has to ask which job they belong to.
 */

/** Most parts of a job. */
export const PARTS = 64;
/** Most arguments of a function. */
export const ARGUMENTS = 24;
/** Most threads that take part: more than parts have nothing to do. */
export const THREADS: number = PARTS;
/** Characters of an error's text. */
export const TEXT = 400;

/** int32 numbers of a cache line: cells that different threads write lie in lines of their own. */
const LINE = 16;

interface Cells {
  /** Parts that nobody has taken; none when it is 0 or less. */
  readonly tickets: number;
  /** Parts that other threads have finished. */
  readonly done: number;
  /** 1 while the caller sleeps until `done` changes. */
  readonly callerSleeps: number;
  /** The function, by its position in the module's exports. */
  readonly run: number;
  /** Number of arguments. */
  readonly count: number;
  /** Position of the argument that is an address in memory of the thread's own, -1 if there is none … */
  readonly own: number;
  /** … and the bytes from one thread's memory to the next one's. */
  readonly stride: number;
  /** Pages of the module's memory. */
  readonly pages: number;
  /** 1 where a part returned 0. */
  readonly refused: number;
  /** 1 where a part failed, with the text of its error. */
  readonly failed: number;
}

/** int32 numbers of the block, by position. */
export const cell: Cells = {
  tickets: 0,
  done: LINE,
  callerSleeps: 2 * LINE,
  run: 3 * LINE,
  count: 3 * LINE + 1,
  own: 3 * LINE + 2,
  stride: 3 * LINE + 3,
  pages: 3 * LINE + 4,
  refused: 4 * LINE,
  failed: 5 * LINE,
};

const MAILBOXES = 6 * LINE;

/** int32 numbers of a thread's mailbox, from its start. */
export const mail = {
  /** Changes when there is a job for this thread. */
  jobs: 0,
  /** 1 while the thread sleeps until `jobs` changes. */
  sleeps: 1,
  /** 1 once the thread takes jobs. */
  ready: 2,
} as const;

/** Position of the mailbox of thread t; the caller, thread 0, has none. */
export function mailbox(t: number): number {
  return MAILBOXES + (t - 1) * LINE;
}

const INTS = MAILBOXES + (THREADS - 1) * LINE;
const NUMBERS_AT = 4 * INTS;
const TEXT_AT = NUMBERS_AT + 8 * PARTS * ARGUMENTS;

/** Views of a control block. */
export interface Control {
  readonly memory: SharedArrayBuffer;
  readonly ints: Int32Array;
  /** Arguments of the parts, one list after the other. */
  readonly numbers: Float64Array;
  /** Text of an error, ends with 0. */
  readonly text: Uint16Array;
}

/** The views of a block that exists, or of a new one. */
export function controlOf(memory: SharedArrayBuffer = new SharedArrayBuffer(TEXT_AT + 2 * TEXT)): Control {
  return {
    memory,
    ints: new Int32Array(memory, 0, INTS),
    numbers: new Float64Array(memory, NUMBERS_AT, PARTS * ARGUMENTS),
    text: new Uint16Array(memory, TEXT_AT, TEXT),
  };
}

/** What a thread is given at its start. */
export interface Start {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly control: SharedArrayBuffer;
  readonly thread: number;
}
