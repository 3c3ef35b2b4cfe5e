import { type DType, isFloatingPoint } from '../dtype.js';
import { fixed, scientific } from './number.js';
import type { PrintOptions } from './options.js';

/** Largest ratio of magnitudes, and bounds of magnitudes, that are printed without an exponent. */
const MAX_RATIO = 1000;
const MAX_MAGNITUDE = 1e8;
const MIN_MAGNITUDE = 1e-4;

/** How the elements of one tensor are written: all in the same way, right-aligned to `width`. */
export interface Formatter {
  readonly width: number;
  format(value: number): string;
}

/** The formatter that PyTorch chooses for a tensor with these printed elements. */
export function chooseFormatter(dtype: DType, values: readonly number[], options: PrintOptions): Formatter {
  if (dtype === 'bool') return aligned(values, 0, (value) => (value === 0 ? 'False' : 'True'));
  if (!isFloatingPoint(dtype)) return aligned(values, 0, String);
  return floatFormatter(values, options);
}

/** Zeros and what is not finite have no say in the notation, nor in the width. */
function floatFormatter(values: readonly number[], { precision, sciMode }: PrintOptions): Formatter {
  const deciding = values.filter((value) => Number.isFinite(value) && value !== 0);
  if (deciding.length === 0) return aligned([], 0, wholeNumber);

  let min = Number.POSITIVE_INFINITY;
  let max = 0;
  for (const value of deciding) {
    min = Math.min(min, Math.abs(value));
    max = Math.max(max, Math.abs(value));
  }
  const whole = deciding.every(Number.isInteger);
  const exponential = max / min > MAX_RATIO || max > MAX_MAGNITUDE || (!whole && min < MIN_MAGNITUDE);

  const decimal = whole ? wholeNumber : (value: number) => fixed(value, precision);
  const withExponent = (value: number): string => scientific(value, precision);
  // as in PyTorch, sciMode changes the notation but not the width, which belongs to the notation of the values
  const { width } = aligned(deciding, 0, exponential ? withExponent : decimal);
  return aligned([], width, (sciMode ?? exponential) ? withExponent : decimal);
}

/** An integer with a point, which tells that its tensor is a floating one. */
function wholeNumber(value: number): string {
  const text = fixed(value, 0);
  return Number.isFinite(value) ? `${text}.` : text;
}

function aligned(values: readonly number[], least: number, write: (value: number) => string): Formatter {
  const width = values.reduce((widest, value) => Math.max(widest, write(value).length), Math.max(1, least));
  return { width, format: (value) => write(value).padStart(width) };
}
