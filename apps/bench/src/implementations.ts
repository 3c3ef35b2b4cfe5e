/**
 * @file What is measured: this workspace and other libraries, and the programs that run them.
 */
import { fileURLToPath } from 'node:url';
import type { Program } from './worker/process.js';

/** An implementation with a number of threads: a column of the tables. */
export interface Implementation {
  readonly label: string;
  readonly peer: PeerName;
  readonly threads: number;
}

interface Peer {
  /** Whether the number of threads can be chosen; otherwise it runs with one. */
  readonly threaded: boolean;
  /** Comes from the npm registry. */
  readonly fetched: boolean;
  readonly program: (threads: number, places: Places) => Program;
}

/** What programs need to know. */
interface Places {
  readonly device: string;
  /** The folder in which the fetched libraries are installed. */
  readonly peers: string;
}

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

const node = (name: string, argument: string, threads: number): Program => ({
  command: process.execPath,
  args: [here('./worker.js'), name, argument, String(threads)],
  env: {},
});

const fetched = (name: string): Peer => ({
  threaded: false,
  fetched: true,
  program: (threads, { peers }) => node(name, peers, threads),
});

/** Debian's, where PyTorch lives if the machine has it. */
export const python = '/usr/bin/python3';

function torch(threads: number): Program {
  const count = String(threads);
  return {
    command: python,
    args: [here('../python/worker.py'), count],
    env: {
      OMP_NUM_THREADS: count,
      OPENBLAS_NUM_THREADS: count,
      // glibc keeps freed memory: page faults would make cases bound by memory several times slower now and then
      MALLOC_MMAP_MAX_: '0',
      MALLOC_TRIM_THRESHOLD_: String(2 ** 40),
      PYTHONDONTWRITEBYTECODE: '1',
    },
  };
}

/** Our devices; `adapters/ours.ts` loads their backends. */
export const deviceNames = ['cpu', 'gpu', 'gpu:webgpu', 'gpu:webasm', 'gpu:cpu'] as const;

export const peerNames = ['ours', 'torch', 'tfjs-wasm', 'tfjs-cpu', 'jax-js', 'js-pytorch'] as const;
export type PeerName = (typeof peerNames)[number];

export const peers: Readonly<Record<PeerName, Peer>> = {
  ours: { threaded: true, fetched: false, program: (threads, { device }) => node('ours', device, threads) },
  torch: { threaded: true, fetched: false, program: torch },
  'tfjs-wasm': fetched('tfjs-wasm'),
  'tfjs-cpu': fetched('tfjs-cpu'),
  'jax-js': fetched('jax-js'),
  'js-pytorch': fetched('js-pytorch'),
};

/** The columns for some peers and numbers of threads. */
export function implementations(names: readonly PeerName[], threads: readonly number[]): Implementation[] {
  return names.flatMap((peer): Implementation[] =>
    peers[peer].threaded
      ? threads.map((count) => ({ label: `${peer}${count}`, peer, threads: count }))
      : [{ label: peer, peer, threads: 1 }],
  );
}
