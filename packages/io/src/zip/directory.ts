/**
 * @file The directory of a ZIP archive, checked: every entry lies inside of the archive, none overlaps another, names are
 * unique and lead nowhere, sizes are those that the data can have.
 *
 * @see https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
 */
import { type Fail, quote } from '../failure.js';

/** How the bytes of an entry are kept. */
export type Method = 'stored' | 'deflated';

/** A file of an archive. */
export interface ZipEntry {
  readonly name: string;
  readonly method: Method;
  /** Checksum of its contents. */
  readonly crc: number;
  /** Size of its contents in bytes. */
  readonly size: number;
  /** Where its bytes lie in the archive. */
  readonly begin: number;
  readonly end: number;
}

const END = { signature: 0x06054b50, bytes: 22, longestComment: 0xffff } as const;
const END64 = { signature: 0x06064b50, bytes: 56 } as const;
const LOCATOR64 = { signature: 0x07064b50, bytes: 20 } as const;
const CENTRAL = { signature: 0x02014b50, bytes: 46 } as const;
const LOCAL = { signature: 0x04034b50, bytes: 30 } as const;
const ZIP64_FIELD = 1;
const ENCRYPTED = 1;
/** What a 32-bit field says when the value is in the 64-bit field. */
const ELSEWHERE = 0xffffffff;
/** Bytes that one byte of deflated data can stand for at most. */
const MOST_DEFLATED = 1032;

const methods: ReadonlyMap<number, Method> = new Map([
  [0, 'stored'],
  [8, 'deflated'],
]);

/** Whether bytes begin like a ZIP archive that has at least one file. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes.length >= LOCAL.bytes && viewOf(bytes).getUint32(0, true) === LOCAL.signature;
}

/** The files of an archive by name, in the order of its directory. */
export function readDirectory(bytes: Uint8Array, fail: Fail): ReadonlyMap<string, ZipEntry> {
  const directory = findDirectory(bytes, fail);
  const entries = new Map<string, ZipEntry>();
  const spans: { readonly name: string; readonly begin: number; readonly end: number }[] = [];
  let at = directory.begin;
  for (let i = 0; i < directory.count; i++) {
    const record = centralRecord(bytes, at, directory.end, fail);
    if (entries.has(record.name)) throw fail(`two files of the archive are called ${quote(record.name)}`);
    const begin = localData(bytes, record, directory.begin, fail);
    const { name, method, crc, size } = record;
    entries.set(name, { name, method, crc, size, begin, end: begin + record.compressed });
    spans.push({ name, begin: record.local, end: begin + record.compressed });
    at = record.next;
  }
  checkDisjoint(spans, fail);
  return entries;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A 64-bit integer; what a number cannot hold is larger than any file. */
const uint64 = (view: DataView, at: number): number => Number(view.getBigUint64(at, true));

interface Directory {
  readonly begin: number;
  readonly end: number;
  readonly count: number;
}

function findDirectory(bytes: Uint8Array, fail: Fail): Directory {
  const view = viewOf(bytes);
  const at = findEnd(view);
  if (at === undefined) throw fail('not a ZIP archive, or a truncated one: it has no directory');
  let count = view.getUint16(at + 10, true);
  let length = view.getUint32(at + 12, true);
  let begin = view.getUint32(at + 16, true);
  let limit = at;
  const locator = at - LOCATOR64.bytes;
  if (locator >= 0 && view.getUint32(locator, true) === LOCATOR64.signature) {
    limit = uint64(view, locator + 8);
    if (limit + END64.bytes > locator || view.getUint32(limit, true) !== END64.signature)
      throw fail('the 64-bit end of the directory is not where the archive says');
    count = uint64(view, limit + 32);
    length = uint64(view, limit + 40);
    begin = uint64(view, limit + 48);
  }
  if (begin + length > limit || count * CENTRAL.bytes > length)
    throw fail(`the directory of ${count} files does not fit the archive: bytes ${begin} to ${begin + length}`, {
      begin,
      length,
      count,
    });
  return { begin, end: begin + length, count };
}

/** Where the archive's end record begins: the last place whose comment reaches to the end of the file. */
function findEnd(view: DataView): number | undefined {
  const last = view.byteLength - END.bytes;
  for (let at = last; at >= Math.max(0, last - END.longestComment); at--) {
    if (
      view.getUint32(at, true) === END.signature &&
      at + END.bytes + view.getUint16(at + 20, true) === view.byteLength
    )
      return at;
  }
  return undefined;
}

interface CentralRecord {
  readonly name: string;
  readonly method: Method;
  readonly crc: number;
  readonly compressed: number;
  readonly size: number;
  /** Where the entry's own header begins. */
  readonly local: number;
  /** Where the next record begins. */
  readonly next: number;
}

function centralRecord(bytes: Uint8Array, at: number, end: number, fail: Fail): CentralRecord {
  const view = viewOf(bytes);
  if (at + CENTRAL.bytes > end || view.getUint32(at, true) !== CENTRAL.signature)
    throw fail(`the directory is damaged at byte ${at}`, { at });
  const nameEnd = at + CENTRAL.bytes + view.getUint16(at + 28, true);
  const extraEnd = nameEnd + view.getUint16(at + 30, true);
  const next = extraEnd + view.getUint16(at + 32, true);
  if (next > end) throw fail(`the directory is damaged at byte ${at}: the record is longer than it`, { at });
  const name = decodeName(bytes.subarray(at + CENTRAL.bytes, nameEnd), fail);
  const refuse: Fail = (rule, details) =>
    fail(`file ${quote(name)} of the archive: ${rule}`, { entry: name, ...details });
  const method = methods.get(view.getUint16(at + 10, true));
  if (method === undefined)
    throw refuse(`compression method ${view.getUint16(at + 10, true)} (known: stored, deflated)`);
  if (view.getUint16(at + 8, true) & ENCRYPTED) throw refuse('is encrypted');
  const wide = wideFields(view, nameEnd, extraEnd);
  const field = (position: number): number => {
    const value = view.getUint32(position, true);
    if (value !== ELSEWHERE) return value;
    const found = wide.next();
    if (found.done) throw refuse('its 64-bit sizes are missing');
    return found.value;
  };
  // the order in which the 64-bit field has them
  const size = field(at + 24);
  const compressed = field(at + 20);
  const local = field(at + 42);
  if (method === 'stored' ? size !== compressed : size > compressed * MOST_DEFLATED)
    throw refuse(`${compressed} bytes cannot hold ${size}`, { compressed, size });
  return { name, method, crc: view.getUint32(at + 16, true), compressed, size, local, next };
}

/** The numbers of the 64-bit field among the extra fields between two places. */
function* wideFields(view: DataView, begin: number, end: number): Generator<number, undefined> {
  for (let at = begin; at + 4 <= end; ) {
    const fieldEnd = at + 4 + view.getUint16(at + 2, true);
    if (view.getUint16(at, true) === ZIP64_FIELD && fieldEnd <= end)
      for (let value = at + 4; value + 8 <= fieldEnd; value += 8) yield uint64(view, value);
    at = fieldEnd;
  }
  return undefined;
}

function decodeName(bytes: Uint8Array, fail: Fail): string {
  let name: string;
  try {
    name = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes.slice());
  } catch {
    throw fail('the name of a file in the archive is not valid UTF-8');
  }
  const parts = name.split('/');
  if (name.includes('\\') || name.includes('\0') || parts[0] === '' || parts.includes('..'))
    throw fail(`the archive has a file with the path ${quote(name)}, which leads out of it`, { entry: name });
  return name;
}

/** Where the contents begin, after the entry's own header. */
function localData(bytes: Uint8Array, { name, local, compressed }: CentralRecord, limit: number, fail: Fail): number {
  const view = viewOf(bytes);
  if (local + LOCAL.bytes <= limit && view.getUint32(local, true) === LOCAL.signature) {
    const begin = local + LOCAL.bytes + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    if (begin + compressed <= limit) return begin;
  }
  throw fail(`file ${quote(name)} of the archive is not where the directory says, at byte ${local}`, { entry: name });
}

/** Data that two entries share make small archives that unpack to huge ones. */
function checkDisjoint(
  spans: { readonly name: string; readonly begin: number; readonly end: number }[],
  fail: Fail,
): void {
  spans.sort((a, b) => a.begin - b.begin);
  spans.forEach((span, i) => {
    const before = spans[i - 1];
    if (before && span.begin < before.end)
      throw fail(`files ${quote(before.name)} and ${quote(span.name)} of the archive overlap`, { entry: span.name });
  });
}
