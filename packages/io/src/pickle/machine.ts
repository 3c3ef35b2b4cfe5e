/**
 * @file The machine that a pickle is a program for, without the parts that run code: it builds plain values, and calls nothing
 * but the functions of a closed list that its user gives.
 */
import { type Fail, quote } from '../failure.js';
import { Cursor } from './cursor.js';
import { opcodes } from './opcodes.js';
import { Dict, Global, type Key, kindOf, Tuple, type Value } from './values.js';

/** What a reader of pickles knows of the world outside of the pickle. */
export interface World {
  /** Functions and classes that may be called, by `module.name`. */
  readonly callables: ReadonlyMap<string, (args: readonly Value[], fail: Fail) => Value>;
  /** Names that may stand for themselves, and cannot be called. */
  readonly names: (path: string) => boolean;
  /** What a persistent id stands for. */
  readonly persistent: (id: Value, fail: Fail) => Value;
}

/** A pickle's end: where the next one begins, and what this one holds. */
export interface Loaded {
  readonly value: Value;
  readonly end: number;
}

/**
 * Reads a pickle.
 *
 * @throws FormatError for damaged ones, and for those that name, call or build what is not on the list.
 */
export function loadPickle(bytes: Uint8Array, start: number, world: World, fail: Fail): Loaded {
  const machine = new Machine(new Cursor(bytes, start, fail), world, fail);
  return { value: machine.run(), end: machine.cursor.at };
}

/** The stack, the memo and what opcodes do with them. */
export class Machine {
  readonly cursor: Cursor;
  readonly fail: Fail;
  readonly #world: World;
  readonly #memo = new Map<number, Value>();
  readonly #marks: number[] = [];
  #stack: Value[] = [];
  #result: Value | undefined;

  constructor(cursor: Cursor, world: World, fail: Fail) {
    this.cursor = cursor;
    this.#world = world;
    this.fail = fail;
  }

  run(): Value {
    while (this.#result === undefined) {
      const at = this.cursor.at;
      const code = this.cursor.uint8();
      const opcode = opcodes.get(code);
      if (!opcode)
        throw this.fail(
          `the pickle has an instruction that state dicts do not need: 0x${code.toString(16)} at byte ${at}`,
          {
            code,
            at,
          },
        );
      opcode(this);
    }
    return this.#result;
  }

  stop(): void {
    this.#result = this.pop();
  }

  push(value: Value): void {
    this.#stack.push(value);
  }

  pop(): Value {
    const value = this.#stack.length > this.#floor ? this.#stack.pop() : undefined;
    if (value === undefined) throw this.fail(`the pickle is damaged at byte ${this.cursor.at}: its stack is empty`);
    return value;
  }

  top(): Value {
    const value = this.pop();
    this.push(value);
    return value;
  }

  mark(): void {
    this.#marks.push(this.#stack.length);
  }

  /** What was pushed since the last mark. */
  sinceMark(): Value[] {
    const mark = this.#marks.pop();
    if (mark === undefined) throw this.fail(`the pickle is damaged at byte ${this.cursor.at}: there is no mark`);
    return this.#stack.splice(mark);
  }

  memoize(key: number = this.#memo.size): void {
    this.#memo.set(key, this.top());
  }

  recall(key: number): void {
    const value = this.#memo.get(key);
    if (value === undefined) throw this.fail(`the pickle is damaged: it recalls value ${key}, which it never stored`);
    this.push(value);
  }

  global(path: string): void {
    if (!this.#world.callables.has(path) && !this.#world.names(path))
      throw this.fail(
        `holds ${quote(path)}, which is not on the list of what is safe to read (tensors and plain containers)`,
        {
          global: path,
        },
      );
    this.push(new Global(path));
  }

  /** Calls a function of the list. */
  reduce(): void {
    const args = this.pop();
    const callee = this.pop();
    const call = callee instanceof Global ? this.#world.callables.get(callee.path) : undefined;
    if (!call || !(args instanceof Tuple))
      throw this.fail(`the pickle calls ${callee instanceof Global ? quote(callee.path) : `a ${kindOf(callee)}`}`);
    this.push(call(args.items, this.fail));
  }

  /** Attributes of a dict are of no use to a state dict (`_metadata`); nothing else may have some. */
  build(): void {
    this.pop();
    const target = this.top();
    if (!(target instanceof Dict)) throw this.fail(`the pickle sets attributes of a ${kindOf(target)}`);
  }

  persistent(): void {
    this.push(this.#world.persistent(this.pop(), this.fail));
  }

  append(items: readonly Value[]): void {
    const target = this.top();
    if (!Array.isArray(target)) throw this.fail(`the pickle appends to a ${kindOf(target)}`);
    for (const item of items) target.push(item);
  }

  add(items: readonly Value[]): void {
    const target = this.top();
    if (!(target instanceof Set)) throw this.fail(`the pickle adds to a ${kindOf(target)}`);
    for (const item of items) target.add(item);
  }

  setItems(pairs: readonly Value[]): void {
    const target = this.top();
    if (!(target instanceof Dict)) throw this.fail(`the pickle sets items of a ${kindOf(target)}`);
    for (let i = 0; i < pairs.length; i += 2) {
      const value = pairs[i + 1];
      if (value === undefined) throw this.fail('the pickle has a key without a value');
      target.entries.set(this.#key(pairs[i]), value);
    }
  }

  /** A dict of keys and values in turn. */
  dict(pairs: readonly Value[]): void {
    this.push(new Dict(false));
    this.setItems(pairs);
  }

  #key(value: Value | undefined): Key {
    if (value === null || (typeof value !== 'object' && value !== undefined)) return value;
    throw this.fail(`a key of a dict is a ${kindOf(value)} (text, numbers, booleans and None are read)`);
  }

  get #floor(): number {
    return this.#marks.at(-1) ?? 0;
  }
}
