import { XError } from '@x/tensor';

/** An argument that the command line does not take; `op` is the option. */
export class UsageError extends XError {}

/** A loss that is not a finite number: training on would make every weight NaN. */
export class DivergenceError extends XError<{ epoch: number; batch: number; loss: number }> {}

/** What is shown of an error: its message on one line, or all of it, with the causes, for debugging. */
export function describeError(error: unknown, debug: boolean): string {
  if (!(error instanceof Error)) return String(error);
  if (!debug) return error.message.replaceAll(/\s*\n\s*/g, ' ').trim();
  const cause = error.cause === undefined ? '' : `\ncaused by ${describeError(error.cause, true)}`;
  return `${error.stack ?? error.message}${cause}`;
}
