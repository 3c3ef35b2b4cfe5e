import { cpu } from '@x/backend-cpu';
import { arange, registerBackend, type Tensor } from '@x/tensor';
import { expect, test } from 'vitest';
import { backward } from '../src/index.js';
import golden from './golden/programs.json' with { type: 'json' };

// `scripts/golden/autograd/programs.py` says what a program is

registerBackend(await cpu());

const ramp = (shape: readonly number[]): Tensor =>
  arange(
    shape.reduce((a, b) => a * b, 1),
    { dtype: 'float64' },
  )
    .sin()
    .reshape([...shape]);

const binary = new Set(['add', 'sub', 'mul', 'add_', 'sub_', 'mul_', 'copy_']);

/** A step's op on a tensor. */
function call(self: Tensor, op: string, args: readonly unknown[]): Tensor {
  const method: unknown = Reflect.get(self, op);
  if (typeof method !== 'function') throw new TypeError(`tensors have no method ${op}`);
  return Reflect.apply(method, self, args);
}

function run(leaves: readonly Tensor[], steps: readonly (readonly (string | number)[])[]): Tensor {
  const pool = leaves.map((leaf) => leaf.mul(1));
  for (const [op, at, ...args] of steps) {
    const name = String(op);
    const result = call(pool[Number(at)]!, name, binary.has(name) ? [pool[Number(args[0])]] : args);
    if (!name.endsWith('_')) pool.push(result);
  }
  return pool.map((t) => (t.ndim > 0 ? t.mul(ramp(t.shape)) : t).sum()).reduce((a, b) => a.add(b));
}

test.each(golden.cases.map(({ steps, grads }, i) => [i, steps, grads] as const))(
  'gradients of random program %i as in PyTorch',
  (_, steps, grads) => {
    const leaves = grads.map(() => ramp([3, 4]).requiresGrad_());
    backward(run(leaves, steps));
    expect(leaves.map((leaf) => leaf.grad?.flatten().tolist())).toEqual(
      grads.map((values) => values.map((v) => expect.closeTo(v, 9))),
    );
  },
);
