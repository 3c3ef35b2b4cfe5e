/**
 * @file Floats as C's printf writes them: rounded from the exact binary value, halves to the even digit.
 *
 * JavaScript's toFixed and toExponential round from the exact value too, but halves away from zero. A value is such a
 * half at `digits` after the point just when its last binary digit is worth 2^-(digits + 1); then an odd last digit
 * goes down by one.
 */

/** From here on toFixed gives up; such floats are integers. */
const TO_FIXED_LIMIT = 1e21;

/** `value` with `digits` after the point, as `%.{digits}f` does: `nan`, `inf` and `-0` included. */
export function fixed(value: number, digits: number): string {
  return signed(value, (magnitude) => {
    if (magnitude >= TO_FIXED_LIMIT) {
      return BigInt(magnitude).toString() + (digits > 0 ? `.${'0'.repeat(digits)}` : '');
    }
    const text = magnitude.toFixed(digits);
    return isHalf(magnitude, digits) ? evenLastDigit(text) : text;
  });
}

/** `value` with `digits` after the point and an exponent of two digits or three, as `%.{digits}e` does. */
export function scientific(value: number, digits: number): string {
  return signed(value, (magnitude) => {
    const [mantissa = '', exponent = ''] = magnitude.toExponential(digits).split('e');
    const even = isHalf(magnitude, digits - Number(exponent)) ? evenLastDigit(mantissa) : mantissa;
    return `${even}e${exponent.charAt(0)}${exponent.slice(1).padStart(2, '0')}`;
  });
}

function signed(value: number, format: (magnitude: number) => string): string {
  if (Number.isNaN(value)) return 'nan';
  const magnitude = Math.abs(value);
  const text = magnitude === Number.POSITIVE_INFINITY ? 'inf' : format(magnitude);
  return value < 0 || Object.is(value, -0) ? `-${text}` : text;
}

/** Whether `magnitude` lies midway between two numbers with `digits` after the point (before it, when negative). */
function isHalf(magnitude: number, digits: number): boolean {
  if (digits >= 0) return (magnitude * 2 ** (digits + 1)) % 2 === 1;
  if (!Number.isInteger(magnitude)) return false;
  const unit = 10n ** BigInt(-digits);
  return (BigInt(magnitude) % unit) * 2n === unit;
}

function evenLastDigit(text: string): string {
  const last = Number(text.at(-1));
  return last % 2 === 0 ? text : text.slice(0, -1) + String(last - 1);
}
