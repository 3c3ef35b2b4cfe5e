import { EventEmitter } from 'node:events';
import { expect, test } from 'vitest';
import { Interrupts } from '../src/interrupts.js';

function pressed(...times: readonly number[]): { stop: boolean; stopTests: boolean } {
  const source = new EventEmitter();
  let now = 0;
  const interrupts = new Interrupts(source, () => now);
  for (const time of times) {
    now = time;
    source.emit('SIGINT');
  }
  const { stop, stopTests } = interrupts;
  return { stop, stopTests };
}

test.each([
  ['not pressed', [], false, false],
  ['pressed once', [0], true, false],
  ['once, and passed on by npm', [0, 400], true, false],
  ['twice', [0, 1500], true, true],
  ['twice, and passed on by npm', [0, 10, 3000, 3010], true, true],
])('%s', (_name, times, stop, stopTests) => {
  expect(pressed(...times)).toEqual({ stop, stopTests });
});

test('leaves no listener behind', () => {
  const source = new EventEmitter();
  const interrupts = new Interrupts(source);
  expect(source.listenerCount('SIGINT')).toBe(1);
  interrupts.close();
  expect(source.listenerCount('SIGINT')).toBe(0);
});
