/**
 * @file Statements of a kernel, collected one after the other.
 */

/** Text of a float literal that every target reads as a float. */
export function literal(value: number): string {
  if (value < 0) return `(0.0 - ${literal(-value)})`;
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

/** Joins terms by an operator. */
const joined = (terms: readonly string[], operator: string): string => terms.join(` ${operator} `);

/** Every condition holds. */
export const all = (...terms: string[]): string => joined(terms, '&&');

/** One of the conditions holds. */
export const any = (...terms: string[]): string => joined(terms, '||');

/** The largest finite float32 number, in a literal that is no integer. */
export const MAX = '3.4028234e38';

/** Statements with variables that have a name of their own. Float expressions go in and out as text. */
export class Body {
  readonly #lines: string[] = [];
  readonly #prefix: string;
  #names = 0;

  /** Bodies of which one becomes part of the other have names with different prefixes. */
  constructor(prefix: string = 'v') {
    this.#prefix = prefix;
  }

  /** The statements so far. */
  get text(): string {
    return this.#lines.join(' ');
  }

  /** Any statement. */
  add(statement: string): void {
    this.#lines.push(statement);
  }

  /** A new variable with a value; its name. */
  let(expression: string): string {
    const name = `${this.#prefix}${this.#names++}`;
    this.#lines.push(`let ${name} = ${expression};`);
    return name;
  }

  /** A new value for a variable, everywhere or where the condition holds. */
  set(name: string, expression: string, condition?: string): void {
    const statement = `${name} = ${expression};`;
    this.#lines.push(condition === undefined ? statement : `if (${condition}) { ${statement} }`);
  }

  /** A variable that is `start` and, where the condition holds, `expression`. */
  choose(condition: string, expression: string, start: string): string {
    const name = this.let(start);
    this.set(name, expression, condition);
    return name;
  }

  /** The expression where x is a number; NaN where x is NaN. */
  unlessNaN(x: string, expression: string): string {
    return this.choose(isNumber(x), expression, x);
  }

  /** `count` repetitions of statements. */
  repeat(count: number, inner: (body: Body) => void): void {
    const counter = `${this.#prefix}n${this.#names++}`;
    this.#lines.push(`for (let ${counter} = 0; ${counter} < ${count}; ${counter}++) {`);
    inner(this);
    this.#lines.push('}');
  }

  /** The statements, and one that returns the expression. */
  returning(expression: string): string {
    return `${this.text} return ${expression};`;
  }
}

/** Holds for everything but NaN; targets may take `x === x` for granted. */
export const isNumber = (x: string): string => any(`${x} < 0.0`, `${x} >= 0.0`);

/** Holds for ±Infinity. */
export const isInfinite = (x: string): string => any(`${x} > ${MAX}`, `${x} < (0.0 - ${MAX})`);

/** Value of a polynomial, lowest coefficient first, by Horner's rule. */
export function polynomial(x: string, coefficients: readonly number[]): string {
  return coefficients
    .slice(0, -1)
    .reduceRight((sum, c) => `(${sum} * ${x} + ${literal(c)})`, literal(coefficients.at(-1)!));
}
