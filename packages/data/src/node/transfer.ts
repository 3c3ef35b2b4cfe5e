import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';

/** A mirror that did not deliver; any other error of a transfer (a full disk, say) is not the mirror's fault. */
export class MirrorFailure extends Error {
  /** Whether what has arrived so far is no beginning of the file. */
  readonly useless: boolean;

  constructor(reason: string, useless: boolean, options?: ErrorOptions) {
    super(reason, options);
    this.useless = useless;
  }
}

/** `fetch failed` says little; the cause (`connect ECONNREFUSED …`) says what happened. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : error.message;
}

/** Position in the file where a response's body begins. */
function bodyStart(response: Response, from: number): number {
  if (response.status === 200) return 0;
  if (response.status !== 206) {
    const status = `HTTP ${response.status} ${response.statusText}`.trimEnd();
    throw new MirrorFailure(status, response.status === 416);
  }
  const range = response.headers.get('content-range') ?? '';
  if (!range.startsWith(`bytes ${from}-`))
    throw new MirrorFailure(`asked for bytes from ${from}, got Content-Range "${range}"`, true);
  return from;
}

/**
 * Writes the pieces one after the other from `start` on and cuts off what an earlier try left behind them.
 *
 * Never before: another process that downloads the same file into the same place must not find a hole in it.
 */
async function writeBody(file: FileHandle, start: number, next: () => Promise<Uint8Array | undefined>): Promise<void> {
  let position = start;
  for (let chunk = await next(); chunk !== undefined; chunk = await next()) {
    for (let written = 0; written < chunk.length; ) {
      const result = await file.write(chunk, written, chunk.length - written, position);
      written += result.bytesWritten;
      position += result.bytesWritten;
    }
  }
  await file.truncate(position);
}

/**
 * Fetches `url` into the file `part`, from byte `from` on if the server supports ranges, else from the beginning.
 *
 * @param timeout milliseconds without a byte after which the mirror is given up.
 * @throws MirrorFailure when the server is not reached, refuses, stalls, or closes early.
 */
export async function transfer(url: string, part: string, from: number, timeout: number): Promise<void> {
  const stall = new AbortController();
  const timer = setTimeout(() => stall.abort(new Error(`no data for ${timeout} ms`)), timeout);
  const mirror = async <T>(step: Promise<T>): Promise<T> => {
    const result = await step.catch((cause: unknown) => {
      throw new MirrorFailure(reasonOf(stall.signal.aborted ? stall.signal.reason : cause), false, { cause });
    });
    timer.refresh();
    return result;
  };
  const headers: Record<string, string> = { 'accept-encoding': 'identity' };
  if (from > 0) headers.range = `bytes=${from}-`;
  try {
    const response = await mirror(fetch(url, { headers, signal: stall.signal }));
    const start = bodyStart(response, from);
    const reader = response.body?.getReader();
    const file = await open(part, constants.O_WRONLY | constants.O_CREAT);
    try {
      await writeBody(file, start, async () =>
        reader === undefined ? undefined : (await mirror(reader.read())).value,
      );
    } finally {
      await file.close();
    }
  } finally {
    clearTimeout(timer);
    // Lets go of the connection when the body was not read to its end.
    stall.abort();
  }
}
