import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ValueError } from '@x/tensor';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DownloadError, download } from '../../src/node.js';
import { cut, type Handler, refuse, serve, stall, type TestServer, whole } from './server.js';

const bytes = Uint8Array.from({ length: 200_000 }, (_, i) => Math.imul(i, 2654435761) >>> 24);
const other = bytes.map((b) => b ^ 1);
const md5 = createHash('md5').update(bytes).digest('hex');
const sha256 = createHash('sha256').update(bytes).digest('hex');

const open: TestServer[] = [];
let folder = '';
let path = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x-data-'));
  path = join(folder, 'deep', 'er', 'file.bin');
});

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
  await rm(folder, { recursive: true });
});

async function start(handlers: Readonly<Record<string, Handler>>): Promise<TestServer> {
  const server = await serve(handlers);
  open.push(server);
  return server;
}

async function failure(promise: Promise<void>): Promise<DownloadError> {
  const error = await promise.then(
    () => undefined,
    (e: unknown) => e,
  );
  if (!(error instanceof DownloadError)) throw new Error(`expected a DownloadError, got ${String(error)}`);
  return error;
}

const files = (): Promise<string[]> => readdir(join(folder, 'deep', 'er')).catch(() => []);
const content = async (): Promise<Buffer> => readFile(path);

test('downloads a file into folders that it makes, and leaves nothing else behind', async () => {
  const server = await start({ '/a': whole(bytes) });
  await download([server.url('/a')], path, { md5, sha256 });
  expect((await content()).equals(bytes)).toBe(true);
  expect(await files()).toEqual(['file.bin']);
});

test('a file that is there and right is not fetched again, a wrong one is replaced', async () => {
  const server = await start({ '/a': whole(bytes) });
  await download([server.url('/a')], path, { md5 });
  await download([server.url('/a')], path, { md5 });
  await download([server.url('/a')], path);
  expect(server.requests).toEqual(['/a']);
  await writeFile(path, 'something else');
  await download([server.url('/a')], path, { sha256 });
  expect((await content()).equals(bytes)).toBe(true);
});

test('goes on to the next mirror after 404, 500, wrong bytes and a refused connection', async () => {
  const gone = await start({});
  const dead = gone.url('/a');
  await gone.close();
  const server = await start({ '/b': refuse(500), '/c': whole(other), '/d': whole(bytes) });
  await download([dead, server.url('/a'), server.url('/b'), server.url('/c'), server.url('/d')], path, { md5 });
  expect((await content()).equals(bytes)).toBe(true);
  expect(server.requests).toEqual(['/a', '/b', '/c', '/d']);
});

test('resumes on the next mirror where a connection broke off', async () => {
  const server = await start({ '/cut': cut(bytes, 70_000), '/whole': whole(bytes) });
  await download([server.url('/cut'), server.url('/whole')], path, { md5 });
  expect((await content()).equals(bytes)).toBe(true);
  expect(server.requests[1]).toMatch(/^\/whole bytes=[1-9]\d*-$/);
});

test('gives up a mirror that stalls, and a later call resumes', async () => {
  const server = await start({ '/stall': stall(bytes, 50_000), '/whole': whole(bytes) });
  const error = await failure(download([server.url('/stall')], path, { md5, timeout: 150 }));
  expect(error.message).toBe(
    `download: file.bin: no mirror delivered it: ${server.url('/stall')} (no data for 150 ms)`,
  );
  expect(await files()).toEqual(['file.bin.part']);
  await download([server.url('/whole')], path, { md5 });
  expect((await content()).equals(bytes)).toBe(true);
  expect(server.requests[1]).toBe('/whole bytes=50000-');
});

test('gives up a server that never answers', async () => {
  const server = await start({ '/silent': () => undefined });
  const error = await failure(download([server.url('/silent')], path, { timeout: 100 }));
  expect(error.details.attempts).toEqual([{ url: server.url('/silent'), reason: 'no data for 100 ms' }]);
});

test('starts over when the server ignores ranges', async () => {
  const all: Handler = (_, response) => response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
  const server = await start({ '/cut': cut(bytes, 70_000), '/all': all });
  await download([server.url('/cut'), server.url('/all')], path, { md5 });
  expect((await content()).equals(bytes)).toBe(true);
});

test('throws a worthless beginning away and fetches the file from its start', async () => {
  const server = await start({ '/a': whole(bytes) });
  await mkdir(join(folder, 'deep', 'er'), { recursive: true });
  await writeFile(`${path}.part`, other.subarray(0, 60_000));
  await download([server.url('/a')], path, { md5 });
  expect((await content()).equals(bytes)).toBe(true);
  expect(server.requests).toEqual(['/a bytes=60000-', '/a']);
  // longer than the file: the server answers 416
  await rm(path);
  await writeFile(`${path}.part`, new Uint8Array(bytes.length + 1));
  await download([server.url('/a')], path, { md5 });
  expect((await content()).equals(bytes)).toBe(true);
});

test('a part that is complete only takes its name', async () => {
  const server = await start({ '/a': whole(bytes) });
  await mkdir(join(folder, 'deep', 'er'), { recursive: true });
  await writeFile(`${path}.part`, bytes);
  await download([server.url('/a')], path, { md5 });
  expect(server.requests).toEqual([]);
  expect(await files()).toEqual(['file.bin']);
});

test('does not trust a range that does not begin where it was asked to', async () => {
  const shifted: Handler = (request, response) =>
    request.headers.range === undefined
      ? whole(bytes)(request, response)
      : response.writeHead(206, { 'content-range': `bytes 0-9/${bytes.length}` }).end(bytes.subarray(0, 10));
  const server = await start({ '/cut': cut(bytes, 1000), '/shifted': shifted });
  await download([server.url('/cut'), server.url('/shifted')], path, { md5 });
  expect((await content()).equals(bytes)).toBe(true);
});

test('without a checksum nothing is resumed and nothing half-written stays', async () => {
  const server = await start({ '/cut': cut(bytes, 70_000), '/whole': whole(bytes) });
  const { details } = await failure(download([server.url('/cut')], path));
  expect(details.file).toBe('file.bin');
  expect(details.attempts).toHaveLength(1);
  expect(await files()).toEqual([]);
  await download([server.url('/cut'), server.url('/whole')], path);
  expect(server.requests).toEqual(['/cut', '/cut', '/whole']);
  expect((await content()).equals(bytes)).toBe(true);
});

test('tells for every mirror what went wrong, and keeps no wrong bytes', async () => {
  const server = await start({ '/wrong': whole(other) });
  const urls = [server.url('/missing'), server.url('/wrong')];
  const error = await failure(download(urls, path, { sha256 }));
  const actual = createHash('sha256').update(other).digest('hex');
  expect(error.message).toBe(
    `download: file.bin: no mirror delivered it: ${urls[0]} (HTTP 404 Not Found); ` +
      `${urls[1]} (wrong content: sha256 is ${actual} instead of ${sha256})`,
  );
  expect(await files()).toEqual([]);
});

test('downloads of the same file at the same time all end well', async () => {
  const server = await start({ '/a': whole(bytes) });
  for (const checksums of [{ md5 }, {}]) {
    await Promise.all(Array.from({ length: 4 }, () => download([server.url('/a')], path, checksums)));
    expect((await content()).equals(bytes)).toBe(true);
    expect(await files()).toEqual(['file.bin']);
    await rm(path);
  }
});

test('refuses to work without mirrors or with a timeout that is not positive', async () => {
  const none = download([], path);
  await expect(none).rejects.toThrow(ValueError);
  await expect(none).rejects.toThrow('download: file.bin: no mirror given');
  const never = download(['http://127.0.0.1/'], path, { timeout: 0 });
  await expect(never).rejects.toThrow(ValueError);
  await expect(never).rejects.toThrow('download: timeout must be positive: 0 ms');
});

test('an error of the disk is not blamed on the mirror', async () => {
  const server = await start({ '/a': whole(bytes) });
  await writeFile(join(folder, 'deep'), 'a file where a folder should be');
  await expect(download([server.url('/a')], path)).rejects.toMatchObject({ code: 'ENOTDIR' });
});
