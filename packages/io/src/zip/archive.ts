import { inflateSync } from 'fflate';
import { crc32 } from '../checksums.js';
import { type Fail, quote } from '../failure.js';

import { readDirectory, type ZipEntry } from './directory.js';

/** Most bytes that the compressed files of one archive may unpack to: 4 GiB, twice what one typed array holds. */
const MOST_UNPACKED = 2 ** 32;

/** A ZIP archive in memory: its directory was checked, its contents are checked when they are read. */
export class ZipArchive {
  readonly entries: ReadonlyMap<string, ZipEntry>;
  readonly #bytes: Uint8Array;
  readonly #fail: Fail;
  #unpacked = 0;

  /** @throws FormatError when the bytes are no archive, or break a rule of the format. */
  constructor(bytes: Uint8Array, fail: Fail) {
    this.entries = readDirectory(bytes, fail);
    this.#bytes = bytes;
    this.#fail = fail;
  }

  /**
   * The contents of a file: a view of the archive where they are stored as they are.
   *
   * @throws FormatError when there is no such file, its data are damaged, or more was unpacked than memory should hold.
   */
  read(name: string): Uint8Array {
    const entry = this.entries.get(name);
    if (!entry) throw this.#fail(`the archive has no file ${quote(name)}`, { entry: name });
    const contents = entry.method === 'stored' ? this.#bytes.subarray(entry.begin, entry.end) : this.#inflate(entry);
    if (contents.length !== entry.size || crc32(contents) !== entry.crc) throw this.#damaged(entry);
    return contents;
  }

  #inflate(entry: ZipEntry): Uint8Array {
    this.#unpacked += entry.size;
    if (this.#unpacked > MOST_UNPACKED)
      throw this.#fail(`unpacks to more than ${MOST_UNPACKED} bytes`, { unpacked: this.#unpacked });
    try {
      return inflateSync(this.#bytes.subarray(entry.begin, entry.end), { out: new Uint8Array(entry.size) });
    } catch {
      throw this.#damaged(entry);
    }
  }

  #damaged({ name }: ZipEntry): Error {
    return this.#fail(`file ${quote(name)} of the archive is damaged: its checksum does not fit`, { entry: name });
  }
}
