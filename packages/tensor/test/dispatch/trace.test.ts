import { cpu } from '@x/backend-cpu';
import { expect, it } from 'vitest';
import {
  keep,
  ones,
  onTensor,
  registerBackend,
  scope,
  type Tensor,
  tensor,
  traced,
  type Tracer,
} from '../../src/index.js';

registerBackend(await cpu());

/** Writes down ops, indented by depth, and counts bytes. */
function recorder(): { readonly tracer: Tracer; readonly lines: string[]; bytes: number } {
  const seen = { lines: [] as string[], bytes: 0 };
  let depth = 0;
  const tracer: Tracer = {
    op(name, inputs, run) {
      seen.lines.push(`${'  '.repeat(depth)}${name}(${inputs.map((t) => `[${t.shape.join(', ')}]`).join(', ')})`);
      depth++;
      try {
        return run();
      } finally {
        depth--;
      }
    },
    memory: (_device, bytes) => {
      seen.bytes += bytes;
    },
  };
  return Object.assign(seen, { tracer });
}

it('sees ops, in-place ops and the ops that they are made of', () => {
  const seen = recorder();
  const x = ones(2, 3);
  const y = traced(seen.tracer, () => x.mul(2).sum(1).add_(x.select(1, 0)));
  expect(y.tolist()).toEqual([7, 7]);
  expect(seen.lines.filter((line) => !line.startsWith(' '))).toEqual([
    'mul([2, 3], [])',
    'sum([2, 3])',
    'select([2, 3])',
    'add_([2], [2])',
  ]);
});

it('sees memory come and go', () => {
  const seen = recorder();
  traced(seen.tracer, () => scope(() => void keep(ones(1000)).mul(2)));
  expect(seen.bytes).toBe(4000);
});

it('stops when the function returns or throws, and is one at a time', () => {
  const seen = recorder();
  expect(() =>
    traced(seen.tracer, () => {
      throw new Error('out');
    }),
  ).toThrow('out');
  ones(2).exp();
  expect(seen.lines).toEqual([]);
  expect(() => traced(seen.tracer, () => traced(seen.tracer, () => 1))).toThrow(/one tracer at a time/u);
  expect(() => traced(seen.tracer, () => Promise.resolve(1))).toThrow(/asynchronous/u);
});

it('tells of every tensor that is made', () => {
  const made: Tensor[] = [];
  onTensor((t) => made.push(t));
  const x = tensor([[1, 2]]);
  const view = x.t();
  onTensor(() => {});
  expect([made.includes(x), made.includes(view)]).toEqual([true, true]);
  expect([x.storage.tensors, view.storage.tensors]).toEqual([2, 2]);
});
