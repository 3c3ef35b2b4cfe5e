import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

/** Answers one request. */
export type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** Sends the bytes, or the range of them that was asked for. */
export function whole(bytes: Uint8Array): Handler {
  return (request, response) => {
    const from = /^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1];
    if (from === undefined) {
      response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
      return;
    }
    const start = Number(from);
    if (start >= bytes.length) {
      response.writeHead(416, { 'content-range': `bytes */${bytes.length}` }).end();
      return;
    }
    const range = `bytes ${start}-${bytes.length - 1}/${bytes.length}`;
    response.writeHead(206, { 'content-range': range, 'content-length': bytes.length - start });
    response.end(bytes.subarray(start));
  };
}

/** Announces all bytes, sends `count` of them, then, when they have arrived, closes the connection. */
export function cut(bytes: Uint8Array, count: number): Handler {
  return (_, response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, count), () => setTimeout(() => response.destroy(), 50));
  };
}

/** Announces all bytes, sends `count` of them, then nothing more. */
export function stall(bytes: Uint8Array, count: number): Handler {
  return (_, response) => {
    response.writeHead(200, { 'content-length': bytes.length });
    response.write(bytes.subarray(0, count));
  };
}

/** Refuses with a status. */
export function refuse(status: number): Handler {
  return (_, response) => response.writeHead(status).end('no');
}

/** A server on this machine that answers by path and keeps count of what it was asked. */
export interface TestServer {
  /** Address of a path. */
  url(path: string): string;
  /** `path` or `path range` of each request, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/** Starts a server with a handler for each path. */
export async function serve(handlers: Readonly<Record<string, Handler>>): Promise<TestServer> {
  const requests: string[] = [];
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    requests.push(request.headers.range === undefined ? path : `${path} ${request.headers.range}`);
    (handlers[path] ?? refuse(404))(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: (path) => `http://127.0.0.1:${address.port}${path}`,
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
