import { describe, expect, it } from 'vitest';
import { ProcessWorker } from '../src/worker/process.js';
import { tiny } from './fake.js';

const budget = { ms: 1, steps: 1, limitMs: 1 };

/** A worker whose process answers every request with a JavaScript expression of its number. */
function start(answer: string, limitMs = 30_000): ProcessWorker {
  const script = `
    const { writeSync } = require('node:fs');
    const say = (value) => writeSync(3, JSON.stringify(value) + '\\n');
    console.log('a library says hello');
    say({ value: 'ready' });
    let n = 0;
    require('node:readline').createInterface({ input: process.stdin }).on('line', () => { n++; ${answer} });`;
  return new ProcessWorker({ command: process.execPath, args: ['-e', script], env: {} }, limitMs);
}

describe('ProcessWorker', () => {
  it('hands on the answers, in order', async () => {
    const worker = start('say({ value: { ms: n, steps: 2 * n } })');
    await worker.prepare(tiny, 1);
    expect(await worker.round(budget)).toEqual({ ms: 2, steps: 4 });
    expect(await worker.round(budget)).toEqual({ ms: 3, steps: 6 });
    worker.close();
  });

  it.each([
    { what: 'an error', answer: "say({ error: 'has no matmul' })", message: 'has no matmul' },
    { what: 'silence', answer: '', message: 'takes longer than 0.1 s', limitMs: 100 },
    { what: 'its end', answer: "console.error('out of memory'); process.exit(3)", message: 'ended (3): out of memory' },
  ])('reports $what', async ({ answer, message, limitMs }) => {
    const worker = start(answer, limitMs);
    await expect(worker.prepare(tiny, 1)).rejects.toThrow(message);
    worker.close();
  });

  it('reports a program that does not exist', async () => {
    const worker = new ProcessWorker({ command: 'no-such-program', args: [], env: {} }, 30_000);
    await expect(worker.prepare(tiny, 1)).rejects.toThrow('ENOENT');
    worker.close();
  });
});
