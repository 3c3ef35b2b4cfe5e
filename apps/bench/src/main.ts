/**
 * @file `npm run bench`.
 */
import { fileURLToPath } from 'node:url';
import { type Implementation, implementations, peers } from './implementations.js';
import { describeMachine } from './machine.js';
import { help, type Options, readOptions, UsageError } from './options.js';
import { missingPeers, torchVersion } from './peers.js';
import { reportJson } from './report/json.js';
import { progressLine } from './report/progress.js';
import { type Report, reportText } from './report/text.js';
import { measureCase, type Row } from './runner.js';
import { ProcessWorker } from './worker/process.js';

const peersFolder = fileURLToPath(new URL('../.peers', import.meta.url));

async function bench(options: Options): Promise<Report> {
  const missing = missingPeers(options.peers, peersFolder);
  for (const { peers: names, why } of missing) process.stderr.write(`not measured: ${names.join(', ')}: ${why}\n`);
  const absent = new Set(missing.flatMap((one) => one.peers));
  const there = options.peers.filter((name) => !absent.has(name));
  const columns = implementations(there, options.threads);
  const machine = describeMachine(there.includes('torch') ? torchVersion() : undefined);
  const places = { device: options.device, peers: peersFolder };
  const start = ({ peer, threads }: Implementation): ProcessWorker =>
    new ProcessWorker(peers[peer].program(threads, places), options.limitMs);
  const rows: Row[] = [];
  for (const c of options.cases) {
    const row = await measureCase(c, columns, options.plan, start);
    process.stderr.write(`${progressLine(row)}\n`);
    rows.push(row);
  }
  return { machine, rounds: options.plan.rounds, columns, missing, rows };
}

async function main(argv: readonly string[]): Promise<number> {
  try {
    const options = readOptions(argv);
    if (options === 'help') process.stdout.write(help);
    else process.stdout.write((options.json ? reportJson : reportText)(await bench(options)));
    return 0;
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    process.stderr.write(`${error.message}\n`);
    return 2;
  }
}

process.exitCode = await main(process.argv.slice(2));
