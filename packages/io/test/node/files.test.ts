import { mkdir, mkdtemp, readdir, readFile, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpu } from '@x/backend-cpu';
import { type Backend, DeviceError, FormatError, ones, registerBackend, tensor, ValueError, zeros } from '@x/tensor';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { serialize } from '../../src/index.js';
import { FileError, loadCheckpoint, loadFile, saveCheckpoint, saveFile } from '../../src/node.js';
import { errorOf, file, formatError } from '../bytes.js';

const backend = await cpu();
registerBackend(backend);

let folder = '';
let path = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'x-io-'));
  path = join(folder, 'a.safetensors');
});
afterEach(() => rm(folder, { recursive: true }));

describe('saveFile and loadFile', () => {
  test('there and back, over a file that is there', async () => {
    await saveFile({ x: zeros(100) }, path);
    const tensors = new Map([
      ['weight', tensor([[1.5, -2]]).T],
      ['index', tensor([1, 2])],
    ]);
    await saveFile(tensors, path, { metadata: { format: 'pt' }, int32As: 'I64' });
    const back = await loadFile(path, { device: 'cpu' });
    expect([...back].map(([name, t]) => [name, t.dtype, t.tolist()])).toEqual([
      ['index', 'int32', [1, 2]],
      ['weight', 'float32', [[1.5], [-2]]],
    ]);
    expect([...back.metadata]).toEqual([['format', 'pt']]);
    expect(new Uint8Array(await readFile(path))).toEqual(
      serialize(tensors, { metadata: { format: 'pt' }, int32As: 'I64' }),
    );
    expect(await readdir(folder)).toEqual(['a.safetensors']);
  });

  test('what happens to the tensors after the call is not in the file', async () => {
    const x = ones(1000);
    const saved = saveFile({ x }, path);
    x.zero_();
    x.dispose();
    await saved;
    expect((await loadFile(path)).get('x')?.sum().item()).toBe(1000);
  });

  test('several at once leave one whole file', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, i) => saveFile({ x: zeros(1000).add(i) }, path)));
    const x = (await loadFile(path)).get('x');
    expect(x?.min().item()).toBe(x?.max().item());
    expect(await readdir(folder)).toEqual(['a.safetensors']);
  });

  test('follow links when reading', async () => {
    await saveFile({ x: ones(1) }, path);
    await symlink(path, join(folder, 'link'));
    expect((await loadFile(join(folder, 'link'))).size).toBe(1);
  });
});

describe('saveFile leaves what was there as it was', () => {
  const gone = ones(1);
  gone.dispose();
  const failing: Backend = {
    ...backend,
    name: 'failing',
    read: () => Promise.reject(new DeviceError('read', 'the device is gone')),
  };
  registerBackend(failing);

  test.each([
    ['a tensor is gone', { a: ones(1), gone }, 'DisposedError'],
    ['a device fails', { a: ones(1), lost: ones([1], { device: 'failing' }) }, 'DeviceError'],
    ['a name is not allowed', { a: ones(1), __metadata__: ones(1) }, 'ValueError'],
  ])('when %s', async (_, tensors, name) => {
    await writeFile(path, 'before');
    expect((await errorOf(() => saveFile(tensors, path))).name).toBe(name);
    expect(await readFile(path, 'utf8')).toBe('before');
    expect(await readdir(folder)).toEqual(['a.safetensors']);
  });

  test('when the path is a folder', async () => {
    await mkdir(path);
    const error = await errorOf(() => saveFile({ x: ones(1) }, path));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toBe(`saveFile: is a folder, not a file: ${path}`);
    expect(await readdir(folder)).toEqual(['a.safetensors']);
  });

  test('when there is no such folder', async () => {
    const missing = join(folder, 'none', 'a.safetensors');
    const error = await errorOf(() => saveFile({ x: ones(1) }, missing));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toBe(`saveFile: no such file or folder: ${missing}`);
    expect(error.details).toEqual({ path: missing, code: 'ENOENT' });
    expect(await readdir(folder)).toEqual([]);
  });
});

describe('loadFile refuses', () => {
  test('a file that is not there', async () => {
    const error = await errorOf(() => loadFile(path));
    expect(error).toBeInstanceOf(FileError);
    expect(error.message).toBe(`loadFile: no such file or folder: ${path}`);
  });

  test('a folder', async () => {
    expect((await errorOf(() => loadFile(folder))).message).toBe(`loadFile: is a folder, not a file: ${folder}`);
  });

  test('files cut at any byte', async () => {
    await saveFile({ x: tensor([1, 2]), y: ones(3) }, path);
    const { length } = await readFile(path);
    for (let size = length - 1; size >= 0; size--) {
      await truncate(path, size);
      const error = await errorOf(() => loadFile(path));
      expect(error).toBeInstanceOf(FormatError);
      expect(error.details).toMatchObject({ file: path });
    }
  });

  test('a header longer than the file, without reading the file', async () => {
    await writeFile(path, file('{}').fill(0xff, 0, 3));
    expect(await formatError(() => loadFile(path))).toBe(`loadFile: ${path}: truncated header: 10 bytes of 16777223`);
  });

  test('data that do not fit the header, without reading them', async () => {
    await writeFile(path, file({ x: { dtype: 'F64', shape: [2 ** 40], data_offsets: [0, 2 ** 43] } }));
    const before = process.memoryUsage().arrayBuffers;
    expect(await formatError(() => loadFile(path))).toBe(
      `loadFile: ${path}: truncated: the header announces 8796093022208 bytes of tensors, the file has 0`,
    );
    await truncate(path, 200_000_000); // a hole: takes no disk
    expect(await formatError(() => loadFile(path))).toMatch('truncated: the header announces 8796093022208 bytes');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(10_000_000);
  });

  test('unknown options and devices', async () => {
    await saveFile({}, path);
    const options: object = { name: 'x' };
    expect((await errorOf(() => loadFile(path, options))).message).toBe(
      "loadFile: unknown option 'name' (known: device)",
    );
    expect(await errorOf(() => loadFile(path, { device: 'gpu' }))).toBeInstanceOf(DeviceError);
  });
});

describe('saveCheckpoint and loadCheckpoint', () => {
  test('there and back', async () => {
    const weight = tensor([1.5]);
    await saveCheckpoint(
      { model: new Map([['weight', weight]]), tied: weight, epoch: 3, rng: Uint8Array.of(1, 2) },
      path,
    );
    const { model, tied, ...rest } = await loadCheckpoint(path, { device: 'cpu' });
    expect(rest).toEqual({ epoch: 3, rng: Uint8Array.of(1, 2) });
    expect((model as Map<string, unknown>).get('weight')).toBe(tied);
    expect([...(await loadFile(path)).keys()].sort()).toEqual(['model.weight', 'rng']);
  });

  test('nothing is written when a part cannot be saved', async () => {
    const error = await errorOf(() => saveCheckpoint({ model: { lr: undefined } }, path));
    expect(error).toBeInstanceOf(ValueError);
    expect(error.message).toBe(
      'saveCheckpoint: "model.lr": undefined cannot be saved (null, or leaving the key out, can)',
    );
    expect(await readdir(folder)).toEqual([]);
  });

  test('a file without checkpoint is refused', async () => {
    await saveFile({ x: ones(1) }, path);
    expect(await formatError(() => loadCheckpoint(path))).toBe(
      `loadCheckpoint: ${path}: holds no checkpoint: there is no metadata 'checkpoint' (loadFile and deserialize read plain tensors)`,
    );
  });
});
