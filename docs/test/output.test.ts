import { expect, test } from 'vitest';
import { shows } from '../src/output.js';

test.each([
  ['the same lines', ['a', 'b'], ['a', 'b'], true],
  ['another line', ['a'], ['b'], false],
  ['a line more', ['a'], ['a', 'b'], false],
  ['a line less', ['a', 'b'], ['a'], false],
  ['nothing shown, something printed', [], ['a'], false],
  ['nothing shown, nothing printed', [], [], true],
  ['spaces at the end', ['a'], ['a '], false],
  ['characters that mean something in a pattern', ['f(x) = [1.5]'], ['f(x) = [1.5]'], true],
  ['a dot for any character', ['1.5'], ['125'], false],
  ['… in a line', ['loss … (… s)'], ['loss 0.25 (3 s)'], true],
  ['… over a line end', ['loss …'], ['loss', ''], false],
  ['… for some lines', ['a', '…', 'z'], ['a', 'b', 'c', 'z'], true],
  ['… for no line', ['a', '…'], ['a'], true],
])('%s', (_name, expected, actual, same) => {
  expect(shows(expected, actual)).toBe(same);
});
