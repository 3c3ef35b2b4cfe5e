import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { CLASSES, classOf, classSize, LARGEST_SMALL } from '../src/wasm/sizes.js';
import { Spans } from '../src/wasm/spans.js';

it('every small block fits its class, and wastes less than a quarter beyond 512 bytes', () => {
  for (let bytes = 0; bytes <= LARGEST_SMALL; bytes++) {
    const size = classSize(classOf(bytes));
    expect(size).toBeGreaterThanOrEqual(bytes);
    expect(size % 16).toBe(0);
    if (bytes > 512) expect(size).toBeLessThan(bytes * 1.25);
  }
  expect(classSize(CLASSES - 1)).toBe(LARGEST_SMALL);
});

it('classes grow', () => {
  for (let index = 2; index < CLASSES; index++) expect(classSize(index)).toBeGreaterThan(classSize(index - 1));
});

it('spans never overlap, and merge to what they were cut from', () => {
  const END = 4096;
  const step = fc.record({ size: fc.integer({ min: 1, max: 600 }), frees: fc.nat(9) });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const spans = new Spans();
      spans.add(0, END);
      const taken: { start: number; size: number }[] = [];
      for (const { size, frees } of steps) {
        const start = spans.take(size);
        if (start !== undefined) {
          expect(start + size).toBeLessThanOrEqual(END);
          for (const other of taken)
            expect(start >= other.start + other.size || other.start >= start + size).toBe(true);
          taken.push({ start, size });
        }
        const freed = frees < taken.length ? taken.splice(frees, 1) : [];
        for (const span of freed) spans.add(span.start, span.size);
      }
      for (const span of taken) spans.add(span.start, span.size);
      expect(spans.sizeBefore(END)).toBe(END);
      expect(spans.take(END)).toBe(0);
    }),
  );
});

it('says when nothing is large enough', () => {
  const spans = new Spans();
  spans.add(64, 64);
  spans.add(256, 64);
  expect(spans.take(65)).toBeUndefined();
  spans.add(128, 128);
  expect(spans.take(256)).toBe(64);
});
