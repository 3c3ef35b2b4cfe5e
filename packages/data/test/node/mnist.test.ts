import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { cpu } from '@x/backend-cpu';
import { FormatError, registerBackend, ValueError } from '@x/tensor';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ToTensor } from '../../src/index.js';
import { DownloadError, FashionMNIST, idxDatasetFromFiles, MNIST } from '../../src/node.js';
import { idx } from '../bytes.js';
import { serve, whole } from './server.js';

registerBackend(await cpu());

const images = idx(0x08, [2, 1, 2], [0, 255, 3, 4]);
const labels = idx(0x08, [2], [7, 5]);

let root = '';

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'x-data-'));
});

afterEach(() => rm(root, { recursive: true }));

async function put(folder: string, files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  await mkdir(join(root, folder), { recursive: true });
  for (const [name, bytes] of Object.entries(files)) await writeFile(join(root, folder, name), bytes);
}

describe('MNIST and FashionMNIST', () => {
  test('read torchvision’s folders, packed or unpacked', async () => {
    await put('MNIST/raw', {
      'train-images-idx3-ubyte.gz': gzipSync(images),
      'train-labels-idx1-ubyte': labels,
    });
    const train = await MNIST.load(root, { transform: new ToTensor(), targetTransform: (label) => label + 1 });
    expect(train).toBeInstanceOf(MNIST);
    expect(train.data.shape).toEqual([2, 1, 2]);
    expect(train.get(0)[0].tolist()).toEqual([[[0, 1]]]);
    expect(train.get(0)[1]).toBe(8);
    expect(MNIST.classes[train.get(1)[1]]).toBe('6 - six');

    await put('FashionMNIST/raw', { 't10k-images-idx3-ubyte': images, 't10k-labels-idx1-ubyte.gz': gzipSync(labels) });
    const held = await FashionMNIST.load(root, { train: false });
    expect(held).toBeInstanceOf(FashionMNIST);
    expect(FashionMNIST.classes[held.get(0)[1]]).toBe('Sneaker');
  });

  test('say what is missing and how to get it', async () => {
    const load = MNIST.load(root);
    await expect(load).rejects.toThrow(ValueError);
    await expect(load).rejects.toThrow(
      `MNIST.load: train-images-idx3-ubyte.gz not found in ${join(root, 'MNIST', 'raw')} (download: true fetches it)`,
    );
    // @ts-expect-error no such option
    await expect(FashionMNIST.load(root, { split: 'test' })).rejects.toThrow(
      "FashionMNIST.load: unknown option 'split'",
    );
  });

  test('download from the mirrors given, and accept only the real files', async () => {
    const server = await serve({ '/m/t10k-images-idx3-ubyte.gz': whole(gzipSync(images)) });
    try {
      const mirrors = [server.url('/empty/'), server.url('/m')];
      const load = MNIST.load(root, { train: false, download: true, mirrors });
      await expect(load).rejects.toThrow(DownloadError);
      await expect(load).rejects.toThrow(
        /t10k-images-idx3-ubyte\.gz: no mirror delivered it: .* \(HTTP 404 .*wrong content/,
      );
      expect(server.requests).toEqual(['/empty/t10k-images-idx3-ubyte.gz', '/m/t10k-images-idx3-ubyte.gz']);
    } finally {
      await server.close();
    }
  });

  test('download nothing that is there', async () => {
    await put('MNIST/raw', { 't10k-images-idx3-ubyte.gz': gzipSync(images), 't10k-labels-idx1-ubyte': labels });
    expect((await MNIST.load(root, { train: false, download: true, mirrors: [] })).length).toBe(2);
  });

  test('name the file that is damaged', async () => {
    await put('MNIST/raw', {
      'train-images-idx3-ubyte.gz': gzipSync(images).subarray(0, -9),
      'train-labels-idx1-ubyte': labels,
    });
    const load = MNIST.load(root);
    await expect(load).rejects.toThrow(FormatError);
    await expect(load).rejects.toThrow('readIdx: train-images-idx3-ubyte.gz: gzip data is truncated or corrupt');
  });
});

describe('idxDatasetFromFiles', () => {
  test('reads two files', async () => {
    await put('.', { 'a.gz': gzipSync(images), b: labels });
    const dataset = await idxDatasetFromFiles(join(root, 'a.gz'), join(root, 'b'), { transform: new ToTensor() });
    expect(dataset.length).toBe(2);
    expect(dataset.get(1)[0].shape).toEqual([1, 1, 2]);
  });

  test('names a file that is not there, or is something else', async () => {
    await put('.', { a: images, b: labels });
    const missing = join(root, 'none');
    await expect(idxDatasetFromFiles(missing, join(root, 'b'))).rejects.toThrow(ValueError);
    await expect(idxDatasetFromFiles(join(root, 'a'), missing)).rejects.toThrow(
      `idxDatasetFromFiles: no such file: ${missing}`,
    );
    await expect(idxDatasetFromFiles(join(root, 'b'), join(root, 'a'))).rejects.toThrow(
      'idxDataset: b: expected uint8 values with 3 or 4 dimensions, got uint8 [2]',
    );
  });
});
