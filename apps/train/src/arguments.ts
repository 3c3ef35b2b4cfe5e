import { parseArgs } from 'node:util';
import { UsageError } from './errors.js';

/** An option of the command line. */
export interface OptionSpec {
  /** Name of the value in the help; an option without it is a flag. */
  readonly value?: string;
  readonly help: string;
}

/** What the command line says: the options that were given, by name. */
export class Arguments<Name extends string> {
  readonly #given: ReadonlyMap<string, string | undefined>;

  /**
   * @param argv the arguments without the program's name.
   * @throws UsageError for an option that is not in `specs`, a value that is missing or too much, and anything that is no option.
   */
  constructor(argv: readonly string[], specs: Readonly<Record<Name, OptionSpec>>) {
    this.#given = readTokens(argv, new Map<string, OptionSpec>(Object.entries(specs)));
  }

  has(name: Name): boolean {
    return this.#given.has(name);
  }

  text(name: Name): string | undefined {
    return this.#given.get(name);
  }

  /** Those of `names` that were given, as arguments. */
  only(names: readonly Name[]): string[] {
    return names.flatMap((name) => {
      const value = this.text(name);
      if (!this.has(name)) return [];
      return value === undefined ? [`--${name}`] : [`--${name}=${value}`];
    });
  }

  /** @throws UsageError unless the value is one of `choices`. */
  choice<const C extends string>(name: Name, choices: readonly C[]): C | undefined {
    const text = this.text(name);
    const found = choices.find((choice) => choice === text);
    if (text !== undefined && found === undefined)
      throw new UsageError(`--${name}`, `must be one of ${choices.join(', ')}: ${text}`, { value: text, choices });
    return found;
  }

  /** @throws UsageError unless the value is an integer in `[least, 2^53)`. */
  integer(name: Name, least: number): number | undefined {
    const isValid = (value: number): boolean => Number.isSafeInteger(value) && value >= least;
    return this.#number(name, isValid, `must be an integer >= ${least}`);
  }

  /** @throws UsageError unless the value is a finite number above 0, or also 0 where `orZero` says so. */
  positive(name: Name, orZero = false): number | undefined {
    const isValid = (value: number): boolean => Number.isFinite(value) && (value > 0 || (orZero && value === 0));
    return this.#number(name, isValid, `must be a number ${orZero ? '>=' : '>'} 0`);
  }

  #number(name: Name, isValid: (value: number) => boolean, rule: string): number | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!isValid(value)) throw new UsageError(`--${name}`, `${rule}: ${text === '' ? "''" : text}`, { value: text });
    return value;
  }
}

function readTokens(
  argv: readonly string[],
  specs: ReadonlyMap<string, OptionSpec>,
): ReadonlyMap<string, string | undefined> {
  const options = Object.fromEntries(
    Array.from(specs, ([name, { value }]) => [name, { type: value === undefined ? 'boolean' : 'string' } as const]),
  );
  // not strict: Node's own messages take several lines
  const { tokens } = parseArgs({ args: [...argv], options, strict: false, tokens: true });
  const given = new Map<string, string | undefined>();
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') throw new UsageError(token.value, 'is no option (--help lists them)');
    const { rawName, name, value } = token;
    const spec = rawName.startsWith('--') ? specs.get(name) : undefined;
    if (spec === undefined) throw new UsageError(rawName, 'no such option (--help lists them)');
    if (spec.value === undefined && value !== undefined) throw new UsageError(rawName, `takes no value: ${value}`);
    if (spec.value !== undefined && (value === undefined || (!token.inlineValue && value.startsWith('--'))))
      throw new UsageError(rawName, `needs a value: ${rawName} ${spec.value}`);
    given.set(name, value);
  }
  return given;
}
