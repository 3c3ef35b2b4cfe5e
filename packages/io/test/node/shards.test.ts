import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpu } from '@x/backend-cpu';
import { arange, FormatError, memory, registerBackend, rand, tensor, ValueError, zeros } from '@x/tensor';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { FileError, loadFile, loadSharded, safeOpen, saveFile, saveSharded } from '../../src/node.js';
import { errorOf } from '../bytes.js';

registerBackend(await cpu());

let folder = '';
beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'shards-'))));
afterEach(() => rm(folder, { recursive: true }));

const tensors = {
  a: tensor([
    [1.5, 2],
    [3, 4],
  ]),
  b: tensor([1, 2, 3]),
  c: tensor([true]),
  d: rand(3, 5),
  empty: zeros(0, 2),
};

test('single tensors of a file', async () => {
  const path = join(folder, 'x.safetensors');
  await saveFile(tensors, path, { metadata: { format: 'pt' } });
  await using file = await safeOpen(path);
  expect(file.keys()).toEqual([...(await loadFile(path)).keys()]);
  expect(file.metadata.get('format')).toBe('pt');
  for (const [name, value] of Object.entries(tensors)) {
    const read = await file.getTensor(name);
    expect([read.dtype, read.shape, read.tolist()]).toEqual([value.dtype, value.shape, value.tolist()]);
  }
  expect(await errorOf(() => file.getTensor('z'))).toBeInstanceOf(FormatError);
});

test('a file is not read beyond what is asked for', async () => {
  const path = join(folder, 'large.safetensors');
  await saveFile({ x: arange(1_000_000), y: tensor([7]) }, path);
  const before = memory().cpu?.bytes ?? 0;
  const file = await safeOpen(path);
  expect(memory().cpu?.bytes).toBe(before);
  expect((await file.getTensor('y')).tolist()).toEqual([7]);
  await truncate(path, 500);
  expect((await errorOf(() => file.getTensor('y'))).message).toContain('the file became shorter while it was read');
  await file.close();
});

test.each([1, 40, 1000])('shards of %d bytes', async (maxShardSize) => {
  const index = join(folder, 'model.safetensors.index.json');
  await saveSharded(tensors, index, { maxShardSize });
  const back = await loadSharded(index);
  expect(Array.from(back, ([name, t]) => [name, t.tolist()])).toEqual(
    Object.entries(tensors).map(([name, t]) => [name, t.tolist()]),
  );
  const files = (await readdir(folder)).filter((name) => name.endsWith('.safetensors')).sort();
  expect(files.at(-1)).toBe(`model-0000${files.length}-of-0000${files.length}.safetensors`);
  const { metadata, weight_map: map }: { metadata: unknown; weight_map: Record<string, string> } = JSON.parse(
    await readFile(index, 'utf8'),
  );
  expect(metadata).toEqual({ total_size: 89 });
  expect([...new Set(Object.values(map))].sort()).toEqual(files);
});

test.each([
  ['no JSON', 'x', 'the index is not valid JSON'],
  ['no map', '{}', 'the index has no weight_map'],
  ['a list', '{"weight_map":[]}', 'the index has no weight_map'],
  [
    'another folder',
    '{"weight_map":{"a":"../x.safetensors"}}',
    'tensor "a": the index names no file beside it: "../x.safetensors"',
  ],
  ['an absolute path', '{"weight_map":{"a":"/etc/passwd"}}', 'the index names no file beside it'],
  ['no name', '{"weight_map":{"a":5}}', 'the index names no file beside it: "5"'],
])('an index with %s is refused', async (_, text, message) => {
  const index = join(folder, 'x.safetensors.index.json');
  await writeFile(index, text);
  const error = await errorOf(() => loadSharded(index));
  expect(error).toBeInstanceOf(FormatError);
  expect(error.message).toContain(message);
});

test('a shard that is missing or has not what the index says', async () => {
  const index = join(folder, 'x.safetensors.index.json');
  await saveSharded({ a: tensor([1]) }, index);
  const before = memory().cpu?.bytes;
  await writeFile(index, '{"weight_map":{"a":"x-00001-of-00001.safetensors","b":"x-00001-of-00001.safetensors"}}');
  expect((await errorOf(() => loadSharded(index))).message).toContain('there is no tensor "b"');
  expect(memory().cpu?.bytes).toBe(before);
  await rm(join(folder, 'x-00001-of-00001.safetensors'));
  expect(await errorOf(() => loadSharded(index))).toBeInstanceOf(FileError);
});

test('options are checked', async () => {
  expect(await errorOf(() => saveSharded({}, 'model.json'))).toBeInstanceOf(ValueError);
  expect((await errorOf(() => saveSharded({}, 'm.safetensors.index.json', { maxShardSize: 0 }))).message).toContain(
    'maxShardSize must be > 0: 0',
  );
});
