import { workerTests } from '../workers/suite.js';

await workerTests(
  (name) => () => new Worker(new URL('../workers/numbers.worker.ts', import.meta.url), { type: 'module', name }),
);
