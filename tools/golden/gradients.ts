/**
 * @file Gradients of a golden call, through @x/autograd.
 */
import { grad } from '../../packages/autograd/src/index.js';
import { isFloatingPoint, isTensor, type Tensor, tensor } from '../../packages/tensor/src/index.js';
import type { Gradients } from '../golden.js';
import { type Tolerance, valueDifferences } from './compare.js';
import type { Inputs } from './decode.js';
import type { EncodedGradients, Row } from './file.js';

/** The gradient put on every output: ((5 i + 3) mod 11 - 5) / 4 at flat index i, exact in every float dtype. */
export function pattern(like: Tensor): Tensor {
  const values = Array.from({ length: like.numel() }, (_, i) => (((5 * i + 3) % 11) - 5) / 4);
  return tensor(values, { dtype: like.dtype }).reshape([...like.shape]);
}

/** The floating point tensors of a result that gradients flow through, in order. */
function outputsOf(result: unknown): Tensor[] {
  if (isTensor(result)) return isFloatingPoint(result.dtype) && result.requiresGrad ? [result] : [];
  if (typeof result !== 'object' || result === null) return [];
  return Object.values(result).flatMap(outputsOf);
}

function derive(outputs: readonly Tensor[], leaves: readonly Tensor[], createGraph: boolean): (Tensor | null)[] {
  return [...grad([...outputs], [...leaves], { gradOutputs: outputs.map(pattern), createGraph, allowUnused: true })];
}

function compare(
  found: readonly (Tensor | null)[],
  names: readonly string[],
  expected: EncodedGradients,
  tolerance: Tolerance | undefined,
): string[] {
  return names.flatMap((name, i) => {
    const actual = found[i] ?? null;
    const want = expected[name] ?? null;
    const label = (line: string): string => `gradient of ${name}: ${line}`;
    if (want === null) {
      // PyTorch says "none"; zeros say the same
      return actual === null || actual.toTypedArray().every((v) => v === 0) ? [] : [label('there is one')];
    }
    if (actual === null) return [label('none')];
    return valueDifferences(actual.toTypedArray(), want, actual.dtype, tolerance).map(label);
  });
}

function gradientDifferences(row: Row, inputs: Inputs, result: unknown, tolerance: Tolerance | undefined): string[] {
  if (!row.grad) return [];
  const names = Object.keys(row.grad);
  const leaves = names.map((name) => inputs.get(name).leaf);
  const outputs = outputsOf(result);
  if (outputs.length === 0) return ['no output requires a gradient'];
  const first = derive(outputs, leaves, row.grad2 !== undefined);
  const found = compare(first, names, row.grad, tolerance);
  if (!row.grad2) return found;
  const tracked = first.filter((g): g is Tensor => g?.requiresGrad === true);
  if (tracked.length === 0) return [...found, 'no gradient can be differentiated again'];
  const second = compare(derive(tracked, leaves, false), names, row.grad2, tolerance);
  return [...found, ...second.map((line) => `second order, ${line}`)];
}

/** Compares gradients, and gradients of gradients where the row has them, with PyTorch's. */
export const gradients: Gradients = {
  track: (leaf) => {
    leaf.requiresGrad = true;
  },
  differences: gradientDifferences,
};
