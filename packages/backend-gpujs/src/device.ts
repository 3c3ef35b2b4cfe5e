/**
 * @file The device: compiled programs, launches, and values that are computed when they are needed.
 */
import { DeviceError } from '@x/tensor/core';
import { type Access, isFlat, single } from './access.js';
import { type Elementwise, type Input, Plan } from './expression.js';
import { type Program, specialValues } from './program.js';
import type { Handle, Launch, Target } from './targets/target.js';
import { Value } from './value.js';

/** Functions that one kernel computes at most: longer ones are slow to compile, and rarely met twice. */
const FUSED = 24;

/** Elements from which on a host copy of an uploaded array is not kept. */
const KEPT = 1024;

/** Whole numbers up to here are exact in the float positions of a program that is not `large`. */
const EXACT = 2 ** 24;

/** One value everywhere. */
const fill: Elementwise = { name: 'fill', emit: (_, [x]) => x! };

/** The values themselves, in another order. */
const copy: Elementwise = { name: 'copy', emit: (_, [x]) => x! };

/** How to make a program that may have been compiled before. */
export interface Recipe {
  readonly name: string;
  readonly make: () => Program;
}

/** A program that was compiled. */
interface Compiled {
  readonly launch: Launch;
  /** What is passed for `inf` and `nan`. */
  readonly special: readonly number[];
  readonly large: boolean;
}

/** Runs programs on a target and keeps what they give. */
export class Device {
  readonly target: Target;
  readonly #programs = new Map<string, Compiled>();
  readonly #free: (handle: Handle) => void;
  /** Checks of indices that were launched and not looked at yet. */
  #checks: Promise<void>[] = [];

  constructor(target: Target) {
    this.target = target;
    this.#free = (handle) => target.free(handle);
  }

  /** A value that the host knows. */
  fromHost(elements: Float32Array): Value {
    const value = new Value(elements.length, this.#free);
    value.host = elements;
    return value;
  }

  /** A value of `size` equal elements. */
  filled(size: number, element: number): Value {
    const only = this.fromHost(Float32Array.of(element));
    if (size === 1) return only;
    const value = this.elementwise(fill, size, [{ value: only, access: single }]);
    only.release();
    return value;
  }

  /** The elements of a value in the order of the access, as a value of their own. */
  ordered(size: number, value: Value, access: Access): Value {
    if (isFlat(access) && value.size === size) return value.retain();
    return this.elementwise(copy, size, [{ value, access }]);
  }

  /** A function of elements, computed when it is needed. */
  elementwise(fn: Elementwise, size: number, inputs: readonly Input[]): Value {
    const value = new Value(size, this.#free);
    if (size === 0) {
      value.host = new Float32Array(0);
      return value;
    }
    value.expression = { fn, inputs: this.#inputs(fn, inputs) };
    for (const input of value.expression.inputs) input.value.retain();
    return value;
  }

  /**
   * Runs a program on values at once.
   *
   * @param program - the program, or what makes it when no program of this name was compiled yet.
   */
  launch(program: Program | Recipe, size: number, inputs: readonly Value[], numbers: readonly number[] = []): Value {
    const value = new Value(size, this.#free);
    if (size === 0) value.host = new Float32Array(0);
    else value.become(this.#run(program, size, inputs, numbers));
    return value;
  }

  /** Computes a value that is still an expression. */
  evaluate(value: Value): void {
    if (!value.expression) return;
    const plan = new Plan(value.expression);
    const numbers = [...plan.ints, ...plan.floats];
    value.become(this.#run({ name: plan.name, make: () => plan.program() }, value.size, plan.arrays, numbers));
  }

  /** The elements on the host, after all checks. */
  async read(value: Value): Promise<Float32Array> {
    const elements = this.fetch(value);
    elements.catch(() => undefined);
    const checks = this.#checks;
    this.#checks = [];
    await Promise.all(checks);
    return elements;
  }

  /** The elements on the host. */
  async fetch(value: Value): Promise<Float32Array> {
    if (value.host) return value.host.slice();
    const handle = this.#handle(value);
    try {
      return await this.target.download(handle, value.size);
    } catch (cause) {
      throw this.#failure('reading', cause);
    }
  }

  /** The same at once, on targets that can. */
  readSync(value: Value): Float32Array | undefined {
    return value.host ?? this.target.downloadSync?.(this.#handle(value), value.size);
  }

  /** Something that the next `read` waits for, and fails with. */
  expect(check: Promise<void>): void {
    check.catch(() => undefined);
    this.#checks.push(check);
  }

  /** Inputs as they go into an expression: what cannot be part of the same kernel is computed first. */
  #inputs(fn: Elementwise, inputs: readonly Input[]): Input[] {
    const result = inputs.map((input) => this.#leafOrFlat(input));
    const plan = new Plan({ fn, inputs: result });
    if (plan.functions > FUSED || plan.arrays.length > this.target.limits.arrays)
      for (const { value } of result) this.evaluate(value);
    return result;
  }

  #leafOrFlat(input: Input): Input {
    const { value, access } = input;
    if (!value.expression || isFlat(access)) return input;
    if (value.expression.fn === fill) return value.expression.inputs[0]!;
    this.evaluate(value);
    return input;
  }

  #run(program: Program | Recipe, size: number, inputs: readonly Value[], numbers: readonly number[]): Handle {
    const { name } = program;
    if (this.target.lost() !== undefined) throw this.#failure(name, undefined);
    const handles = inputs.map((value) => this.#handle(value));
    const { launch, special, large } = this.#compiled(program);
    this.#checkSizes(name, size, inputs, large);
    try {
      return launch(size, handles, [...numbers, ...special]);
    } catch (cause) {
      throw this.#failure(name, cause);
    }
  }

  /** What a failure of gpu.js or of the device is to users. */
  #failure(what: string, cause: unknown): DeviceError {
    const lost = this.target.lost();
    const message = cause instanceof Error ? cause.message : String(cause);
    const rule =
      lost === undefined
        ? `${what} failed on ${this.target.mode}: ${message}`
        : `the device was lost (${lost}): make another one with gpu() and create the tensors again`;
    return new DeviceError('gpu', rule, { devices: ['gpu'] }, { cause });
  }

  #compiled(recipe: Program | Recipe): Compiled {
    const { name } = recipe;
    const known = this.#programs.get(name);
    if (known) return known;
    const program = 'make' in recipe ? recipe.make() : recipe;
    const launch = this.target.compile(program);
    const compiled = { launch, special: specialValues(program), large: program.large === true };
    this.#programs.set(name, compiled);
    return compiled;
  }

  #checkSizes(name: string, size: number, inputs: readonly Value[], large: boolean): void {
    const { elements } = this.target.limits;
    const limit = large ? elements : Math.min(elements, EXACT);
    const largest = Math.max(size, ...inputs.map((value) => value.size));
    if (largest <= limit) return;
    throw new DeviceError(
      'gpu',
      `kernel ${name} would use ${largest} elements; on ${this.target.mode} it can have ${limit} (use the device cpu)`,
      { devices: ['gpu'] },
    );
  }

  #handle(value: Value): Handle {
    this.evaluate(value);
    if (value.handle) return value.handle;
    if (!value.host) throw new DeviceError('gpu', 'internal: a value without contents');
    // no target has empty arrays: one element that nobody reads stands for none
    value.handle = this.target.upload(value.size === 0 ? new Float32Array(1) : value.host);
    if (value.size > KEPT && !value.kept) value.host = undefined;
    return value.handle;
  }
}
