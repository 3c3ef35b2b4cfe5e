/**
 * @file Random numbers as torchvision draws them: from the default generator, in float32.
 */
import { empty, rand, randint } from '@x/tensor/core';

/** A number in [low, high). */
export function drawUniform(low: number, high: number): number {
  const x = empty(1).uniform_({ from: low, to: high });
  const value = x.item();
  x.dispose();
  return value;
}

/** An integer in [low, high). */
export function drawInteger(low: number, high: number): number {
  const x = randint(low, high, [1]);
  const value = x.item();
  x.dispose();
  return value;
}

/** Whether something of probability `p` happens. */
export function happens(p: number): boolean {
  const x = rand(1);
  const value = x.item();
  x.dispose();
  return value < p;
}
