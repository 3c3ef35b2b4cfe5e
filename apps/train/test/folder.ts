import { mkdirSync, mkdtempSync, readdirSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { drawDigits } from '@x/data';
import { Generator } from '@x/tensor';
import { afterAll, beforeAll } from 'vitest';

/** Bytes of an IDX file with uint8 values. */
export function idx(shape: readonly number[], data: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * shape.length);
  header.set([0, 0, 8, shape.length]);
  shape.forEach((size, i) => header.writeUInt32BE(size, 4 + 4 * i));
  return Buffer.concat([header, data]);
}

/** Writes so many digits to `images.gz` and `labels`. */
export function writeDigits(count: number): void {
  const { images, labels } = drawDigits(count, new Generator().manualSeed(0));
  writeFileSync('images.gz', gzipSync(idx([count, 28, 28], images)));
  writeFileSync('labels', idx([count], labels));
}

/** Puts digits where torchvision keeps MNIST. */
export function writeMnist(train: number, test: number): void {
  const folder = join('data', 'MNIST', 'raw');
  mkdirSync(folder, { recursive: true });
  const sets: [string, number][] = [
    ['train', train],
    ['t10k', test],
  ];
  for (const [name, count] of sets) {
    const { images, labels } = drawDigits(count, new Generator().manualSeed(count));
    writeFileSync(join(folder, `${name}-images-idx3-ubyte`), idx([count, 28, 28], images));
    writeFileSync(join(folder, `${name}-labels-idx1-ubyte`), idx([count], labels));
  }
}

/** The tests of this file run in an empty folder, which is removed after them. */
export function useFolder(): void {
  const home = process.cwd();
  const folder = mkdtempSync(join(realpathSync(tmpdir()), 'train-'));
  beforeAll(() => process.chdir(folder));
  afterAll(() => {
    process.chdir(home);
    rmSync(folder, { recursive: true });
  });
}

/** Every file and folder here, in order. */
export function listing(): string[] {
  return readdirSync('.', { recursive: true, encoding: 'utf8' }).toSorted();
}
