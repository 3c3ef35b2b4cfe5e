import { Generator } from '@x/tensor';
import { describe, expect, test } from 'vitest';
import { drawDigits } from '../src/synthetic/digits.js';
import { fingerprint } from './bytes.js';

const draw = (count: number, seed: number): ReturnType<typeof drawDigits> =>
  drawDigits(count, new Generator().manualSeed(seed));

describe('drawDigits', () => {
  test('gives the same bytes on every platform', () => {
    const { images, labels } = draw(1000, 0);
    expect([...labels.subarray(0, 12)]).toEqual([5, 1, 5, 8, 2, 8, 0, 2, 4, 2, 8, 7]);
    expect(fingerprint(labels)).toBe('0a7ab236');
    expect(fingerprint(images)).toBe('a0b728f2');
  });

  test('fewer digits are a beginning of more, other seeds give others', () => {
    const many = draw(50, 7);
    const few = draw(20, 7);
    expect(few.labels).toEqual(many.labels.subarray(0, 20));
    expect(few.images).toEqual(many.images.subarray(0, 20 * 784));
    expect(draw(20, 8).images).not.toEqual(few.images);
  });

  test('every digit comes about equally often', () => {
    const counts = new Uint32Array(10);
    for (const label of draw(5000, 1).labels) counts[label]! += 1;
    for (const count of counts) expect(Math.abs(count - 500)).toBeLessThan(90); // 4 standard deviations
  });

  test('pictures are digit-like: a few dark strokes inside the frame, no blank one', () => {
    const { images } = draw(500, 2);
    for (let n = 0; n < 500; n++) {
      const picture = images.subarray(n * 784, (n + 1) * 784);
      const inked = picture.filter((v) => v > 100).length;
      expect(inked).toBeGreaterThan(15);
      expect(inked).toBeLessThan(330);
      expect(Math.max(...picture)).toBeGreaterThan(140);
    }
  });

  test('nearest-centroid classification is right for most but far from all: classes differ, styles and distortions too', () => {
    const train = draw(2000, 3);
    const other = draw(500, 4);
    const centroids = Array.from({ length: 10 }, () => new Float64Array(784));
    const counts = new Float64Array(10);
    train.labels.forEach((label, n) => {
      counts[label]! += 1;
      for (let p = 0; p < 784; p++) centroids[label]![p]! += train.images[n * 784 + p]!;
    });
    const distance = (n: number, label: number): number => {
      let sum = 0;
      for (let p = 0; p < 784; p++) sum += (other.images[n * 784 + p]! - centroids[label]![p]! / counts[label]!) ** 2;
      return sum;
    };
    const right = other.labels.reduce((hits, label, n) => {
      const distances = Array.from({ length: 10 }, (_, candidate) => distance(n, candidate));
      return hits + (distances.indexOf(Math.min(...distances)) === label ? 1 : 0);
    }, 0);
    expect(right / 500).toBeGreaterThan(0.55);
    expect(right / 500).toBeLessThan(0.9);
  });
});
