/**
 * @file What a pickle is made of. Values that Python tells apart and JavaScript does not have classes of their own here.
 */

/** A Python `tuple`. */
export class Tuple {
  readonly items: readonly Value[];

  constructor(items: readonly Value[]) {
    this.items = items;
  }
}

/** A Python `dict`, or a class that behaves like one. */
export class Dict {
  readonly entries: Map<Key, Value> = new Map();
  /** Whether it is an `OrderedDict`. */
  readonly ordered: boolean;

  constructor(ordered: boolean) {
    this.ordered = ordered;
  }
}

/** What a dict of a file may be indexed with. */
export type Key = string | number | bigint | boolean | null;

/** Something that a pickle names by module and name, such as a class: nothing is imported, only known names do anything. */
export class Global {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }
}

/** What a program that reads pickles makes of its own classes and persistent ids. */
export abstract class Custom {
  /** A word for messages, such as `tensor`. */
  abstract readonly kind: string;
}

/** A value of a pickle. */
export type Value =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | Value[]
  | Tuple
  | Set<Value>
  | Dict
  | Global
  | Custom;

/** What a value is called in messages. */
export function kindOf(value: Value | undefined): string {
  if (value === undefined) return 'nothing';
  if (value === null) return 'None';
  if (Array.isArray(value)) return 'list';
  if (value instanceof Custom) return value.kind;
  return typeof value === 'object' ? value.constructor.name.toLowerCase() : typeof value;
}
