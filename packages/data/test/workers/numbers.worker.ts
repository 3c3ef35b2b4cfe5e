import { cpu } from '@x/backend-cpu';
import { arange, rand, registerBackend, type Tensor, tensor } from '@x/tensor';
import { Dataset, getWorkerInfo, IterableDataset, serveDataset } from '../../src/index.js';

registerBackend(await cpu());

type Item = { readonly index: number; readonly worker: number; readonly noise: Tensor; readonly text: string };

/** Numbers that tell who read them, and come the later the smaller they are. */
class Traced extends Dataset<Promise<Item>> {
  readonly length = 12;

  async get(index: number): Promise<Item> {
    if (index === 7 && name === 'fails') throw new RangeError('no item 7');
    if (index === 7 && name === 'dies') setTimeout(() => thrown(), 0);
    if (index === 7 && (name === 'slow' || name === 'dies')) await new Promise((resolve) => setTimeout(resolve, 5000));
    await new Promise((resolve) => setTimeout(resolve, 12 - index));
    return { index, worker: getWorkerInfo()?.id ?? -1, noise: rand(1), text: `№${index}` };
  }
}

function thrown(): void {
  throw new Error('the end of this worker');
}

/** The share of a stream that is this worker's. */
class Share extends IterableDataset<Tensor> {
  override *[Symbol.iterator](): Iterator<Tensor> {
    const { id = 0, numWorkers = 1 } = getWorkerInfo() ?? {};
    for (let i = id; i < 7; i += numWorkers) yield tensor([i, i * i]);
  }
}

/** What the test calls this worker: `workerData` in Node, the name in browsers. */
const name: unknown =
  globalThis.process?.getBuiltinModule?.('node:worker_threads').workerData ?? Reflect.get(globalThis, 'name');
if (name === 'stream') serveDataset(() => new Share());
else if (name === 'collate')
  serveDataset(() => new Traced(), {
    collateFn: (items) => ({ sum: items.reduce((sum, { index }) => sum + index, 0), lists: [arange(2)] }),
  });
else if (name === 'unmade') serveDataset(() => Promise.reject(new TypeError('no dataset today')));
else serveDataset(() => new Traced());
