/**
 * @file What a profile is made of: one span for each op, node of a backward pass and named part of the program.
 */
import type { Tensors, Tracer } from '@x/tensor/core';

/** What a span is about. */
export type SpanKind = 'op' | 'backward' | 'user';

/** One run of an op, of a node of a backward pass, or of a named part of the program. */
export interface Span {
  readonly kind: SpanKind;
  readonly name: string;
  /** Shapes of the inputs of an op. */
  readonly shapes: readonly (readonly number[])[];
  /** How many spans it lies in. */
  readonly depth: number;
  /** Milliseconds since the profile began. */
  readonly start: number;
  /** Milliseconds, with the spans in it. */
  readonly duration: number;
  /** Milliseconds without the spans in it. */
  readonly self: number;
  /** Bytes that were allocated and not freed, with the spans in it. */
  readonly bytes: number;
  /** Bytes that were allocated and not freed, without the spans in it. */
  readonly selfBytes: number;
}

/** Bytes of a device at one time. */
export interface MemorySample {
  readonly device: string;
  /** Milliseconds since the profile began. */
  readonly time: number;
  /** Bytes of all storages on the device. */
  readonly bytes: number;
}

/** A span that has not ended. */
interface OpenSpan {
  /** Time and bytes of the spans in it. */
  inner: number;
  innerBytes: number;
  /** Bytes since its start, with the spans in it. */
  bytes: number;
}

/** Collects spans while it is the tracer. */
export class SpanRecorder implements Tracer {
  readonly spans: Span[] = [];
  readonly samples: MemorySample[] = [];
  readonly #began: number = performance.now();
  readonly #open: OpenSpan[] = [];
  readonly #bytes: Map<string, number>;

  /** `before`: bytes that are alive on each device. */
  constructor(before: ReadonlyMap<string, number>) {
    this.#bytes = new Map(before);
  }

  op<R>(name: string, inputs: Tensors, run: () => R): R {
    return this.span(
      'op',
      name,
      inputs.map((t) => t.shape),
      run,
    );
  }

  memory(device: string, bytes: number): void {
    const now = (this.#bytes.get(device) ?? 0) + bytes;
    this.#bytes.set(device, now);
    this.samples.push({ device, time: performance.now() - this.#began, bytes: now });
    const current = this.#open.at(-1);
    if (current) current.bytes += bytes;
  }

  /** Runs a part of the program as a span. */
  span<R>(kind: SpanKind, name: string, shapes: Span['shapes'], run: () => R): R {
    const here: OpenSpan = { inner: 0, innerBytes: 0, bytes: 0 };
    const depth = this.#open.length;
    this.#open.push(here);
    const start = performance.now() - this.#began;
    try {
      return run();
    } finally {
      const duration = performance.now() - this.#began - start;
      this.#open.pop();
      const around = this.#open.at(-1);
      if (around) {
        around.inner += duration;
        around.bytes += here.bytes;
        around.innerBytes += here.bytes;
      }
      const self = Math.max(0, duration - here.inner);
      const selfBytes = here.bytes - here.innerBytes;
      this.spans.push({ kind, name, shapes, depth, start, duration, self, bytes: here.bytes, selfBytes });
    }
  }
}
