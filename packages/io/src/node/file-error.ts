import { XError } from '@x/tensor/core';

/** A file or folder that cannot be read or written; `details.code` is the system's name for the reason, such as `ENOENT`. */
export class FileError extends XError<{ path: string; code: string }> {}

const reasons: ReadonlyMap<string, string> = new Map([
  ['ENOENT', 'no such file or folder'],
  ['EACCES', 'permission denied'],
  ['EPERM', 'operation not permitted'],
  ['EROFS', 'the file system is read-only'],
  ['ENOSPC', 'no space left on the device'],
  ['EEXIST', 'a file of this name is in the way'],
  ['EISDIR', 'is a folder, not a file'],
  ['ENOTDIR', 'a part of the path is not a folder'],
  ['ENAMETOOLONG', 'the name is too long'],
]);

/** What an error becomes: a FileError that names `path` if it is one of the file system. */
function translated(op: string, path: string, error: unknown): unknown {
  if (!(error instanceof Error && 'code' in error && 'syscall' in error)) return error;
  const code = String(error.code);
  return new FileError(op, `${reasons.get(code) ?? error.message}: ${path}`, { path, code }, { cause: error });
}

/** Runs `action`, whose errors of the file system become a FileError that names `path`. */
export async function withFile<T>(op: string, path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw translated(op, path, error);
  }
}

/** The same at once. */
export function withFileSync<T>(op: string, path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    throw translated(op, path, error);
  }
}
