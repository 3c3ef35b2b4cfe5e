/**
 * @file Cyclic redundancy checks of 32 bits, as unsigned integers.
 */

/** A check with its polynomial, bits reversed. */
function check(polynomial: number): (bytes: Uint8Array) => number {
  const table = Int32Array.from({ length: 256 }, (_, byte) => {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? polynomial : 0);
    return crc;
  });
  return (bytes) => {
    let crc = -1;
    for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ table[(crc ^ bytes[i]!) & 0xff]!;
    return ~crc >>> 0;
  };
}

/**
 * The check of ZIP archives.
 *
 * @see https://www.rfc-editor.org/rfc/rfc1952#section-8
 */
export const crc32: (bytes: Uint8Array) => number = /* @__PURE__ */ check(0xedb88320);

/**
 * The check of TensorFlow's records.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3720#appendix-B.4
 */
export const crc32c: (bytes: Uint8Array) => number = /* @__PURE__ */ check(0x82f63b78);
