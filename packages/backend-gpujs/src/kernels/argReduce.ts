/**
 * @file Positions of extreme elements: the first of the largest or smallest, NaN before all numbers.
 */
import type { ArgReduceKind } from '@x/tensor/core';
import { accessNumbers, accessParameters, collapse, position } from '../access.js';
import { isNumber } from '../emit/body.js';
import { memory, type MakeKernel, store } from '../operands.js';
import type { Program } from '../program.js';

const operators: Readonly<Record<ArgReduceKind, string>> = { argmax: '>', argmin: '<' };

function makeProgram(name: string, kind: ArgReduceKind, rank: number): Program {
  const body = `
    let best = 0.0; let at = 0.0; let done = 0.0;
    for (let j = 0; j < count; j++) {
      const x = a[${position(rank, 'k', 'T')} + j * step];
      if (done < 0.5) {
        if (j < 1 || x ${operators[kind]} best) { best = x; at = j; }
        let odd = 1.0;
        if (${isNumber('x')}) { odd = 0.0; }
        if (odd > 0.5) { at = j; done = 1.0; }
      }
    }
    return at;`;
  return {
    name,
    arrays: ['a'],
    ints: ['count', 'step', ...accessParameters(rank, 'k')],
    floats: [],
    body,
    large: true,
  };
}

export const argReduce: MakeKernel<'argReduce'> =
  (device) =>
  ([x], [out], { kind, axis }) => {
    const { shape, strides, offset } = x.layout;
    const kept = collapse(shape.toSpliced(axis, 1), strides.toSpliced(axis, 1), offset);
    const rank = kept.strides.length;
    const name = `${kind} ${rank}`;
    const numbers = [shape[axis]!, strides[axis]!, ...accessNumbers(kept)];
    const recipe = { name, make: () => makeProgram(name, kind, rank) };
    store(device, out, device.launch(recipe, out.layout.size, [memory(x)], numbers));
  };
