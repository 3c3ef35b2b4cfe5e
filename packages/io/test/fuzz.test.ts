import { cpu } from '@x/backend-cpu';
import { FormatError, isTensor, memory, registerBackend, tensor, type Tensor } from '@x/tensor';
import { expect, test } from 'vitest';
import {
  deserialize,
  deserializeCheckpoint,
  deserializeNpy,
  deserializeNpz,
  deserializeTorch,
  serializeCheckpoint,
} from '../src/index.js';
import { fromBase64 } from './bytes.js';
import numpy from './golden/numpy-files.json' with { type: 'json' };
import golden from './golden/safetensors.json' with { type: 'json' };
import torch from './golden/torch-files.json' with { type: 'json' };
import { archiveMutations, binaryMutations, damaged, headerMutations } from './mutations.js';

registerBackend(await cpu());

const MOST_BYTES = 100e6;

const files = Object.values(golden.cases).map(({ bytes }) => fromBase64(bytes));
const checkpoints = [
  serializeCheckpoint({
    model: new Map([['weight', tensor([[1.5, 2]])]]),
    state: { 0: { step: tensor(3), seen: 12n, best: -Infinity } },
    rng: new Uint8Array(40),
  }),
];

function tensorsIn(value: unknown): Tensor[] {
  if (isTensor(value)) return [value];
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  return [...(value instanceof Map || value instanceof Set ? value.values() : Object.values(value))].flatMap(tensorsIn);
}

const arrays = Object.values(numpy.arrays).map(({ bytes }) => fromBase64(bytes));
const archives = Object.values(numpy.archives).map(fromBase64);
// the older form has no checksums, so that what is damaged reaches the reader of pickles
const pickles = [torch.cases.values, torch.cases.legacy, torch.cases['legacy training']].map(({ bytes }) =>
  fromBase64(bytes),
);

test.each([
  ['deserialize', files, headerMutations, deserialize, 0],
  ['deserializeCheckpoint', checkpoints, headerMutations, deserializeCheckpoint, 1],
  ['deserializeNpy', arrays, binaryMutations, deserializeNpy, 2],
  ['deserializeNpz', archives, archiveMutations, deserializeNpz, 3],
  ['deserializeTorch', pickles, archiveMutations, deserializeTorch, 4],
] as const)(
  '%s: 10,000 damaged files load or are refused, at once, in little memory',
  (_, originals, mutations, read, seed) => {
    const slow: number[] = [];
    const unexpected: unknown[] = [];
    const before = memory().cpu?.bytes ?? 0;
    let [loaded, refused] = [0, 0];
    for (const bytes of damaged(originals, mutations, 10_000, seed)) {
      const start = performance.now();
      try {
        const tensors = tensorsIn(read(bytes));
        loaded++;
        if ((memory().cpu?.bytes ?? 0) - before > MOST_BYTES) unexpected.push('too much memory');
        for (const each of tensors) each.dispose();
      } catch (error) {
        refused++;
        if (!(error instanceof FormatError)) unexpected.push(error);
      }
      const ms = performance.now() - start;
      if (ms > 1000) slow.push(ms);
    }
    expect(unexpected).toEqual([]);
    expect(slow).toEqual([]);
    expect(memory().cpu?.bytes ?? 0).toBe(before);
    expect(loaded).toBeGreaterThan(300);
    expect(refused).toBeGreaterThan(3000);
  },
);
