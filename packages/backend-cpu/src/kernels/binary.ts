/**
 * @file Elementwise functions of two operands.
 */
import { type BinaryKind, binaryKinds, binaryFunctions, type DType, isFloatingPoint } from '@x/tensor/core';
import { type BinaryLoop, loopOf, written } from './binaryLoops.js';
import { integerFunctions } from './integers.js';
import { eachRow } from './rows.js';
import { elements, type Kernel } from './types.js';

const kinds = Object.keys(binaryKinds) as BinaryKind[];

function table(make: (kind: BinaryKind) => BinaryLoop): Readonly<Record<BinaryKind, BinaryLoop>> {
  return Object.fromEntries(kinds.map((kind) => [kind, make(kind)])) as Record<BinaryKind, BinaryLoop>;
}

const floatLoops = table((kind) => written[kind] ?? loopOf(binaryFunctions[kind]));

/** Results are stored modulo the range of the dtype, so only functions that leave a double's exact integers need their own. */
const integerLoops = table((kind) => {
  const own = integerFunctions[kind];
  return own ? loopOf(own) : floatLoops[kind];
});

const boolLoops = table((kind) => {
  const fn = integerFunctions[kind] ?? binaryFunctions[kind];
  return loopOf((a, b) => Number(fn(a, b) !== 0));
});

function loops(dtype: DType): Readonly<Record<BinaryKind, BinaryLoop>> {
  if (isFloatingPoint(dtype)) return floatLoops;
  return dtype === 'bool' ? boolLoops : integerLoops;
}

export const binary: Kernel<'binary'> = ([a, b], [out], { kind }) => {
  const x = elements(a);
  const y = elements(b);
  const to = elements(out);
  const run = loops(a.dtype)[kind];
  eachRow([out.layout, a.layout, b.layout], (n, at, step) =>
    run(to, at[0]!, step[0]!, x, at[1]!, step[1]!, y, at[2]!, step[2]!, n),
  );
};
