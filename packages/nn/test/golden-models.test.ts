import { cpu } from '@x/backend-cpu';
import { SGD } from '@x/optim';
import { manualSeed, rand, randint, registerBackend, type Tensor } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { CrossEntropyLoss, type Module } from '../src/index.js';
import models from './golden/models.json' with { type: 'json' };
import { LeNet, NeuralNetwork } from './tutorial-models.js';

registerBackend(await cpu());

const constructors: Readonly<Record<string, new () => Module<[Tensor], Tensor>>> = { LeNet, NeuralNetwork };

/** The sum of the bit patterns as uint32, modulo 2³². */
function bitsOf(t: Tensor): number {
  const values = t.detach().toTypedArray();
  let sum = 0;
  for (const bits of new Uint32Array(values.buffer, values.byteOffset, values.length)) sum = (sum + bits) >>> 0;
  return sum;
}

interface Fingerprint {
  readonly shape: readonly number[];
  readonly bits: number;
  readonly ends: readonly number[];
}

const fingerprint = (t: Tensor): Fingerprint => {
  const values = t.detach().toTypedArray();
  return { shape: [...t.shape], bits: bitsOf(t), ends: [values[0]!, values.at(-1)!] };
};

describe.each(models.cases.map((row) => [row.model, row] as const))('%s', (model, row) => {
  const make = (): Module<[Tensor], Tensor> => {
    const constructor = constructors[model];
    if (!constructor) throw new TypeError(`there is no model ${model}`);
    manualSeed(0);
    return new constructor();
  };

  it('has the initial weights of PyTorch, bit for bit', () => {
    const net = make();
    const found = [...net.namedParameters()].map(([name, p]) => [name, fingerprint(p)] as const);
    const expected = Object.entries(row.parameters).map(
      ([name, p]) => [name, { ...p, ends: p.ends.map(Math.fround) }] as const,
    );
    expect(found).toEqual(expected);
  });

  it('prints as in PyTorch', () => {
    expect(String(make())).toBe(row.repr);
  });

  it(`gives PyTorch's losses over ${row.losses.length} steps`, () => {
    const net = make();
    const criterion = new CrossEntropyLoss();
    const optimizer = new SGD(net.parameters(), row.sgd);
    manualSeed(1);
    const losses = row.losses.map(() => {
      const x = rand(row.batch, ...row.shape);
      const y = randint(10, [row.batch]);
      optimizer.zeroGrad();
      const loss = criterion(net(x), y);
      loss.backward();
      optimizer.step();
      return loss.item();
    });
    const largest = Math.max(...losses.map((loss, step) => Math.abs(loss - row.losses[step]!)));
    expect(largest).toBeLessThan(1e-4);
  });
});
