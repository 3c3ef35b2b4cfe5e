/**
 * @file Errors of every @x package. A message reads `op: rule that was broken: values (way out)`; the values are fields of `details`.
 */

/** Base class of all errors that @x throws on purpose: `op` names the function, `details` holds the values of the message. */
export abstract class XError<D extends object = Readonly<Record<string, unknown>>> extends Error {
  readonly op: string;
  readonly details: Readonly<D>;

  /**
   * @param op - function or module that refuses, as the user wrote it.
   * @param rule - what is wrong, with the values, and the way out where it is known.
   * @param details - the values of the message, for programs.
   */
  constructor(op: string, rule: string, details?: D, options?: ErrorOptions) {
    super(`${op}: ${rule}`, options);
    this.op = op;
    this.details = Object.freeze({ ...details }) as Readonly<D>;
    this.name = new.target.name;
  }
}

/** Sizes or dimensions that do not fit together. */
export class ShapeError extends XError<{ shapes?: readonly (readonly number[])[]; dim?: number }> {}

/** An element type that the operation does not take. */
export class DTypeError extends XError<{ dtypes?: readonly string[] }> {}

/** A device that is not registered, or tensors on different devices. */
export class DeviceError extends XError<{ devices?: readonly string[] }> {}

/** A tensor used after `dispose()`, or after the `scope` that owned it ended. */
export class DisposedError extends XError {}

/** An index outside of a dimension, or a dimension that does not exist. */
export class IndexError extends XError<{ index?: number; size?: number }> {}

/** An argument or option with a value that is not allowed. */
export class ValueError extends XError {}

/** A matrix that an algorithm of linear algebra cannot work with: singular, not positive-definite, or without convergence. */
export class LinAlgError extends XError<{ info?: number; batch?: number }> {}

/** A file or byte string that does not follow its format. */
export class FormatError extends XError {}

/** A bug of this library, not of the program that uses it. */
export class InternalError extends XError {
  constructor(op: string, rule: string, details?: Readonly<Record<string, unknown>>) {
    super(`internal: ${op}`, rule, details);
  }
}
