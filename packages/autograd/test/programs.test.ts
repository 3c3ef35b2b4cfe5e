import { cpu } from '@x/backend-cpu';
import { arange, registerBackend, scope, type Tensor, tensor } from '@x/tensor';
import { expect, test } from 'vitest';
import { backward, checkpoint, GradError, noGrad } from '../src/index.js';
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

type Steps = readonly (readonly (string | number)[])[];

/** The loss of a program. */
function run(leaves: readonly Tensor[], steps: Steps): Tensor {
  const pool = leaves.map((leaf) => leaf.mul(1));
  for (const [op, at, ...args] of steps) {
    const name = String(op);
    const result = call(pool[Number(at)]!, name, binary.has(name) ? [pool[Number(args[0])]] : args);
    if (!name.endsWith('_')) pool.push(result);
  }
  return pool.map((t) => (t.ndim > 0 ? t.mul(ramp(t.shape)) : t).sum()).reduce((a, b) => a.add(b));
}

const start = [0, 1].map(() => Float64Array.from(ramp([3, 4]).toTypedArray()));
const matrix = (values: Float64Array): Tensor => tensor(values).view(3, 4);

/** How a forward pass is run. */
type Forward = (leaves: readonly Tensor[], steps: Steps) => Tensor;

const forwards: Readonly<Record<string, Forward>> = {
  'as it is': run,
  'in a scope': (leaves, steps) => scope(() => run(leaves, steps)),
  'as a checkpoint': (leaves, steps) => checkpoint((...inputs: Tensor[]) => run(inputs, steps), leaves),
};

/** Gradients of a program by backward, as lists. */
function derived(steps: Steps, forward: Forward = run): unknown[][] {
  const leaves = start.map((values) => matrix(values).requiresGrad_());
  backward(forward(leaves, steps));
  return leaves.map((leaf) => Array.from(leaf.grad!.toTypedArray()));
}

/** Gradients of a program by central differences. */
function measured(steps: Steps): number[][] {
  const eps = 1e-6;
  const loss = (leaf: number, i: number, by: number): number =>
    noGrad(() => {
      const moved = start.map((values, k) => (k === leaf ? values.with(i, values[i]! + by) : values));
      return run(moved.map(matrix), steps).item();
    });
  return start.map((values, k) => Array.from(values, (_, i) => (loss(k, i, eps) - loss(k, i, -eps)) / (2 * eps)));
}

const close = (grads: readonly (readonly number[])[], tolerance: number): unknown[][] =>
  grads.map((values) => values.map((v) => expect.closeTo(v, tolerance)));

test.each(golden.cases.map(({ steps, grads }, i) => [i, steps, grads] as const))(
  'random program %i: gradients as in PyTorch; right or refused where PyTorch refuses',
  (_, steps, grads) => {
    if (grads) {
      for (const [how, forward] of Object.entries(forwards))
        expect({ how, grads: derived(steps, forward) }).toEqual({ how, grads: close(grads, 9) });
      return;
    }
    let found: unknown[][];
    try {
      found = derived(steps);
    } catch (error) {
      expect(error).toBeInstanceOf(GradError);
      return;
    }
    expect(found).toEqual(close(measured(steps), 3));
  },
);
