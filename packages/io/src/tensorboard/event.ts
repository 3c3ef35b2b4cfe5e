/**
 * @file The events that TensorBoard reads.
 *
 * @see https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/util/event.proto
 * @see https://github.com/tensorflow/tensorflow/blob/master/tensorflow/core/framework/summary.proto
 */
import type { Histogram } from './histogram.js';
import { bytes, double, doubles, encode, type Field, float, integer, message, text } from './protobuf.js';

/** When something happened: seconds since 1970, and the step. */
export interface Moment {
  readonly wallTime: number;
  readonly step: number;
}

/** A picture, compressed as PNG. */
export interface Picture {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  readonly png: Uint8Array;
}

const STRING = 7; // DT_STRING
const START = 1; // SessionLog.START

function event({ wallTime, step }: Moment, what: Field): Uint8Array<ArrayBuffer> {
  return encode([double(1, wallTime), integer(2, step), what]);
}

function summary(moment: Moment, tag: string, ...value: readonly Field[]): Uint8Array<ArrayBuffer> {
  return event(moment, message(5, [message(1, [text(1, tag), ...value])]));
}

/** The event that every file begins with. */
export function versionEvent(wallTime: number): Uint8Array<ArrayBuffer> {
  return event({ wallTime, step: 0 }, text(3, 'brain.Event:2'));
}

/** Says that a run begins anew at a step: what was told of later steps before does not count. */
export function restartEvent(moment: Moment): Uint8Array<ArrayBuffer> {
  return event(moment, message(7, [integer(1, START)]));
}

/** A number. */
export function scalarEvent(moment: Moment, tag: string, value: number): Uint8Array<ArrayBuffer> {
  return summary(moment, tag, float(2, value));
}

/** How numbers are distributed. */
export function histogramEvent(moment: Moment, tag: string, histogram: Histogram): Uint8Array<ArrayBuffer> {
  const { min, max, count, sum, sumOfSquares, limits, counts } = histogram;
  const fields = [double(1, min), double(2, max), double(3, count), double(4, sum), double(5, sumOfSquares)];
  return summary(moment, tag, message(5, [...fields, doubles(6, limits), doubles(7, counts)]));
}

/** A picture. */
export function imageEvent(
  moment: Moment,
  tag: string,
  { height, width, channels, png }: Picture,
): Uint8Array<ArrayBuffer> {
  return summary(moment, tag, message(4, [integer(1, height), integer(2, width), integer(3, channels), bytes(4, png)]));
}

/** A text, which TensorBoard shows as Markdown. */
export function textEvent(moment: Moment, tag: string, value: string): Uint8Array<ArrayBuffer> {
  const shape = message(2, [message(2, [integer(1, 1)])]); // [1]
  const tensor = message(8, [integer(1, STRING), shape, text(8, value)]);
  const metadata = message(9, [message(1, [text(1, 'text')])]);
  return summary(moment, `${tag}/text_summary`, metadata, tensor);
}
