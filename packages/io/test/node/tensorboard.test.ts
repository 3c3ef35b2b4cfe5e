import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { cpu } from '@x/backend-cpu';
import { DTypeError, registerBackend, ShapeError, tensor, ValueError } from '@x/tensor';
import { decode } from 'fast-png';
import protobuf from 'protobufjs';
import { afterAll, expect, test } from 'vitest';
import { crc32, crc32c } from '../../src/checksums.js';
import { FileError } from '../../src/node.js';
import { SummaryWriter } from '../../src/node/tensorboard.js';
import { histogramOf } from '../../src/tensorboard/histogram.js';
import golden from '../golden/tensorboard.json' with { type: 'json' };

registerBackend(await cpu());

const folder = await mkdtemp(join(tmpdir(), 'tensorboard-'));
afterAll(() => rm(folder, { recursive: true }));

// the fields that the tests look at, as TensorFlow's .proto files number them
const { root } = protobuf.parse(
  `
  syntax = "proto3";
  message Dim { int64 size = 1; }
  message Shape { repeated Dim dim = 2; }
  message TensorProto { int32 dtype = 1; Shape tensor_shape = 2; repeated bytes string_val = 8; }
  message PluginData { string plugin_name = 1; }
  message Metadata { PluginData plugin_data = 1; }
  message Image { int32 height = 1; int32 width = 2; int32 colorspace = 3; bytes encoded_image_string = 4; }
  message Histogram {
    double min = 1; double max = 2; double num = 3; double sum = 4; double sum_squares = 5;
    repeated double bucket_limit = 6; repeated double bucket = 7;
  }
  message Value {
    string tag = 1; Metadata metadata = 9;
    oneof value { float simple_value = 2; Image image = 4; Histogram histo = 5; TensorProto tensor = 8; }
  }
  message SessionLog { int32 status = 1; }
  message Summary { repeated Value value = 1; }
  message Event { double wall_time = 1; int64 step = 2; oneof what { string file_version = 3; Summary summary = 5; SessionLog session_log = 7; } }
`,
  { keepCase: true },
);
const Event = root.lookupType('Event');

interface Value {
  readonly tag?: string;
  readonly image?: {
    readonly height: number;
    readonly width: number;
    readonly colorspace: number;
    readonly encoded_image_string: number[];
  };
}

interface Seen {
  readonly wall_time?: number;
  readonly step?: number;
  readonly file_version?: string;
  readonly summary?: { readonly value: readonly Value[] };
}

const unmask = (masked: number): number => {
  const rotated = (masked - 0xa282ead8) >>> 0;
  return ((rotated >>> 17) | (rotated << 15)) >>> 0;
};

/** The events of a file of records, whose checks must fit. */
function events(bytes: Buffer): Seen[] {
  const found: Seen[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = Number(bytes.readBigUInt64LE(at));
    const data = bytes.subarray(at + 12, at + 12 + length);
    expect(unmask(bytes.readUInt32LE(at + 8))).toBe(crc32c(bytes.subarray(at, at + 8)));
    expect(unmask(bytes.readUInt32LE(at + 12 + length))).toBe(crc32c(data));
    found.push(Event.toObject(Event.decode(data), { longs: Number, bytes: Array }));
    at += 16 + length;
  }
  return found;
}

async function eventsIn(path: string): Promise<Seen[]> {
  const [name = '', ...more] = (await readdir(path)).filter((file) => file.startsWith('events.out.tfevents.'));
  expect(more).toEqual([]);
  return events(await readFile(join(path, name)));
}

test('checks of known bytes', () => {
  const digits = new TextEncoder().encode('123456789');
  expect([crc32(digits), crc32c(digits)]).toEqual([0xcbf43926, 0xe3069283]);
});

test('scalars: the version first, then tags, steps and values', async () => {
  const logDir = join(folder, 'scalars');
  const writer = new SummaryWriter(logDir);
  writer.addScalar('loss/train', 0.5, { globalStep: 3, walltime: 1700000000.25 });
  writer.addScalar('loss/train', tensor([0.25]), { globalStep: 2 ** 40 });
  await writer.flush();
  writer.addScalar('accuracy', Number.NaN);
  await writer.close();
  const [version, first, second, third, ...more] = await eventsIn(logDir);
  expect(more).toEqual([]);
  expect(version).toMatchObject({ file_version: 'brain.Event:2' });
  expect(first).toEqual({
    wall_time: 1700000000.25,
    step: 3,
    summary: { value: [{ tag: 'loss/train', simple_value: 0.5 }] },
  });
  expect(second).toMatchObject({ step: 2 ** 40, summary: { value: [{ simple_value: 0.25 }] } });
  expect(third).toMatchObject({ summary: { value: [{ tag: 'accuracy', simple_value: Number.NaN }] } });
  expect(Math.abs(Number(third?.wall_time) - Date.now() / 1000)).toBeLessThan(60);
});

test('scalars of one chart are runs of their own', async () => {
  const logDir = join(folder, 'many');
  const writer = new SummaryWriter(logDir);
  for (const globalStep of [1, 2]) writer.addScalars('loss/all', { train: 1 / globalStep, test: 2 }, { globalStep });
  await writer.close();
  const train = await eventsIn(join(logDir, 'loss_all_train'));
  expect(train.slice(1)).toMatchObject([
    { step: 1, summary: { value: [{ tag: 'loss/all', simple_value: 1 }] } },
    { step: 2, summary: { value: [{ tag: 'loss/all', simple_value: 0.5 }] } },
  ]);
  expect(await eventsIn(join(logDir, 'loss_all_test'))).toHaveLength(3);
});

test.each(Object.entries(golden))('histogram of %s: what NumPy counts', (_, { values, ...expected }) => {
  const found = histogramOf(Float64Array.from(values));
  expect({ ...found, sum: 0, sumOfSquares: 0 }).toEqual({ ...expected, sum: 0, sumOfSquares: 0 });
  expect(found.sum).toBeCloseTo(expected.sum, 10);
  expect(found.sumOfSquares / (expected.sumOfSquares || 1)).toBeCloseTo(expected.sumOfSquares === 0 ? 0 : 1, 12);
});

test('histograms, texts and pictures', async () => {
  const logDir = join(folder, 'others');
  const writer = new SummaryWriter(logDir, { filenameSuffix: '.x' });
  writer.addHistogram(
    'weights',
    tensor([
      [1, 2],
      [-1, 0],
    ]),
  );
  writer.addText('notes', '**bold** 😀', { globalStep: 1 });
  writer.addImage(
    'grey',
    tensor([
      [
        [0, 0.5],
        [1, 2],
      ],
    ]),
  );
  writer.addImage('colours', tensor([[[255, 0, 7]]], { dtype: 'uint8' }), { dataformats: 'HWC' });
  writer.addImage('plain', tensor([[9]], { dtype: 'uint8' }), { dataformats: 'HW' });
  await writer.close();
  expect((await readdir(logDir))[0]).toMatch(/\.x$/);
  const values = (await eventsIn(logDir)).slice(1).map(({ summary }) => summary?.value[0]);
  expect(values[0]).toMatchObject({ tag: 'weights', histo: { min: -1, max: 2, num: 4, sum: 2, sum_squares: 6 } });
  expect(values[1]).toEqual({
    tag: 'notes/text_summary',
    metadata: { plugin_data: { plugin_name: 'text' } },
    tensor: {
      dtype: 7,
      tensor_shape: { dim: [{ size: 1 }] },
      string_val: [[...new TextEncoder().encode('**bold** 😀')]],
    },
  });
  const pictures = values.slice(2).map((value) => {
    const { encoded_image_string: png = [], ...image } = value?.image ?? {};
    return [value?.tag, image, [...decode(Uint8Array.from(png)).data]];
  });
  expect(pictures).toEqual([
    ['grey', { height: 2, width: 2, colorspace: 1 }, [0, 127, 255, 255]],
    ['colours', { height: 1, width: 1, colorspace: 3 }, [255, 0, 7]],
    ['plain', { height: 1, width: 1, colorspace: 1 }, [9]],
  ]);
});

test('a run that goes on hides what was told of later steps', async () => {
  const logDir = join(folder, 'resumed');
  await new SummaryWriter(logDir, { purgeStep: 7 }).close();
  expect((await eventsIn(logDir))[1]).toMatchObject({ step: 7, session_log: { status: 1 } });
});

test('what cannot be shown is refused, and nothing is written for it', async () => {
  const logDir = join(folder, 'refused');
  const writer = new SummaryWriter(logDir);
  expect(() => writer.addHistogram('x', tensor([]))).toThrow(ValueError);
  expect(() => writer.addHistogram('x', tensor([1, Number.NaN]))).toThrow('x: an element is NaN or infinite');
  expect(() => writer.addImage('x', tensor([[1, 2]]))).toThrow(ShapeError);
  expect(() => writer.addImage('x', tensor([[[1]], [[2]]]))).toThrow(
    'a picture is CHW with 1, 3 or 4 channels, got [2, 1, 1]',
  );
  expect(() => writer.addImage('x', tensor([[[1]]]))).toThrow(DTypeError);
  expect(() => writer.addScalar('x', 1, { globalStep: 1.5 })).toThrow(ValueError);
  // @ts-expect-error a misspelt option
  expect(() => writer.addScalar('x', 1, { step: 1 })).toThrow("unknown option 'step' (known: globalStep, walltime)");
  expect(() => writer.addScalar('x', tensor([1, 2]))).toThrow('item');
  await writer.close();
  expect(await eventsIn(logDir)).toHaveLength(1);
});

test('a folder that cannot be made, a file that goes away', async () => {
  await writeFile(join(folder, 'file'), '');
  expect(() => new SummaryWriter(join(folder, 'file'))).toThrow(FileError);
  const writer = new SummaryWriter(join(folder, 'gone'));
  await rm(join(folder, 'gone'), { recursive: true });
  writer.addScalar('x', 1);
  await expect(writer.close()).rejects.toThrow(FileError);
});
