import { FormatError, XError } from '@x/tensor';

/** Bytes written as base64. */
export function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
}

/** A file with this header, as it is, and this many bytes of data. */
export function file(header: string | object, data: number | Uint8Array = 0): Uint8Array<ArrayBuffer> {
  const text = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const values = typeof data === 'number' ? new Uint8Array(data) : data;
  const bytes = new Uint8Array(8 + text.length + values.length);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  bytes.set(values, 8 + text.length);
  return bytes;
}

/** The JSON of a file's header. */
export function headerText(bytes: Uint8Array): string {
  const length = Number(new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true));
  return new TextDecoder().decode(bytes.subarray(8, 8 + length));
}

/** FNV-1a, 32 bit: a short fingerprint of bytes. */
export function fingerprint(bytes: Uint8Array): string {
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash.toString(16).padStart(8, '0');
}

/** The error that `action` ends in; anything but an error of ours fails the test. */
export async function errorOf(action: () => unknown): Promise<XError> {
  try {
    await action();
  } catch (error) {
    if (error instanceof XError) return error;
    throw error;
  }
  throw new Error('no error');
}

/** The message of the FormatError that `action` ends in. */
export async function formatError(action: () => unknown): Promise<string> {
  const error = await errorOf(action);
  if (error instanceof FormatError) return error.message;
  throw error;
}
