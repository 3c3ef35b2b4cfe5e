/**
 * @file Comparisons, and the choice between two operands.
 */
import type { CompareKind, TypedArray } from '@x/tensor/core';
import type { BinaryLoop } from './binaryLoops.js';
import { eachRow } from './rows.js';
import { elements, type Kernel } from './types.js';

/** Loops as in `binaryLoops.ts`: each has its comparison written out. */
const loops: Readonly<Record<CompareKind, BinaryLoop>> = {
  eq: (out, o, dO, a, i, dI, b, j, dJ, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI, j += dJ) out[o] = a[i] === b[j] ? 1 : 0;
  },
  ne: (out, o, dO, a, i, dI, b, j, dJ, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI, j += dJ) out[o] = a[i] === b[j] ? 0 : 1;
  },
  lt: (out, o, dO, a, i, dI, b, j, dJ, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI, j += dJ) out[o] = a[i]! < b[j]! ? 1 : 0;
  },
  le: (out, o, dO, a, i, dI, b, j, dJ, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI, j += dJ) out[o] = a[i]! <= b[j]! ? 1 : 0;
  },
  gt: (out, o, dO, a, i, dI, b, j, dJ, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI, j += dJ) out[o] = a[i]! > b[j]! ? 1 : 0;
  },
  ge: (out, o, dO, a, i, dI, b, j, dJ, n) => {
    for (let e = 0; e < n; e++, o += dO, i += dI, j += dJ) out[o] = a[i]! >= b[j]! ? 1 : 0;
  },
};

export const compare: Kernel<'compare'> = ([a, b], [out], { kind }) => {
  const x = elements(a);
  const y = elements(b);
  const to = elements(out);
  const run = loops[kind];
  eachRow([out.layout, a.layout, b.layout], (n, at, step) =>
    run(to, at[0]!, step[0]!, x, at[1]!, step[1]!, y, at[2]!, step[2]!, n),
  );
};

export const where: Kernel<'where'> = ([condition, a, b], [out]) => {
  const choose: TypedArray = elements(condition);
  const x = elements(a);
  const y = elements(b);
  const to = elements(out);
  eachRow([out.layout, condition.layout, a.layout, b.layout], (n, at, step) => {
    for (let e = 0; e < n; e++) {
      const chosen = choose[at[1]! + e * step[1]!] === 0 ? y[at[3]! + e * step[3]!]! : x[at[2]! + e * step[2]!]!;
      to[at[0]! + e * step[0]!] = chosen;
    }
  });
};
