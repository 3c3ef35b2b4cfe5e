/**
 * @file The process of a measurement: `worker.js <adapter> <argument> <threads>`.
 */
import { createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { adapters } from '../adapters/index.js';
import { LocalWorker } from './measure.js';
import type { Reply, Request } from './messages.js';

const [name = '', argument = '', threads = '1'] = process.argv.slice(2);
const load = adapters[name];
if (!load) throw new Error(`no adapter ${name}`);
const replies = createWriteStream('', { fd: 3 });

async function reply(make: () => unknown): Promise<void> {
  let answer: Reply<unknown>;
  try {
    answer = { value: await make() };
  } catch (error) {
    answer = { error: error instanceof Error ? error.message : String(error) };
  }
  replies.write(`${JSON.stringify(answer)}\n`);
}

let worker: LocalWorker | undefined;
await reply(async () => {
  worker = new LocalWorker(await load(argument, Number(threads)));
  return 'ready';
});

for await (const line of createInterface({ input: process.stdin })) {
  const request: Request = JSON.parse(line);
  await reply(() =>
    'prepare' in request ? worker?.prepare(request.prepare, request.warmMs) : worker?.round(request.round),
  );
}
process.exit(); // whatever a library still waits for
