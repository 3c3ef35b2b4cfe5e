/**
 * @file Integer arithmetic where it differs from that of doubles: 32-bit products, powers, division by zero.
 */
import { type BinaryKind, binaryFunctions, ValueError } from '@x/tensor/core';

/** `a` to the power `b` modulo 2³² by squaring; a negative power is the reciprocal cut off to an integer. */
function integerPower(a: number, b: number): number {
  if (b < 0) {
    if (a === 1) return 1;
    return a === -1 ? 1 - 2 * (Math.abs(b) % 2) : 0;
  }
  let power = 1;
  let square = a;
  for (let rest = b; rest > 0; rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) power = Math.imul(power, square);
    square = Math.imul(square, square);
  }
  return power;
}

/** The kind's own function, refusing a divisor of zero. */
function checked(kind: BinaryKind): (a: number, b: number) => number {
  const fn = binaryFunctions[kind];
  return (a, b) => {
    if (b === 0) throw new ValueError(kind, `integer division by zero: ${a} / 0`, { dividend: a });
    return fn(a, b);
  };
}

/** Functions of integers that take the place of those in the table of kinds. */
export const integerFunctions: Partial<Readonly<Record<BinaryKind, (a: number, b: number) => number>>> = {
  mul: Math.imul,
  pow: integerPower,
  remainder: checked('remainder'),
  fmod: checked('fmod'),
  floorDivide: checked('floorDivide'),
  truncDivide: checked('truncDivide'),
};
