/**
 * @file Indices as text: what Python's brackets would say.
 */
import { cpu } from '@x/backend-cpu';
import { describe, expect, it } from 'vitest';
import { arange, IndexError, type IndexOrText, registerBackend, slice, tensor, ValueError } from '../../src/index.js';

registerBackend(await cpu());
const x = arange(24).view(2, 3, 4);

describe('an index as text', () => {
  it.each<[text: string, index: IndexOrText[]]>([
    ['0', [0]],
    ['-1, +2', [-1, 2]],
    ['..., 1:3, ::2', ['...', slice(1, 3), slice(null, null, 2)]],
    [':, 0', [slice(), 0]],
    ['1:', [slice(1)]],
    [': -1', [slice(null, -1)]],
    ['None, ..., newaxis', [null, '...', null]],
    ['null,0', [null, 0]],
    ['0, -3:-1:1', [0, slice(-3, -1)]],
    ['1,', [1]],
    ['...', ['...']],
  ])('%s', (text, index) => {
    const [found, wanted] = [x.get(text), x.get(...index)];
    expect(found.shape).toEqual(wanted.shape);
    expect(found.tolist()).toEqual(wanted.tolist());
    expect(found.isView()).toBe(true);
  });

  it('may stand beside tensors', () => {
    const mask = tensor([true, false, true]);
    expect(x.get('0, :2', 1).tolist()).toEqual([1, 5]);
    expect(x.get(':', mask, '1:3').tolist()).toEqual(x.get(slice(), mask, slice(1, 3)).tolist());
  });

  it('assigns', () => {
    const y = x.clone();
    expect(y.set('0, :', 7)).toBe(y);
    expect(y.get(0).unique().tolist()).toEqual([7]);
    y.set(['...', ':2'], tensor([1, 2]));
    expect(y.get('1, 2').tolist()).toEqual([1, 2, 22, 23]);
  });

  it.each([['1.5'], ['a'], ['..'], [''], ['1,,2'], ['1:2:3:4'], ['0 1'], ['1:x']])("refuses '%s'", (text) => {
    expect(() => x.get(text)).toThrow(ValueError);
    expect(() => x.get(text)).toThrow(`in '${text}' is no index`);
    expect(() => x.set(text, 0)).toThrow(ValueError);
  });

  it('refuses steps that are not positive, and indices outside', () => {
    expect(() => x.get('::-1')).toThrow('slice: step must be greater than zero, got -1');
    expect(() => x.get('2')).toThrow(IndexError);
    expect(() => x.get('0,0,0,0')).toThrow('too many indices');
  });
});
