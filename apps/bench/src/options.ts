/**
 * @file The command line.
 */
import { parseArgs } from 'node:util';
import type { Case } from './cases/case.js';
import { cases } from './cases/index.js';
import { deviceNames, type PeerName, peerNames } from './implementations.js';
import type { Plan } from './runner.js';

/** An argument that the command line does not take. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export interface Options {
  readonly cases: readonly Case[];
  readonly peers: readonly PeerName[];
  readonly threads: readonly number[];
  readonly device: string;
  readonly json: boolean;
  readonly plan: Plan;
  /** Milliseconds after which an implementation is too slow for a case. */
  readonly limitMs: number;
}

export const help: string = `npm run bench -- [options]

  --case PATTERN    cases whose names match the regular expression (all)
  --peer LIST       of ${peerNames.join(',')} (all)
  --threads LIST    numbers of threads, ours and those of the peers that can choose (1,2)
  --rounds N        measurements of each case on each implementation (3)
  --device NAME     our device, of ${deviceNames.join(', ')} (cpu)
  --quick           2 short rounds, and 5 s instead of 30 s until a case counts as too slow
  --json            JSON on stdout instead of tables
  --help            this text

The case names:
${cases.map(({ name }) => `  ${name}`).join('\n')}
`;

const specs = {
  case: { type: 'string' },
  peer: { type: 'string' },
  threads: { type: 'string' },
  rounds: { type: 'string' },
  device: { type: 'string' },
  quick: { type: 'boolean' },
  json: { type: 'boolean' },
  help: { type: 'boolean' },
} as const;

function parse(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: specs }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message.replaceAll(/\s*\n\s*/g, ' ') : String(error));
  }
}

function matching(pattern: string): readonly Case[] {
  let expression: RegExp;
  try {
    expression = new RegExp(pattern);
  } catch {
    throw new UsageError(`--case: not a regular expression: ${pattern}`);
  }
  const found = cases.filter(({ name }) => expression.test(name));
  if (found.length === 0) throw new UsageError(`--case: no case matches ${pattern} (--help lists them)`);
  return found;
}

function count(option: string, text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !Number.isInteger(value) || value < 1)
    throw new UsageError(`--${option}: must be an integer >= 1: ${text}`);
  return value;
}

const items = (list: string): string[] => [...new Set(list.split(','))];

function choice<const T extends string>(option: string, known: readonly T[], name: string): T {
  const found = known.find((one) => one === name);
  if (found === undefined) throw new UsageError(`--${option}: must be of ${known.join(', ')}: ${name}`);
  return found;
}

const plans = {
  full: { warmMs: 300, rounds: 3, budget: { ms: 500, steps: 5, limitMs: 3000 }, limitMs: 30_000 },
  quick: { warmMs: 300, rounds: 2, budget: { ms: 100, steps: 2, limitMs: 1000 }, limitMs: 5000 },
} as const;

/** @throws UsageError for an option that does not exist or a value that it does not take. */
export function readOptions(argv: readonly string[]): Options | 'help' {
  const given = parse(argv);
  if (given.help) return 'help';
  const { limitMs, ...plan } = plans[given.quick ? 'quick' : 'full'];
  return {
    cases: matching(given.case ?? ''),
    peers: given.peer === undefined ? peerNames : items(given.peer).map((name) => choice('peer', peerNames, name)),
    threads: items(given.threads ?? '1,2').map((text) => count('threads', text)),
    device: choice('device', deviceNames, given.device ?? 'cpu'),
    json: given.json ?? false,
    plan: given.rounds === undefined ? plan : { ...plan, rounds: count('rounds', given.rounds) },
    limitMs,
  };
}
