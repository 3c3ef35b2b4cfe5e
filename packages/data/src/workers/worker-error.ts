import { XError } from '@x/tensor/core';

/** A worker of a loader failed; `details.stack` is where, in the worker. */
export class WorkerError extends XError<{ worker: number; stack: string | undefined }> {}
