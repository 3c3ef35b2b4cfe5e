/**
 * @file Reading and adding at positions that another operand holds.
 */
import { IndexError, Layout } from '@x/tensor/core';
import { eachRow } from './rows.js';
import { elements, type Kernel } from './types.js';

/** The layout of the elements that indices along `axis` choose from: everything but that dimension moves with the index. */
function chosenFrom(layout: Layout, index: Layout, axis: number): Layout {
  return Layout.strided(index.shape, layout.strides.with(axis, 0), layout.offset);
}

function outOfBounds(op: string, index: number, axis: number, size: number): IndexError {
  return new IndexError(op, `index ${index} is out of bounds for dimension ${axis} with size ${size}`, { index, size });
}

export const gather: Kernel<'gather'> = ([x, index], [out], { axis }) => {
  const from = elements(x);
  const positions = elements(index);
  const to = elements(out);
  const size = x.layout.shape[axis]!;
  const stride = x.layout.strides[axis]!;
  eachRow([out.layout, index.layout, chosenFrom(x.layout, index.layout, axis)], (n, at, step) => {
    for (let e = 0; e < n; e++) {
      const position = positions[at[1]! + e * step[1]!]!;
      if (position < 0 || position >= size) throw outOfBounds('gather', position, axis, size);
      to[at[0]! + e * step[0]!] = from[at[2]! + e * step[2]! + position * stride]!;
    }
  });
};

/** The part of `src` that `index` covers. */
function covered(src: Layout, index: Layout): Layout {
  return Layout.strided(index.shape, src.strides, src.offset);
}

export const scatterAdd: Kernel<'scatterAdd'> = ([index, src], [out], { axis }) => {
  const positions = elements(index);
  const from = elements(src);
  const to = elements(out);
  const size = out.layout.shape[axis]!;
  const stride = out.layout.strides[axis]!;
  const layouts = [index.layout, covered(src.layout, index.layout), chosenFrom(out.layout, index.layout, axis)];
  eachRow(layouts, (n, at, step) => {
    for (let e = 0; e < n; e++) {
      const position = positions[at[0]! + e * step[0]!]!;
      if (position < 0 || position >= size) throw outOfBounds('scatterAdd', position, axis, size);
      to[at[2]! + e * step[2]! + position * stride]! += from[at[1]! + e * step[1]!]!;
    }
  });
};

// however rows are laid, elements that differ along `axis` alone come in ascending order: the last one wins
export const scatter: Kernel<'scatter'> = ([index, src], [out], { axis }) => {
  const positions = elements(index);
  const from = elements(src);
  const to = elements(out);
  const size = out.layout.shape[axis]!;
  const stride = out.layout.strides[axis]!;
  const layouts = [index.layout, covered(src.layout, index.layout), chosenFrom(out.layout, index.layout, axis)];
  eachRow(layouts, (n, at, step) => {
    for (let e = 0; e < n; e++) {
      const position = positions[at[0]! + e * step[0]!]!;
      if (position < 0 || position >= size) throw outOfBounds('scatter', position, axis, size);
      to[at[2]! + e * step[2]! + position * stride] = from[at[1]! + e * step[1]!]!;
    }
  });
};
