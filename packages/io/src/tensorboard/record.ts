import { crc32c } from '../checksums.js';

/** Length, its check; then, after the data, theirs. */
const HEAD = 12;
const FOOT = 4;

/** A check that is stored beside what it checks is masked, since the check of data with its check is not one. */
function masked(crc: number): number {
  return (((crc >>> 15) | (crc << 17)) + 0xa282ead8) >>> 0;
}

/**
 * Data as a record of a TFRecord file: length, check of the length, data, check of the data, all little-endian.
 *
 * @see https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
 */
export function record(data: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(HEAD + data.length + FOOT);
  const view = new DataView(bytes.buffer);
  view.setBigUint64(0, BigInt(data.length), true);
  view.setUint32(8, masked(crc32c(bytes.subarray(0, 8))), true);
  bytes.set(data, HEAD);
  view.setUint32(HEAD + data.length, masked(crc32c(data)), true);
  return bytes;
}
