import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpu } from '@x/backend-cpu';
import { FormatError, registerBackend, tensor } from '@x/tensor';
import { afterAll, expect, test } from 'vitest';
import { FileError, loadNpy, loadNpz, loadTorch, saveNpy, saveNpz } from '../../src/node.js';
import { errorOf, fromBase64 } from '../bytes.js';
import golden from '../golden/torch-files.json' with { type: 'json' };

registerBackend(await cpu());

const folder = await mkdtemp(join(tmpdir(), 'foreign-'));
afterAll(() => rm(folder, { recursive: true }));

test('arrays go to files of NumPy and come back', async () => {
  const [x, y] = [tensor([[1.5, -2]]), tensor([true, false])];
  await saveNpy(x, join(folder, 'x.npy'));
  await saveNpz({ x, y }, join(folder, 'xy.npz'), { compress: true });
  expect((await loadNpy(join(folder, 'x.npy'))).tolist()).toEqual([[1.5, -2]]);
  const back = await loadNpz(join(folder, 'xy.npz'));
  expect(Array.from(back, ([name, t]) => [name, t.dtype, t.tolist()])).toEqual([
    ['x', 'float32', [[1.5, -2]]],
    ['y', 'bool', [true, false]],
  ]);
  expect((await readdir(folder)).sort()).toEqual(['x.npy', 'xy.npz']);
});

test.each([
  ['loadNpy', loadNpy],
  ['loadNpz', loadNpz],
  ['loadTorch', loadTorch],
] as const)('%s: no file, and one of something else', async (op, load) => {
  const missing = join(folder, 'missing');
  const other = join(folder, 'other.txt');
  await writeFile(other, 'no numbers');
  const error = await errorOf(() => load(missing));
  expect(error).toBeInstanceOf(FileError);
  expect(error.message).toBe(`${op}: no such file or folder: ${missing}`);
  const damaged = await errorOf(() => load(other));
  expect(damaged).toBeInstanceOf(FormatError);
  expect(damaged.message).toContain(`${op}: ${other}: `);
  await rm(other);
});

test('a file of torch.save', async () => {
  const path = join(folder, 'net.pt');
  await writeFile(path, fromBase64(golden.network.bytes));
  const state = await loadTorch(path);
  expect(state instanceof Map && [...state.keys()].slice(0, 2)).toEqual(['0.weight', '0.bias']);
});
