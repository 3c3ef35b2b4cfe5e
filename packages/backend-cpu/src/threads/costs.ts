/**
 * @file When kernels are spread over threads.
 *
 * Handing a part to a thread that still looks for work takes less than 1 µs, waking one that sleeps some 5 µs of the caller's time
 * and 50 µs until it begins (Linux, two cores). So a part is worth 10 µs, and what has less than two of them stays on the
 * caller's thread.
 */

/** Nanoseconds of work that make a part. */
export const PART = 10_000;

/** Nanoseconds on one core of a server, roughly. Elementwise kernels wait for the memory, unless they compute a polynomial. */
export const cost = {
  /** One multiplication and addition of a matrix product. */
  product: 0.05,
  /** One of a convolution. */
  convolution: 0.1,
  /** One element read and written. */
  element: 0.3,
  /** One element of exp, tanh, softmax and the like. */
  polynomial: 1,
  /** One element of a normalisation, and of its gradient. */
  norm: 0.6,
  normBackward: 1.2,
  /** One element added to a sum. */
  sum: 0.15,
  /** One element moved to or from a place far from the last one. */
  jump: 1,
} as const;
