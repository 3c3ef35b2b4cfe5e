import { describe, expect, it } from 'vitest';
import { peerNames } from '../src/implementations.js';
import { type Options, readOptions, UsageError } from '../src/options.js';

function read(...argv: string[]): Options {
  const options = readOptions(argv);
  if (options === 'help') throw new Error('help');
  return options;
}

describe('readOptions', () => {
  it('measures everything by default', () => {
    const { cases, peers, threads, device, json, plan } = read();
    expect(cases.length).toBeGreaterThan(40);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
    expect(peers).toEqual(peerNames);
    expect({ threads, device, json, rounds: plan.rounds }).toEqual({
      threads: [1, 2],
      device: 'cpu',
      json: false,
      rounds: 3,
    });
    expect(plan.warmMs).toBeGreaterThanOrEqual(300);
  });

  it('reads all options', () => {
    const options = read(
      '--case',
      '^matmul/6',
      '--peer',
      'ours,torch',
      '--threads',
      '2',
      '--rounds',
      '7',
      '--quick',
      '--json',
    );
    expect(options.cases.map(({ name }) => name)).toEqual(['matmul/64']);
    expect(options.peers).toEqual(['ours', 'torch']);
    expect(options.threads).toEqual([2]);
    expect(options.json).toBe(true);
    expect(options.plan).toEqual({ warmMs: 300, rounds: 7, budget: { ms: 100, steps: 2, limitMs: 1000 } });
  });

  it.each([
    [['--case', 'nothing'], 'no case matches nothing'],
    [['--case', '('], 'not a regular expression'],
    [['--peer', 'numpy'], 'must be of ours, torch'],
    [['--device', 'abacus'], 'must be of cpu, gpu, gpu:webgpu, gpu:webasm, gpu:cpu: abacus'],
    [['--threads', '0'], 'must be an integer >= 1: 0'],
    [['--rounds', 'x'], 'must be an integer >= 1: x'],
    [['--fast'], 'fast'],
    [['matmul'], 'matmul'],
  ])('refuses %j', (argv, message) => {
    expect(() => readOptions(argv)).toThrow(UsageError);
    expect(() => readOptions(argv)).toThrow(message);
  });
});
