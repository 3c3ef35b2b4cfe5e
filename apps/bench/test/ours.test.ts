import { expect, it } from 'vitest';
import { uniform } from '../src/adapters/inputs.js';
import { makeRunnable } from '../src/adapters/adapter.js';
import { ours } from '../src/adapters/ours.js';
import type { CaseOf } from '../src/cases/case.js';
import { tiny } from './fake.js';

it('multiplies matrices', async () => {
  const { step, results } = makeRunnable(await ours('cpu', 1), tiny);
  const [a0, a1, a2, a3] = uniform(1, [2, 2]) as Float32Array & [number, number, number, number];
  const [b0, b1, b2, b3] = uniform(2, [2, 2]) as Float32Array & [number, number, number, number];
  const expected = [a0 * b0 + a1 * b2, a0 * b1 + a1 * b3, a2 * b0 + a3 * b2, a2 * b1 + a3 * b3];
  const { y } = await results();
  expect(y).toHaveLength(4);
  expected.forEach((value, i) => expect(y?.[i]).toBeCloseTo(value, 6));
  expect(step()).toBeUndefined();
});

// python/training.py with this case, PyTorch 1.13
const network: CaseOf<'lstm'> = {
  name: 'train/lstm-tiny',
  op: 'lstm',
  kind: 'compute',
  x: [3, 2, 2],
  hidden: 1,
  classes: 2,
  optimizer: null,
  params: [
    { name: 'lstm.weight_ih', shape: [4, 2], init: 1 },
    { name: 'lstm.weight_hh', shape: [4, 1], init: 1 },
    { name: 'lstm.bias_ih', shape: [4], init: 1 },
    { name: 'lstm.bias_hh', shape: [4], init: 1 },
    { name: 'fc.weight', shape: [2, 1], init: 1 },
    { name: 'fc.bias', shape: [2], init: 1 },
  ],
  flops: 0,
  bytes: 0,
};

it('has the gradients of a small network', async () => {
  const { results } = makeRunnable(await ours('cpu', 1), network);
  const found = await results();
  const compare = (name: string, expected: readonly number[]): void =>
    expected.forEach((value, i) => expect(found[name]?.[i]).toBeCloseTo(value, 6));
  compare('loss', [0.97090632]);
  compare('lstm.weight_hh', [0.00076736, 0.00063973, 0.00650545, 0.00064795]);
  compare('fc.weight', [0.10438424, -0.10438425]);
});
