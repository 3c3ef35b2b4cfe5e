/**
 * @file Chains of elementwise functions that are computed as one kernel: expressions of values, and the program they make.
 */
import { type Access, accessClass, accessNumbers, accessParameters, isFlat, position } from './access.js';
import { Body } from './emit/body.js';
import type { Program } from './program.js';
import type { Value } from './value.js';

/** An elementwise function. */
export interface Elementwise {
  /** Unique among the functions. */
  readonly name: string;
  /** Its statements; the result is an expression. */
  readonly emit: (body: Body, inputs: readonly string[]) => string;
}

/** A value and where element T of the function's shape lies in it. */
export interface Input {
  readonly value: Value;
  readonly access: Access;
}

/** A function of values that was not computed yet. */
export interface Expression {
  readonly fn: Elementwise;
  readonly inputs: readonly Input[];
}

/** One line of a fused kernel: an array, a number, or a function of earlier lines. */
type Step =
  | { readonly kind: 'array'; readonly access: Access }
  | { readonly kind: 'number' }
  | { readonly kind: 'function'; readonly fn: Elementwise; readonly of: readonly number[] };

/** Whether the elements are an expression that can stand in the place of the value. */
const isInlined = ({ value, access }: Input): boolean => value.expression !== undefined && isFlat(access);

/** A value that the host knows and that all elements share is passed as a number. */
const isNumberInput = ({ value }: Input): boolean => value.host !== undefined && value.size === 1;

/** An expression in the form in which it becomes a kernel. */
export class Plan {
  readonly #steps: Step[] = [];
  readonly #known = new Map<Value, Map<string, number>>();
  /** What the kernel reads. */
  readonly arrays: Value[] = [];
  readonly ints: number[] = [];
  readonly floats: number[] = [];

  constructor({ fn, inputs }: Expression) {
    this.#function(fn, inputs);
  }

  /** Number of functions. */
  get functions(): number {
    return this.#steps.filter(({ kind }) => kind === 'function').length;
  }

  /** The same for expressions that differ in their arrays and numbers only. */
  get name(): string {
    return this.#steps.map(describe).join(' ');
  }

  program(): Program {
    const body = new Body();
    const arrays: string[] = [];
    const ints: string[] = [];
    const floats: string[] = [];
    const names: string[] = [];
    for (const step of this.#steps) {
      if (step.kind === 'number') {
        names.push(`c${floats.length}`);
        floats.push(`c${floats.length}`);
      } else if (step.kind === 'array') {
        const name = `a${arrays.length}`;
        names.push(body.let(`${name}[${elementOf(step.access, name, ints)}]`));
        arrays.push(name);
      } else {
        const inputs = step.of.map((i) => names[i]!);
        names.push(body.let(step.fn.emit(body, inputs)));
      }
    }
    return { name: this.name, arrays, ints, floats, body: body.returning(names.at(-1)!), large: true };
  }

  #function(fn: Elementwise, inputs: readonly Input[]): number {
    const of = inputs.map((input) => this.#input(input));
    return this.#steps.push({ kind: 'function', fn, of }) - 1;
  }

  #input(input: Input): number {
    const { value, access } = input;
    const known = this.#known.get(value) ?? new Map<string, number>();
    this.#known.set(value, known);
    const key = accessNumbers(access).join(' ');
    const index = known.get(key) ?? this.#add(input);
    known.set(key, index);
    return index;
  }

  #add(input: Input): number {
    const { value, access } = input;
    if (isNumberInput(input)) {
      this.floats.push(value.host![0]!);
      return this.#steps.push({ kind: 'number' }) - 1;
    }
    if (value.expression && isInlined(input)) return this.#function(value.expression.fn, value.expression.inputs);
    this.arrays.push(value);
    if (!isFlat(access)) this.ints.push(...accessNumbers(access));
    return this.#steps.push({ kind: 'array', access }) - 1;
  }
}

/** The text of a position in array `name`; its parameters are added to `ints`. */
function elementOf(access: Access, name: string, ints: string[]): string {
  if (isFlat(access)) return 'T';
  const rank = access.strides.length;
  ints.push(...accessParameters(rank, name));
  return position(rank, name, 'T');
}

function describe(step: Step): string {
  if (step.kind === 'array') return `a${accessClass(step.access)}`;
  return step.kind === 'number' ? 'c' : `${step.fn.name}(${step.of.join(',')})`;
}
