import { describe, expect, test } from 'vitest';
import { showsUnicode, widthOf } from '../src/host.js';
import { confusionMatrix } from '../src/report/confusion.js';
import { count, duration, percent } from '../src/report/format.js';
import { drawRow } from '../src/report/pictures.js';
import { ProgressBar, type ProgressState, progressLine } from '../src/report/progress.js';
import { Recorder, TestHost } from './host.js';

test.each([
  [0.2, '1 s'],
  [59, '59 s'],
  [65, '1 min 05 s'],
  [3599.5, '1 h 00 min'],
  [7384, '2 h 03 min'],
])('duration(%d)', (seconds, text) => {
  expect(duration(seconds)).toBe(text);
});

test('numbers', () => {
  expect([count(61706.4), percent(0.98125), percent(1)]).toEqual(['61,706', '98.13 %', '100.00 %']);
});

describe('confusion matrix', () => {
  const test0 = { loss: 0, correct: 3, labels: [0, 1, 2, 2, 2], predictions: [0, 1, 1, 2, 0] };

  test('counts label by prediction', () => {
    expect(confusionMatrix(test0, ['0', '1', '2'])).toEqual([
      '       0   1   2',
      '   0   1   .   .',
      '   1   .   1   .',
      '   2   1   1   1',
    ]);
  });

  test('names classes', () => {
    expect(confusionMatrix({ ...test0, labels: [2], predictions: [2] }, ['Coat', 'Bag', 'Shirt']).at(-1)).toBe(
      '   2   .   .   1  Shirt',
    );
  });
});

describe('pictures', () => {
  /** Ink in some pixels, given as rows and columns. */
  const picture = (...ink: readonly (readonly [number, number, number])[]): Uint8Array => {
    const pixels = new Uint8Array(28 * 28);
    for (const [row, column, value] of ink) pixels[row * 28 + column] = value;
    return pixels;
  };
  const dot = picture([12, 12, 255], [13, 12, 255], [12, 13, 255], [15, 14, 255]);

  test('half blocks, without the border', () => {
    expect(drawRow([{ pixels: dot, caption: '7' }], 'blocks', 80)).toEqual(['█▀', '  ▄', '7']);
  });

  test('shades of ASCII', () => {
    expect(drawRow([{ pixels: dot, caption: '7' }], 'ascii', 80)).toEqual(['@=', '  =', '7']);
  });

  test('beside each other, as many as fit', () => {
    const pictures = Array.from({ length: 4 }, (_, i) => ({ pixels: dot, caption: `${i}, is 7` }));
    expect(drawRow(pictures, 'ascii', 25)).toEqual([
      '@=       @=       @=',
      '  =        =        =',
      '0, is 7  1, is 7  2, is 7',
    ]);
    expect(drawRow(pictures, 'ascii', 24)).toHaveLength(3);
    expect(drawRow(pictures, 'ascii', 24).at(-1)).toBe('0, is 7  1, is 7');
    expect(drawRow(pictures, 'ascii', 1).at(-1)).toBe('0, is 7');
  });

  test('in the same place from top to bottom', () => {
    const low = { pixels: picture([17, 3, 255]), caption: '1' };
    const high = { pixels: picture([14, 8, 255], [15, 8, 255], [15, 9, 255]), caption: '2' };
    expect(drawRow([low, high], 'blocks', 80)).toEqual(['   █▄', '▄', '1  2']);
  });

  test('an empty picture', () => {
    expect(drawRow([{ pixels: picture(), caption: '?' }], 'blocks', 80)).toEqual(['', '?']);
  });
});

describe('progress', () => {
  const state: ProgressState = { epoch: 2, epochs: 4, seen: 2000, total: 8000, loss: 0.51234, seconds: 4 };

  test('bar, loss, speed and the time that all epochs need', () => {
    expect(progressLine(state, false)).toBe(
      'epoch 2/4  [####------------] 25 %  loss 0.5123  500 samples/s  44 s left',
    );
    expect(progressLine({ ...state, seen: 8000 }, true)).toContain(`[${'█'.repeat(16)}] 100 %`);
  });

  test('takes one line of the terminal, and gives it back', () => {
    const host = new TestHost({ terminal: true });
    const bar = new ProgressBar(host);
    bar.show(state);
    bar.show(state);
    bar.clear();
    expect(host.stderr.text.split('\r\u001B[K')).toEqual(['', progressLine(state, true).slice(0, 79), '']);
  });

  test('is silent where there is no terminal', () => {
    const host = new TestHost();
    const bar = new ProgressBar(host);
    bar.note('reading');
    bar.show(state);
    bar.clear();
    expect(host.stderr.text).toBe('');
  });
});

test('a terminal that does not know its width has 80 columns', () => {
  expect([new Recorder(true, 0), new Recorder(true, 132), { write: () => true }].map(widthOf)).toEqual([80, 132, 80]);
});

describe('showsUnicode', () => {
  const linux = (env: Record<string, string>): boolean =>
    showsUnicode(new Recorder(true), Object.assign(new TestHost(), { env }));

  test('a terminal with UTF-8', () => {
    expect(linux({ LANG: 'de_DE.UTF-8' })).toBe(true);
    expect(linux({ LC_ALL: 'C', LANG: 'de_DE.UTF-8' })).toBe(false);
    expect(linux({})).toBe(false);
  });

  test('no terminal', () => {
    expect(showsUnicode(new Recorder(false), new TestHost())).toBe(false);
  });

  test('the terminal of Windows', () => {
    const windows = (env: Record<string, string>): boolean =>
      showsUnicode(new Recorder(true), Object.assign(new TestHost(), { env, platform: 'win32' }));
    expect([windows({ WT_SESSION: '1' }), windows({})]).toEqual([true, false]);
  });
});
