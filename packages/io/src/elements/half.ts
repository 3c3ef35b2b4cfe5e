/** 2^(exponent - 25): what one unit of an 11-bit significand is worth for each biased exponent of float16. */
const units: Float64Array = Float64Array.from({ length: 31 }, (_, exponent) => 2 ** (Math.max(exponent, 1) - 25));

/**
 * The values of IEEE float16 numbers, which float32 holds exactly.
 *
 * @see https://standards.ieee.org/ieee/754/6210/
 */
export function fromFloat16(halves: Uint16Array): Float32Array {
  const out = new Float32Array(halves.length);
  for (let i = 0; i < halves.length; i++) {
    const bits = halves[i]!;
    const exponent = (bits >> 10) & 0x1f;
    const fraction = bits & 0x3ff;
    const special = fraction === 0 ? Infinity : NaN;
    const significand = exponent === 0 ? fraction : fraction + 0x400;
    const magnitude = exponent === 31 ? special : significand * units[exponent]!;
    out[i] = bits & 0x8000 ? -magnitude : magnitude;
  }
  return out;
}

/** The values of bfloat16 numbers: each is the upper half of a float32. */
export function fromBfloat16(halves: Uint16Array): Float32Array {
  const bits = new Uint32Array(halves.length);
  for (let i = 0; i < halves.length; i++) bits[i] = halves[i]! << 16;
  return new Float32Array(bits.buffer);
}
