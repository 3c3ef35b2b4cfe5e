/**
 * @file Fused kernels beside the decompositions of their ops.
 */
import { type Op, registerBackend, type Tensor, tensor } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { beforeAll, describe, expect, it } from 'vitest';
import { spread } from '../numbers.js';
import type { Subject } from '../subject.js';

interface FusedCase {
  readonly name: string;
  readonly run: (x: Tensor) => readonly Tensor[] | undefined;
  readonly decompose: (x: Tensor) => readonly Tensor[] | undefined;
}

/** An op of one tensor with these attributes. */
function ofOne<A>(name: string, op: Op<readonly [Tensor], A>, attrs: A): FusedCase {
  return { name, run: (x) => op.run([x], attrs), decompose: (x) => op.decompose?.([x], attrs) };
}

/** A gradient op: of the tensor itself and a function of it. */
function ofTwo<A>(
  name: string,
  op: Op<readonly [Tensor, Tensor], A>,
  attrs: A,
  second: (x: Tensor) => Tensor,
): FusedCase {
  return { name, run: (x) => op.run([x, second(x)], attrs), decompose: (x) => op.decompose?.([x, second(x)], attrs) };
}

/** Ops along a dimension of a [4, 6] tensor. */
function alongDim(dim: number): FusedCase[] {
  const at = `of dimension ${dim}`;
  return [
    ofOne(`softmax ${at}`, ops.softmax, { dim }),
    ofOne(`logSoftmax ${at}`, ops.logSoftmax, { dim }),
    ofTwo(`softmaxBackward ${at}`, ops.softmaxBackward, { dim }, (x) => x.exp()),
    ofTwo(`logSoftmaxBackward ${at}`, ops.logSoftmaxBackward, { dim }, (x) => x.neg()),
    ofOne(`cumsum ${at}`, ops.cumsum, { dim }),
    ofOne(`cumprod ${at}`, ops.cumprod, { dim }),
    ofOne(`ascending sort ${at}`, ops.sort, { dim, descending: false }),
    ofOne(`descending sort ${at}`, ops.sort, { dim, descending: true }),
  ];
}

const addmmInputs = (x: Tensor): readonly [Tensor, Tensor, Tensor] => [x.select(0, 1).narrow(0, 0, 4), x, x.t()];

const addmm: FusedCase = {
  name: 'addmm',
  run: (x) => ops.addmm.run(addmmInputs(x), { alpha: 1, beta: 1 }),
  decompose: (x) => ops.addmm.decompose?.(addmmInputs(x), { alpha: 1, beta: 1 }),
};

const fused: readonly FusedCase[] = [...alongDim(0), ...alongDim(1), addmm];

export function decompositions(subject: Subject): void {
  const device = subject.backend.name;

  beforeAll(() => registerBackend(subject.backend));

  describe.each(fused)('$name: the kernel agrees with the decomposition', ({ run, decompose }) => {
    it.each(subject.floats)('%s', async (dtype) => {
      const x = tensor(Float64Array.from(spread(24, -1, 1)), { dtype, device }).view(4, 6);
      const parts = decompose(x);
      expect(parts).toBeDefined();
      // where the backend leaves the kernel out there is nothing to compare with, and run says so
      const whole = run(x) ?? parts;
      for (const [i, part] of (parts ?? []).entries()) {
        const [got, expected] = await Promise.all([whole![i]!.toTypedArrayAsync(), part.toTypedArrayAsync()]);
        got.forEach((value, e) => {
          const allowed = 4 * subject.tolerance[dtype === 'float64' ? 'float64' : 'float32'];
          expect(Math.abs(value - expected[e]!)).toBeLessThanOrEqual(allowed * Math.max(1, Math.abs(expected[e]!)));
        });
      }
    });
  });
}
