import { describe, expect, it } from 'vitest';
import { short } from '../src/report/format.js';
import { reportJson } from '../src/report/json.js';
import { progressLine } from '../src/report/progress.js';
import { type Report, reportText } from '../src/report/text.js';
import { ours, tfjs, tiny, torch1 } from './fake.js';

const row = {
  case: tiny,
  cells: [
    { label: 'ours', ms: [3, 2, 10] },
    { label: 'torch1', ms: [6, 5, 8] },
    { label: 'tfjs-wasm', ms: [1, 1, 1], differs: 'y' },
  ],
};
const report: Report = {
  machine: { cpu: 'Abacus', cores: 2, memoryGb: 4, platform: 'linux x64', node: 'v20.0.0', torch: '1.13', load: 0.25 },
  rounds: 3,
  columns: [ours, torch1, tfjs],
  missing: [{ peers: ['jax-js'], why: 'no network' }],
  rows: [
    row,
    { case: { ...tiny, name: 'add/2', kind: 'memory' }, cells: [{ label: 'ours', ms: [], error: 'too big' }] },
  ],
};

describe('report', () => {
  it('shows medians, minima, rates, ratios and what is missing', () => {
    expect(
      reportText(report),
    ).toBe(`Abacus, 2 cores, 4 GB, linux x64; Node v20.0.0, PyTorch 1.13; load 0.3 before; 3 rounds

Milliseconds of a step, median

| case     | ours | torch1 | tfjs-wasm |
|----------|-----:|-------:|----------:|
| matmul/2 | 3.00 |   6.00 |     1.00* |
| add/2    |      |        |           |

Milliseconds of a step, minimum

| case     | ours | torch1 | tfjs-wasm |
|----------|-----:|-------:|----------:|
| matmul/2 | 2.00 |   5.00 |     1.00* |
| add/2    |      |        |           |

GFLOP/s, median

| case     | ours | torch1 | tfjs-wasm |
|----------|-----:|-------:|----------:|
| matmul/2 | 5.33 |   2.67 |     16.0* |

GB/s, median

| case  | ours | torch1 | tfjs-wasm |
|-------|-----:|-------:|----------:|
| add/2 |      |        |           |

Our time divided by theirs, medians (below 1: ours is faster)

| case     | torch1 | tfjs-wasm |
|----------|-------:|----------:|
| matmul/2 |  0.500 |           |
| add/2    |        |           |

Notes

- not measured: jax-js: no network
- tfjs-wasm: * results differ: y [matmul/2]
- ours: too big [add/2]
`);
  });

  it('has all times as JSON', () => {
    const { rows } = JSON.parse(reportJson(report));
    expect(rows[0].case.name).toBe('matmul/2');
    expect(rows[0].cells[1]).toEqual({
      label: 'torch1',
      ms: [6, 5, 8],
      figures: { median: 6, min: 5, gflops: 16 / 6, gbs: 8, differs: false },
      oursDividedByThis: 0.5,
      error: null,
      differs: null,
    });
    expect(rows[0].cells[2].oursDividedByThis).toBeNull();
    expect(rows[1].cells[0]).toMatchObject({ figures: null, error: 'too big' });
  });

  it('tells of a finished case on one line', () => {
    expect(progressLine(row)).toBe('matmul/2: ours 3.00 ms, torch1 6.00 ms, tfjs-wasm 1.00 ms*');
  });
});

describe('short', () => {
  it.each([
    [1234.5, '1235'],
    [12.345, '12.3'],
    [0.0123, '0.0123'],
    [0.00001234, '1.2e-5'],
    [0, '0'],
  ])('writes %d as %s', (value, text) => {
    expect(short(value)).toBe(text);
  });

  it('shows what more threads are worth', () => {
    const [one, two] = [
      { ...ours, label: 'ours1' },
      { ...ours, label: 'ours2', threads: 2 },
    ];
    const cells = [
      { label: 'ours1', ms: [6, 6, 7] },
      { label: 'ours2', ms: [4, 3, 5] },
    ];
    const text = reportText({ ...report, columns: [one, two], missing: [], rows: [{ case: tiny, cells }] });
    expect(text).toContain(`Our time with 1 divided by that with more threads, medians

| case     | ours2 |
|----------|------:|
| matmul/2 |  1.50 |`);
    expect(reportText({ ...report, columns: [one] })).not.toContain('more threads');
  });
});
