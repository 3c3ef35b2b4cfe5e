/**
 * @file The instructions of pickles, protocols 0 to 5, that plain data are made of. Those that import, instantiate or
 * look things up in registries are not here.
 *
 * @see https://github.com/python/cpython/blob/main/Lib/pickletools.py
 */
import type { Machine } from './machine.js';
import { Dict, Tuple, type Value } from './values.js';

type Opcode = (machine: Machine) => void;

const NEWEST_PROTOCOL = 5;

const code = (character: string): number => character.charCodeAt(0);

const constant =
  (value: Value): Opcode =>
  (machine) =>
    machine.push(value);

/** Pushes what `read` takes from the bytes that follow. */
const literal =
  (read: (machine: Machine) => Value): Opcode =>
  (machine) =>
    machine.push(read(machine));

const tuple =
  (length: number): Opcode =>
  (machine) =>
    machine.push(new Tuple(Array.from({ length }, () => machine.pop()).toReversed()));

const protocol: Opcode = ({ cursor, fail }) => {
  const version = cursor.uint8();
  if (version > NEWEST_PROTOCOL)
    throw fail(`the pickle has protocol ${version} (at most ${NEWEST_PROTOCOL} is known)`, { protocol: version });
};

/** Protocol 0 writes integers as lines; `00` and `01` are its booleans. */
const integerLine = ({ cursor }: Machine): Value => {
  const text = cursor.line();
  if (text === '00' || text === '01') return text === '01';
  return cursor.decimal(text);
};

const globalName = (machine: Machine): void => {
  const module = machine.cursor.line();
  machine.global(`${module}.${machine.cursor.line()}`);
};

const stackGlobal = (machine: Machine): void => {
  const name = machine.pop();
  const module = machine.pop();
  if (typeof name !== 'string' || typeof module !== 'string') throw machine.fail('a name in the pickle is no text');
  machine.global(`${module}.${name}`);
};

/** All instructions by their byte. */
export const opcodes: ReadonlyMap<number, Opcode> = new Map<number, Opcode>([
  [0x80, protocol],
  [0x95, ({ cursor }) => void cursor.uint64()], // FRAME: only says how long what follows is
  [code('.'), (machine) => machine.stop()],
  [code('('), (machine) => machine.mark()],
  [code('0'), (machine) => void machine.pop()],
  [code('1'), (machine) => void machine.sinceMark()],
  [code('2'), (machine) => machine.push(machine.top())],

  [code('N'), constant(null)],
  [0x88, constant(true)],
  [0x89, constant(false)],
  [code('I'), literal(integerLine)],
  [code('L'), literal(({ cursor }) => cursor.decimal(cursor.line().replace(/L$/, '')))],
  [code('J'), literal(({ cursor }) => cursor.int32())],
  [code('K'), literal(({ cursor }) => cursor.uint8())],
  [code('M'), literal(({ cursor }) => cursor.uint16())],
  [0x8a, literal(({ cursor }) => cursor.integer(cursor.uint8()))],
  [0x8b, literal(({ cursor }) => cursor.integer(cursor.uint32()))],
  [code('G'), literal(({ cursor }) => cursor.float64())],

  [code('X'), literal(({ cursor }) => cursor.text(cursor.uint32()))],
  [0x8c, literal(({ cursor }) => cursor.text(cursor.uint8()))],
  [0x8d, literal(({ cursor }) => cursor.text(cursor.uint64()))],
  [code('U'), literal(({ cursor }) => cursor.text(cursor.uint8()))],
  [code('T'), literal(({ cursor }) => cursor.text(cursor.uint32()))],
  [code('C'), literal(({ cursor }) => cursor.bytes(cursor.uint8()))],
  [code('B'), literal(({ cursor }) => cursor.bytes(cursor.uint32()))],
  [0x8e, literal(({ cursor }) => cursor.bytes(cursor.uint64()))],

  [code(')'), (machine) => machine.push(new Tuple([]))],
  [0x85, tuple(1)],
  [0x86, tuple(2)],
  [0x87, tuple(3)],
  [code('t'), (machine) => machine.push(new Tuple(machine.sinceMark()))],
  [code(']'), (machine) => machine.push([])],
  [code('l'), (machine) => machine.push(machine.sinceMark())],
  [code('a'), (machine) => machine.append([machine.pop()])],
  [code('e'), (machine) => machine.append(machine.sinceMark())],
  [code('}'), (machine) => machine.push(new Dict(false))],
  [code('d'), (machine) => machine.dict(machine.sinceMark())],
  [
    code('s'),
    (machine) => {
      const value = machine.pop();
      machine.setItems([machine.pop(), value]);
    },
  ],
  [code('u'), (machine) => machine.setItems(machine.sinceMark())],
  [0x8f, (machine) => machine.push(new Set())],
  [0x90, (machine) => machine.add(machine.sinceMark())],
  [0x91, (machine) => machine.push(new Set(machine.sinceMark()))],

  [code('q'), (machine) => machine.memoize(machine.cursor.uint8())],
  [code('r'), (machine) => machine.memoize(machine.cursor.uint32())],
  [0x94, (machine) => machine.memoize()],
  [code('h'), (machine) => machine.recall(machine.cursor.uint8())],
  [code('j'), (machine) => machine.recall(machine.cursor.uint32())],

  [code('c'), globalName],
  [0x93, stackGlobal],
  [code('R'), (machine) => machine.reduce()],
  [code('b'), (machine) => machine.build()],
  [code('Q'), (machine) => machine.persistent()],
]);
