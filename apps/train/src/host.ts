import type { SignalSource } from './interrupts.js';

/** Where text goes. */
export interface Output {
  readonly isTTY?: boolean | undefined;
  /** Width of the terminal in characters; some terminals say 0. */
  readonly columns?: number | undefined;
  write(text: string): unknown;
}

/** What the program sees of the system; `process` is one. */
export interface Host extends SignalSource {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
}

/** Characters in a line of an output; 80 where it does not say. */
export function widthOf({ columns = 0 }: Output): number {
  return columns > 0 ? columns : 80;
}

/** Whether characters beyond ASCII come out right on an output: it is a terminal, and the locale says UTF-8. */
export function showsUnicode({ isTTY }: Output, { env, platform }: Host): boolean {
  if (isTTY !== true) return false;
  if (platform === 'win32') return env.WT_SESSION !== undefined;
  return /utf-?8/i.test(env.LC_ALL || env.LC_CTYPE || env.LANG || '');
}
