import { cpu } from '@x/backend-cpu';
import { memory, ones, registerBackend, scope } from '@x/tensor';
import { expect, test } from 'vitest';
import { profile, recordFunction } from '../src/index.js';

registerBackend(await cpu());

const step = () => {
  const x = ones(64, 64, { requiresGrad: true });
  return profile(() => {
    const y = recordFunction('model', () => x.matmul(x).exp().mul(2).add_(1));
    y.sum().backward();
    return y;
  });
};

test('counts ops, nodes and named parts, with what runs inside of them', () => {
  const prof = step();
  expect(prof.result.shape).toEqual([64, 64]);
  const calls = new Map(prof.keyAverages().map(({ name, calls: n }) => [name, n]));
  expect(
    ['model', 'mm', 'exp', 'add_', 'SumBackward0', 'AddBackward0', 'ExpBackward0'].map((n) => calls.get(n)),
  ).toEqual([1, 3, 1, 1, 1, 1, 1]); // the gradient of mm is made of two more
  const model = prof.spans.find(({ name }) => name === 'model')!;
  const within = prof.spans.filter(({ depth, start }) => depth === 1 && start < model.start + model.duration);
  expect(within.map(({ name, kind }) => `${kind} ${name}`)).toEqual(['op mm', 'op exp', 'op mul', 'op add_']);
  const inner = within.reduce((sum, { duration }) => sum + duration, 0);
  expect(model.self).toBeCloseTo(model.duration - inner, 6);
  expect(within[0]?.shapes).toEqual([
    [64, 64],
    [64, 64],
  ]);
  const own = prof.spans.reduce((sum, { self }) => sum + self, 0);
  const outer = prof.spans.filter(({ depth }) => depth === 0).reduce((sum, { duration }) => sum + duration, 0);
  expect(own).toBeCloseTo(outer, 3);
});

test('follows memory: of spans, and its highest point', () => {
  const matrix = 64 * 64 * 4;
  const x = ones(64, 64);
  const before = memory()['cpu']!.bytes;
  const prof = profile(() =>
    scope(() => {
      const a = x.mul(x);
      const b = a.add(x);
      a.dispose();
      return b.sub(x);
    }),
  );
  expect(prof.memory['cpu']).toEqual({ start: before, peak: before + 2 * matrix, end: before + matrix });
  expect(prof.spans.map(({ name, bytes, selfBytes }) => [name, bytes, selfBytes])).toEqual([
    ['mul', matrix, matrix],
    ['add', matrix, matrix],
    ['sub', matrix, matrix],
  ]);
});

test('prints a table', () => {
  const prof = step();
  const lines = prof.table({ sortBy: 'calls', rowLimit: 3 }).split('\n');
  expect(lines[1]).toMatch(/^ *Name +Self % +Self +Total % +Total +Average +Mem +Self Mem +Calls$/);
  expect([lines.length, new Set(lines.slice(0, 7).map(({ length }) => length)).size]).toEqual([8, 1]);
  expect(lines.at(-1)).toMatch(/^Self time total: \d+\.\d{3}(us|ms|s)$/);
  expect(String(prof)).toContain('SumBackward0');
  expect(() => prof.table({ sortBy: 'name' as never })).toThrow(/sortBy is one of calls, self/);
});

test('gives a trace for browsers', () => {
  const prof = step();
  const trace: { traceEvents: { ph: string; name: string; ts: number; dur?: number }[] } = JSON.parse(
    prof.chromeTrace(),
  );
  const spans = trace.traceEvents.filter(({ ph }) => ph === 'X');
  expect(spans.map(({ name }) => name)).toEqual(prof.spans.map(({ name }) => name));
  expect(spans.every(({ ts, dur }) => ts >= 0 && dur! >= 0)).toBe(true);
  expect(trace.traceEvents.some(({ ph, name }) => ph === 'C' && name === 'memory cpu')).toBe(true);
});

test('is over when the function is, also when it throws', () => {
  expect(() =>
    profile(() => {
      throw new Error('out');
    }),
  ).toThrow('out');
  const prof = profile(() => 1);
  ones(2).exp();
  expect([prof.spans, recordFunction('nothing', () => 2)]).toEqual([[], 2]);
  expect(() => profile(() => profile(() => 1))).toThrow(/one tracer at a time/);
  expect(() => profile(() => Promise.resolve())).toThrow(/asynchronous/);
});
