/**
 * Threads that do not start, that die, and programs that use them.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { promisify } from 'node:util';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import threads, { type WorkerOptions } from 'node:worker_threads';
import { DeviceError } from '@x/tensor';
import { build, type Format } from 'esbuild';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { getNumThreads, setNumThreads } from '../../src/index.js';
import { Pool } from '../../src/threads/pool.js';
import { Engine } from '../../src/wasm/engine.js';
import { bestVariant, instantiateSync } from '../../src/wasm/load.js';
import { parallel } from '../../src/wasm/parallel.js';
import { dividing, withThreads } from '../threads-support.js';

const { Worker } = threads;
/** The workers that were started. */
const started: threads.Worker[] = [];

/** Workers that run this code instead of theirs. */
function workersOf(code?: string): typeof Worker {
  return class extends Worker {
    constructor(own: string | URL, options?: WorkerOptions) {
      super(code ?? own, options);
      started.push(this);
    }
  };
}

afterEach(() => {
  threads.Worker = Worker;
  started.length = 0;
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

/** Fills four numbers in each of many parts; the sum of what is there then. */
function fillAll(engine: Engine): number {
  const parts = 40;
  const at = engine.heap.allocate(parts * 16);
  const calls = Array.from({ length: parts }, (_, i): [number, number, number] => [at + 16 * i, i, 4]);
  parallel(engine, engine.exports.fill_i32, calls);
  const sum = new Int32Array(engine.heap.bytes.buffer, at, 4 * parts).reduce((a, b) => a + b);
  engine.heap.free(at, parts * 16);
  return sum;
}

const filled = 4 * ((39 * 40) / 2);

describe('without threads', () => {
  it.each([
    ['cannot be made', /no workers here/],
    ['fail at once', /nothing works/],
  ])('when workers %s: says so once', async (how, message) => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    threads.Worker =
      how === 'fail at once'
        ? workersOf("throw new Error('nothing works')")
        : class extends Worker {
            constructor() {
              super(new URL('data:text/javascript,'));
              throw new Error('no workers here');
            }
          };
    const engine = dividing();
    setNumThreads(3);
    expect(fillAll(engine)).toBe(filled);
    await vi.waitFor(() => expect(engine.threads).toBe(1), 10_000);
    expect(fillAll(engine)).toBe(filled);
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.lastCall?.[0]).toMatch(message);
  });

  it('where memory cannot be shared: says so once, if asked for threads', () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    vi.stubGlobal('SharedArrayBuffer', undefined);
    expect(bestVariant().shared).toBe(false);
    setNumThreads(1);
    expect(warn).not.toHaveBeenCalled();
    setNumThreads(2);
    setNumThreads(3);
    expect(warn).toHaveBeenCalledOnce();
    expect(getNumThreads()).toBe(1);
    expect(new Engine(instantiateSync(bestVariant())).threads).toBe(1);
  });
});

describe('a thread that dies', () => {
  it('between kernels: the others are given up, once it is known', async () => {
    const warn = vi.spyOn(console, 'warn').mockImplementation(() => {});
    threads.Worker = workersOf();
    const engine = dividing();
    await withThreads(engine, 3);
    const gone = started[0]!.terminate();
    for (let i = 0; i < 50; i++) expect(fillAll(engine)).toBe(filled);
    await gone;
    await vi.waitFor(() => expect(engine.threads).toBe(1), 10_000);
    expect(fillAll(engine)).toBe(filled);
    expect(warn).toHaveBeenCalledOnce();
    expect(warn.mock.lastCall?.[0]).toMatch(/thread 1 is lost/);
  });

  it('in the middle of one: an error, and no threads from there on', async () => {
    threads.Worker = workersOf();
    const instance = instantiateSync({ ...bestVariant(), shared: true });
    const pool = new Pool(instance, 2);
    const engine = new Engine(instance, {}, 0, pool);
    await withThreads(engine, 2);
    const run = engine.exports.gemm_f32;
    const n = 64;
    const at = engine.heap.allocate(4 * n * n);
    const long: Parameters<typeof run> = [
      2 ** 30,
      n,
      n,
      n,
      at,
      0,
      n,
      1,
      at,
      0,
      n,
      1,
      at,
      0,
      n,
      0,
      0,
      n,
      engine.scratch(2 ** 20),
    ];
    const job = { run: engine.positionOf(run), own: -1, stride: 0, pages: engine.heap.pages };
    const kill = (): boolean => {
      const until = Date.now() + 100; // the other part has begun by then
      while (Date.now() < until);
      void started[0]!.terminate();
      return true;
    };
    let lost = 0;
    for (let i = 0; i < 100 && lost === 0; i++) {
      let own = 0;
      try {
        // where this thread takes both parts, it leaves the long one out
        pool.run(job, [long, long], () => (own++ === 0 ? kill() : true));
      } catch (error) {
        lost++;
        expect(error).toBeInstanceOf(DeviceError);
        expect(String(error)).toMatch(/parts of its result that are missing: 1/);
      }
    }
    expect(lost).toBe(1);
    expect(engine.threads).toBe(1);
    expect(fillAll(engine)).toBe(filled);
  });
});

it('threads sleep while there is nothing to do', async () => {
  const engine = dividing();
  await withThreads(engine, 3);
  expect(fillAll(engine)).toBe(filled);
  await setTimeout(50);
  const before = process.cpuUsage();
  await setTimeout(1000);
  const { user, system } = process.cpuUsage(before);
  expect(user + system).toBeLessThan(100_000); // of a second, and two threads
});

it('the threads of an engine that is collected end', async () => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  threads.Worker = workersOf();
  const use = async (): Promise<number> => {
    const engine = dividing();
    await withThreads(engine, 3);
    return fillAll(engine);
  };
  expect(await use()).toBe(filled);
  let ended = 0;
  for (const worker of started) worker.once('exit', () => ended++);
  await vi.waitFor(() => {
    if (typeof collect === 'function') collect();
    expect(ended).toBe(2);
  }, 20_000);
});

it('a memory that grows is seen by all threads', async () => {
  const engine = dividing();
  await withThreads(engine, 2);
  const { exports, heap } = engine;
  for (let i = 0; i < 20; i++) {
    const [before, size] = [heap.epoch, heap.size];
    const at = heap.allocate(size);
    expect(heap.epoch).toBeGreaterThan(before);
    exports.fill_i32(at, i + 1, 16);
    // copies to the end of the block, by an instruction that looks at the bounds
    const calls = Array.from(
      { length: 64 },
      (_, k): Parameters<typeof exports.copy_b1> => [at + size - 64 * (k + 1), at, 1, 64, 0, 1, 0, 1],
    );
    parallel(engine, exports.copy_b1, calls);
    expect(new Set(new Int32Array(heap.bytes.buffer, at + size - 4096, 1024))).toEqual(new Set([i + 1]));
    if (heap.size > 2 ** 28) break;
  }
});

describe('a program', () => {
  const use = `
    import threads from 'node:worker_threads';
    import { cpu, setNumThreads } from '@x/backend-cpu';
    import { registerBackend, ones } from '@x/tensor';
    let started = 0;
    const { Worker } = threads;
    threads.Worker = class extends Worker { constructor(...args) { super(...args); started++; } };
    async function main(n) {
      registerBackend(await cpu({ threads: 3 }));
      const x = ones(n, n);
      let y = x;
      for (let i = 0; i < 20; i++) y = x.matmul(x);
      console.log(y.sum().item(), started);
    }
  `;

  /** Bundles a program and runs it; what it prints. It has to end by itself. */
  async function output(program: string, format: Format): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'threads-'));
    try {
      const outfile = join(folder, format === 'esm' ? 'main.mjs' : 'main.cjs');
      const stdin = { contents: use + program, resolveDir: import.meta.dirname, loader: 'js' } as const;
      const conditions = ['@x/source'];
      await build({
        stdin,
        outfile,
        format,
        conditions,
        bundle: true,
        minify: true,
        platform: 'node',
        logLevel: 'error',
      });
      const { stdout, stderr } = await promisify(execFile)(process.execPath, [outfile], { timeout: 50_000 });
      return stdout + stderr;
    } finally {
      await rm(folder, { recursive: true });
    }
  }

  it.each<Format>(['esm', 'cjs'])('that uses threads ends by itself, bundled as %s', async (format) => {
    expect(await output('void main(300)', format)).toBe(`${300 ** 3} 2\n`);
  });

  it('with small tensors starts no thread', async () => {
    expect(await output('void main(64)', 'esm')).toBe(`${64 ** 3} 0\n`);
  });

  it('uses threads in a worker of its own', async () => {
    const program = 'if (threads.isMainThread) new Worker(new URL(import.meta.url)); else void main(300);';
    expect(await output(program, 'esm')).toBe(`${300 ** 3} 2\n`);
  });
});
