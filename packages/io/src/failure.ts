/**
 * @file Errors about the contents of a file. Names in files are foreign text: messages show them escaped and shortened.
 */
import { FormatError } from '@x/tensor/core';

/** Makes the error for a rule that a file breaks. */
export type Fail = (rule: string, details?: Readonly<Record<string, unknown>>) => FormatError;

/** Errors of `op` about the file `name`. */
export function failureIn(op: string, name: string): Fail {
  return (rule, details) => new FormatError(op, `${name}: ${rule}`, { file: name, ...details });
}

const LONGEST = 80;

/** A name from a file, on one line and not too long. */
export function quote(text: string): string {
  return JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);
}
