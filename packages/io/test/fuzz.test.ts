import { cpu } from '@x/backend-cpu';
import { FormatError, isTensor, memory, registerBackend, tensor, type Tensor } from '@x/tensor';
import { expect, test } from 'vitest';
import { deserialize, deserializeCheckpoint, serializeCheckpoint } from '../src/index.js';
import { fromBase64 } from './bytes.js';
import golden from './golden/safetensors.json' with { type: 'json' };
import { damaged } from './mutations.js';

registerBackend(await cpu());

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
  return [...(value instanceof Map ? value.values() : Object.values(value))].flatMap(tensorsIn);
}

test.each([
  ['deserialize', files, deserialize, 0],
  ['deserializeCheckpoint', checkpoints, deserializeCheckpoint, 1],
] as const)('%s: 1500 damaged files load or are refused, at once, in little memory', (_, originals, read, seed) => {
  const slow: number[] = [];
  const unexpected: unknown[] = [];
  const before = memory().cpu?.bytes ?? 0;
  let [loaded, refused] = [0, 0];
  for (const bytes of damaged(originals, 1500, seed)) {
    const start = performance.now();
    try {
      const tensors = tensorsIn(read(bytes));
      loaded++;
      expect((memory().cpu?.bytes ?? 0) - before).toBeLessThanOrEqual(4 * bytes.length);
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
  expect(loaded).toBeGreaterThan(50);
  expect(refused).toBeGreaterThan(1000);
});
