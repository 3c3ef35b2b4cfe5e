import { afterEach, describe, expect, it } from 'vitest';
import { ValueError } from '../../src/errors.js';
import { formatTensor, getPrintoptions, setPrintoptions } from '../../src/print/index.js';

const start = { precision: 4, threshold: 1000, edgeitems: 3, linewidth: 80, sciMode: null };
const pair = { dtype: 'float32', shape: [2], strides: [1], offset: 0, values: [1, 2.5] } as const;

afterEach(() => setPrintoptions({ profile: 'default' }));

describe('setPrintoptions', () => {
  it('sets what is given and keeps the rest', () => {
    expect(getPrintoptions()).toEqual(start);
    setPrintoptions({ precision: 2 });
    setPrintoptions(Object.fromEntries(Object.entries({ linewidth: 40, edgeitems: undefined })));
    expect(getPrintoptions()).toEqual({ ...start, precision: 2, linewidth: 40 });
  });

  it('puts sciMode back to null unless it is given', () => {
    setPrintoptions({ sciMode: true });
    expect(getPrintoptions().sciMode).toBe(true);
    setPrintoptions({ precision: 3 });
    expect(getPrintoptions().sciMode).toBeNull();
  });

  it('starts from a profile, single options on top', () => {
    setPrintoptions({ profile: 'short', edgeitems: 5 });
    expect(getPrintoptions()).toEqual({ ...start, precision: 2, edgeitems: 5 });
    setPrintoptions({ profile: 'full' });
    expect(getPrintoptions()).toEqual({ ...start, threshold: Number.POSITIVE_INFINITY });
    setPrintoptions({ profile: 'default' });
    expect(getPrintoptions()).toEqual(start);
  });

  it.each([
    [{ precision: -1 }, 'setPrintoptions: precision must be an integer from 0 to 100, but got -1'],
    [{ precision: 101 }, 'setPrintoptions: precision must be an integer from 0 to 100, but got 101'],
    [{ threshold: Number.NaN }, 'setPrintoptions: threshold must be a number >= 0, but got NaN'],
    [{ edgeitems: 0 }, 'setPrintoptions: edgeitems must be an integer >= 1, but got 0'],
    [{ linewidth: 0 }, 'setPrintoptions: linewidth must be a number >= 1, but got 0'],
    [{ precision: 2, lineWidth: 10 }, "setPrintoptions: unknown option 'lineWidth'"],
  ])('refuses %j and changes nothing', (options, message) => {
    expect(() => setPrintoptions(options)).toThrow(ValueError);
    expect(() => setPrintoptions(options)).toThrow(message);
    expect(getPrintoptions()).toEqual(start);
  });

  it('cannot be changed through what getPrintoptions gives', () => {
    Object.assign(getPrintoptions(), { precision: 9 });
    expect(getPrintoptions()).toEqual(start);
  });
});

describe('formatTensor', () => {
  it('takes options for one call', () => {
    expect(formatTensor(pair, [], { precision: 1 })).toBe('tensor([1.0, 2.5])');
    expect(formatTensor(pair, [])).toBe('tensor([1.0000, 2.5000])');
    expect(() => formatTensor(pair, [], { precision: 1.5 })).toThrow('formatTensor: precision must be an integer');
  });

  it('names the device before the dtype, and suffixes after it', () => {
    expect(formatTensor({ ...pair, dtype: 'uint8', values: [1, 2], device: 'gpu' }, ['requires_grad=True'])).toBe(
      "tensor([1, 2], device='gpu', dtype=torch.uint8, requires_grad=True)",
    );
    expect(formatTensor({ ...pair, shape: [0, 2], dtype: 'bool', values: [], device: 'gpu' }, [])).toBe(
      "tensor([], device='gpu', size=(0, 2), dtype=torch.bool)",
    );
  });

  it('follows negative strides', () => {
    expect(formatTensor({ ...pair, dtype: 'int32', shape: [3], strides: [-1], offset: 2, values: [1, 2, 3] }, [])).toBe(
      'tensor([3, 2, 1])',
    );
  });

  it('reads only what it prints', () => {
    const read = new Set<number>();
    const values = new Proxy<Record<number, number> & { length: number }>(
      { length: 1e8 },
      {
        get(_, index) {
          read.add(Number(index));
          return Number(index);
        },
      },
    );
    const view = { dtype: 'int32', shape: [1e4, 1e4], strides: [1e4, 1], offset: 0, values } as const;
    expect(formatTensor(view, []).split('\n')).toHaveLength(7);
    expect(read.size).toBe(36);
  });
});
