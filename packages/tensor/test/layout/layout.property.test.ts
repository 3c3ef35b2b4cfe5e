import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contiguousStrides, Layout, type Shape, sizeOf } from '../../src/index.js';
import * as model from './model.js';

/** A layout and its model, which every step below changes in the same way. */
interface Pair {
  readonly layout: Layout;
  readonly model: model.Model;
}

/** Three numbers from which a step picks its arguments. */
type Dice = readonly [number, number, number];

/** A step gives the pair unchanged where it has nothing to act on. */
type Step = (pair: Pair, dice: Dice) => Pair;

const MAX_ELEMENTS = 400;

const onDimension =
  (step: (pair: Pair, dim: number, size: number, dice: Dice) => Pair): Step =>
  (pair, dice) => {
    const { shape } = pair.layout;
    if (shape.length === 0) return pair;
    const dim = dice[0] % shape.length;
    return step(pair, dim, shape[dim]!, dice);
  };

/** The factorisation of `size` that the dice choose. */
function factors(size: number, dice: Dice): number[] {
  if (size === 0) return [dice[0] % 3, 0, 2];
  const divisors = Array.from({ length: size }, (_, i) => i + 1).filter((n) => size % n === 0);
  const first = divisors[dice[0] % divisors.length]!;
  const others = divisors.filter((n) => (size / first) % n === 0);
  const second = others[dice[1] % others.length]!;
  return [first, second, size / first / second];
}

const steps: Readonly<Record<string, Step>> = {
  permute: ({ layout, model: m }, [a, b]) => {
    const dims = layout.shape.map((_, d) => (d + a) % layout.ndim);
    if (b % 2 === 1) dims.reverse();
    return { layout: layout.permute(dims), model: model.permute(m, dims) };
  },
  slice: onDimension(({ layout, model: m }, dim, size, [, b, c]) => {
    const start = size === 0 ? 0 : b % size;
    const step = 1 + (c % 3);
    const length = Math.ceil((size - start) / step);
    return { layout: layout.slice(dim, start, length, step), model: model.slice(m, dim, start, length, step) };
  }),
  select: onDimension((pair, dim, size, [, b]) => {
    if (size === 0) return pair;
    return { layout: pair.layout.select(dim, b % size), model: model.select(pair.model, dim, b % size) };
  }),
  flip: ({ layout, model: m }, [a]) => {
    const dims = layout.shape.map((_, d) => d).filter((d) => (a >> d) % 2 === 1);
    return { layout: layout.flip(dims), model: model.flip(m, dims) };
  },
  expand: (pair, [a, b]) => {
    const { shape } = pair.layout;
    const wider = [...(b % 2 === 1 ? [2] : []), ...shape.map((n) => (n === 1 ? 1 + (a % 3) : n))];
    if (sizeOf(wider) > MAX_ELEMENTS) return pair;
    return { layout: pair.layout.expand(wider), model: model.expand(pair.model, wider) };
  },
  squeeze: ({ layout, model: m }) => {
    const dims = layout.shape.map((_, d) => d).filter((d) => layout.shape[d] === 1);
    return { layout: layout.squeeze(dims), model: model.squeeze(m, dims) };
  },
  unsqueeze: ({ layout, model: m }, [a]) => {
    const dim = a % (layout.ndim + 1);
    return { layout: layout.unsqueeze(dim), model: model.unsqueeze(m, dim) };
  },
  diagonal: (pair, [a, b, c]) => {
    const { ndim } = pair.layout;
    if (ndim < 2) return pair;
    const dim1 = a % ndim;
    const dim2 = (dim1 + 1 + (b % (ndim - 1))) % ndim;
    const offset = (c % 7) - 3;
    return { layout: pair.layout.diagonal(offset, dim1, dim2), model: model.diagonal(pair.model, offset, dim1, dim2) };
  },
  unfold: onDimension((pair, dim, size, [, b, c]) => {
    const window = b % (size + 1);
    const step = 1 + (c % 2);
    if (sizeOf(pair.layout.shape) * (window + 1) > MAX_ELEMENTS) return pair;
    return { layout: pair.layout.unfold(dim, window, step), model: model.unfold(pair.model, dim, window, step) };
  }),
  reshape: (pair, dice) => {
    const shape = factors(pair.layout.size, dice);
    const layout = pair.layout.reshape(shape);
    return layout ? { layout, model: model.reshape(pair.model, shape) } : pair;
  },
};

const shapes = fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 });
const die = fc.nat({ max: 999 });
const walks = fc.array(fc.tuple(fc.constantFrom(...Object.keys(steps)), fc.tuple(die, die, die)), { maxLength: 6 });

function walk(shape: Shape, path: readonly (readonly [string, Dice])[]): Pair {
  const start = { layout: Layout.of(shape), model: model.fresh(shape) };
  return path.reduce<Pair>((pair, [name, dice]) => steps[name]!(pair, dice), start);
}

describe('views in any order', () => {
  it('touch the elements that the model names', () => {
    fc.assert(
      fc.property(shapes, walks, (shape, path) => {
        const pair = walk(shape, path);
        expect(pair.layout.shape).toEqual(pair.model.shape);
        expect(model.positionsOf(pair.layout)).toEqual(model.elementsOf(pair.model));
      }),
      { numRuns: 1000 },
    );
  });

  it('know their size, their bounds and whether they are contiguous', () => {
    fc.assert(
      fc.property(shapes, walks, (shape, path) => {
        const { layout } = walk(shape, path);
        const positions = model.positionsOf(layout);
        expect(layout.size).toBe(positions.length);
        expect(layout.contiguous).toBe(positions.every((p, i) => p === layout.offset + i));
        const bounds =
          positions.length > 0 ? [Math.min(...positions), Math.max(...positions)] : [layout.offset, layout.offset - 1];
        expect(layout.bounds()).toEqual(bounds);
      }),
      { numRuns: 500 },
    );
  });

  it('stay inside of the storage', () => {
    fc.assert(
      fc.property(shapes, walks, (shape, path) => {
        const { layout } = walk(shape, path);
        const [low, high] = layout.bounds();
        expect(layout.size === 0 || (low >= 0 && high < sizeOf(shape))).toBe(true);
      }),
    );
  });
});

describe('reshape', () => {
  it('needs no copy when the elements lie in order', () => {
    fc.assert(
      fc.property(shapes, fc.tuple(die, die, die), (shape, dice) => {
        const wanted = factors(sizeOf(shape), dice);
        expect(Layout.of(shape).reshape(wanted)?.strides).toEqual(contiguousStrides(wanted));
      }),
    );
  });

  it('needs one when a new dimension reaches over two that do not follow each other', () => {
    expect(Layout.of([2, 3]).permute([1, 0]).reshape([6])).toBeUndefined();
    expect(Layout.of([4, 6]).slice(1, 0, 3).reshape([12])).toBeUndefined();
    expect(Layout.of([4, 6]).slice(0, 0, 4, 2).reshape([24])).toBeUndefined();
  });

  it('splits and merges within a run of dimensions as PyTorch does', () => {
    const transposed = Layout.of([2, 3, 4]).permute([2, 0, 1]);
    expect(transposed.reshape([4, 6])?.strides).toEqual([1, 4]);
    expect(transposed.reshape([2, 2, 6])?.strides).toEqual([2, 1, 4]);
    expect(transposed.reshape([8, 3])).toBeUndefined();
  });
});
