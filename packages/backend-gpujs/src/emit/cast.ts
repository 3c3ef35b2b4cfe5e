/**
 * @file Conversions between dtypes as kernel text.
 */
import { type DType, isFloatingPoint } from '@x/tensor/core';
import { isInfinite } from './body.js';
import { type Emit, trunc } from './functions.js';
import { stored } from './integers.js';

/** To integers towards zero, where NaN and infinities become 0; to bool `x != 0`. */
export function cast(from: DType, to: DType): Emit {
  if (isFloatingPoint(to) || from === to || (from === 'bool' && to !== 'bool')) return (_, x) => x;
  if (to === 'bool') return (b, x) => stored(b, to, x);
  if (!isFloatingPoint(from)) return (b, x) => stored(b, to, x);
  return (b, x) => {
    const whole = b.let('0.0');
    b.set(whole, trunc(b, x), `${x} < 0.0 || ${x} >= 0.0`);
    b.set(whole, '0.0', isInfinite(x));
    return stored(b, to, whole);
  };
}
