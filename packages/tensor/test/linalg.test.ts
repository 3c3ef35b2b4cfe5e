import { cpu } from '@x/backend-cpu';
import { describe, expect, it } from 'vitest';
import {
  DeviceError,
  DTypeError,
  einsum,
  eye,
  isTensor,
  LinAlgError,
  linalg,
  manualSeed,
  randn,
  registerBackend,
  ShapeError,
  type Tensor,
  tensor,
  ValueError,
  zeros,
} from '../src/index.js';

registerBackend(await cpu());
manualSeed(0);

const float64 = { dtype: 'float64' } as const;

/** Largest difference of two tensors of one shape. */
function distance(a: Tensor, b: Tensor): number {
  expect(a.shape).toEqual(b.shape);
  return a.numel() === 0 ? 0 : a.sub(b).abs().amax().item();
}

/** How far the columns are from being orthonormal. */
function skewness(q: Tensor): number {
  return distance(q.mT.matmul(q), eye(q.size(-1), float64).expand([...q.shape.slice(0, -2), q.size(-1), q.size(-1)]));
}

const shapes: readonly (readonly number[])[] = [
  [1, 1],
  [5, 3],
  [3, 5],
  [4, 4],
  [2, 3, 6, 4],
  [0, 3],
  [3, 0],
  [0, 2, 2],
  [40, 30],
];

describe.each(shapes.map((shape) => [shape]))('factors of %j', (shape) => {
  const a = randn(shape, float64);

  it('svd', () => {
    const { U, S, Vh } = linalg.svd(a, { fullMatrices: false });
    expect(distance(U.mul(S.unsqueeze(-2)).matmul(Vh), a)).toBeLessThan(1e-13 * Math.max(...shape, 1) * 4);
    expect(skewness(U)).toBeLessThan(1e-13);
    expect(skewness(Vh.mT)).toBeLessThan(1e-13);
  });

  it('svd with square factors', () => {
    const { U, S, Vh } = linalg.svd(a);
    const k = S.size(-1);
    expect([U.size(-2), U.size(-1), Vh.size(-1)]).toEqual([shape.at(-2), shape.at(-2), shape.at(-1)]);
    const product = U.narrow(-1, 0, k)
      .mul(S.unsqueeze(-2))
      .matmul(Vh.narrow(-2, 0, k));
    expect(distance(product, a)).toBeLessThan(1e-12);
    expect(skewness(U)).toBeLessThan(1e-13);
    expect(skewness(Vh.mT)).toBeLessThan(1e-13);
    expect(distance(S, linalg.svdvals(a))).toBeLessThan(1e-13);
  });

  it.each(['reduced', 'complete'] as const)('qr, %s', (mode) => {
    const { Q, R } = linalg.qr(a, { mode });
    expect(distance(Q.matmul(R), a)).toBeLessThan(1e-13);
    expect(skewness(Q)).toBeLessThan(1e-13);
    expect(distance(R, R.triu())).toBe(0);
  });

  it('lu', () => {
    const { P, L, U } = linalg.lu(a);
    expect(distance(P.matmul(L).matmul(U), a)).toBeLessThan(1e-13);
    expect(L.abs().gt(1).any().item()).toBeFalsy();
  });
});

describe.each([1, 2, 7, 40])('symmetric matrices of %i rows', (n) => {
  const x = randn([3, n, n], float64);
  const a = x.add(x.mT);

  it.each(['L', 'U'] as const)('eigh, %s', (UPLO) => {
    const half = UPLO === 'L' ? a.tril() : a.triu();
    const { eigenvalues, eigenvectors } = linalg.eigh(half, { UPLO });
    const whole = eigenvectors.mul(eigenvalues.unsqueeze(-2)).matmul(eigenvectors.mT);
    expect(distance(whole, a)).toBeLessThan(1e-13 * n * 4);
    expect(skewness(eigenvectors)).toBeLessThan(1e-13);
    expect(distance(linalg.eigvalsh(a), eigenvalues)).toBeLessThan(1e-12);
    expect(distance(eigenvalues, eigenvalues.sort().values)).toBe(0);
  });

  it('cholesky', () => {
    const b = x.matmul(x.mT).add(eye(n, float64));
    const L = linalg.cholesky(b);
    expect(distance(L.matmul(L.mT), b)).toBeLessThan(1e-12);
    const U = linalg.cholesky(b, { upper: true });
    expect(distance(U, L.mT)).toBeLessThan(1e-13);
  });
});

it('vectors of equal and of zero singular values', () => {
  for (const a of [
    zeros(4, 3, float64),
    eye(4, float64),
    zeros([4, 4], float64).add(1),
    eye(3, { m: 5, ...float64 }),
  ]) {
    const { U, S, Vh } = linalg.svd(a);
    expect(skewness(U)).toBeLessThan(1e-13);
    expect(skewness(Vh.mT)).toBeLessThan(1e-13);
    const k = S.size(-1);
    expect(
      distance(
        U.narrow(-1, 0, k)
          .mul(S.unsqueeze(-2))
          .matmul(Vh.narrow(-2, 0, k)),
        a,
      ),
    ).toBeLessThan(1e-14);
  }
});

it('singular values across the range of doubles', () => {
  const values = [1e60, 1, 1e-70];
  const a = eye(3, float64).mul(tensor(Float64Array.from(values)));
  const found = linalg.svdvals(a).toTypedArray();
  found.forEach((s, i) => expect(s / values[i]!).toBeCloseTo(1, 12));
});

it('matrices of 200 rows', () => {
  const a = randn([200, 200], float64);
  expect(distance(linalg.inv(a).matmul(a), eye(200, float64))).toBeLessThan(1e-9);
  const b = randn([200, 3], float64);
  expect(distance(a.matmul(linalg.solve(a, b)), b)).toBeLessThan(1e-10);
});

it('layouts and batches that broadcast', () => {
  const a = randn([2, 1, 3, 3], float64).add(eye(3, float64).mul(4));
  const b = randn([4, 3, 2], float64);
  const x = linalg.solve(a.mT, b);
  expect(x.shape).toEqual([2, 4, 3, 2]);
  expect(distance(a.mT.matmul(x), b.expand([2, 4, 3, 2]))).toBeLessThan(1e-13);
  expect(distance(linalg.inv(a.flip(-1)), linalg.inv(a).flip(-2))).toBeLessThan(1e-14);
});

describe('errors', () => {
  const singular = zeros(2, 2);

  it.each([
    ['inv', (): unknown => linalg.inv(singular), LinAlgError, /linalg\.inv: the diagonal element 1 is zero/],
    [
      'solve',
      (): unknown => linalg.solve(zeros(3, 2, 2), zeros(2, 1)),
      LinAlgError,
      /\(batch element 0\) the diagonal element 1/,
    ],
    [
      'cholesky',
      (): unknown => linalg.cholesky(eye(3).mul(tensor([1, -1, 1]))),
      LinAlgError,
      /leading minor of order 2/,
    ],
    ['luFactor', (): unknown => linalg.luFactor(singular), LinAlgError, /U\[1,1\] is zero/],
    ['eigh', (): unknown => linalg.eigh(eye(2).mul(NaN)), LinAlgError, /failed to converge/],
    ['svdvals', (): unknown => linalg.svdvals(eye(2).mul(Infinity)), LinAlgError, /failed to converge/],
    ['not square', (): unknown => linalg.det(zeros(2, 3)), ShapeError, /square matrices, but they are 2 by 3 matrices/],
    ['a vector', (): unknown => linalg.qr(zeros(3)), ShapeError, /at least 2 dimensions/],
    ['integers', (): unknown => linalg.inv(tensor([[1]])), DTypeError, /expected a floating point tensor/],
    ['two dtypes', (): unknown => linalg.solve(eye(2), zeros(2, 1, float64)), DTypeError, /same dtype/],
    ['sizes', (): unknown => linalg.solve(eye(2), zeros(3, 1)), ShapeError, /\[2, 2\] and \[3, 1\]/],
    [
      'mode',
      (): unknown => Reflect.apply(linalg.qr, undefined, [eye(2), { mode: 'some' }]),
      ValueError,
      /'reduced', 'complete' or 'r'/,
    ],
    ['UPLO', (): unknown => Reflect.apply(linalg.eigh, undefined, [eye(2), { UPLO: 'X' }]), ValueError, /UPLO/],
    [
      'an option',
      (): unknown => Reflect.apply(linalg.svd, undefined, [eye(2), { full: true }]),
      ValueError,
      /unknown option 'full'/,
    ],
    ['a norm', (): unknown => linalg.matrixNorm(eye(2), { ord: 3 }), ValueError, /got 3/],
    ['an empty norm', (): unknown => linalg.vectorNorm(zeros(0), { ord: Infinity }), ShapeError, /empty/],
    ['a power', (): unknown => linalg.matrixPower(eye(2), 1.5), ValueError, /integer/],
    ['einsum', (): unknown => einsum('ij,jk', eye(2), eye(3)), ShapeError, /'j' has sizes 2 and 3/],
    ['einsum of too few', (): unknown => einsum('ij,jk', eye(2)), ValueError, /2 operands but 1 tensors/],
    ['einsum to nothing', (): unknown => einsum('ij->k', eye(2)), ValueError, /'k' does not appear/],
  ])('%s', (_, call, kind, message) => {
    expect(call).toThrow(kind);
    expect(call).toThrow(message);
  });

  it('codes instead of errors', () => {
    expect(linalg.choleskyEx(eye(2).neg()).info.item()).toBe(1);
    expect(linalg.invEx(singular).info.item()).toBe(1);
    expect(linalg.solveEx(singular, zeros(2)).info.item()).toBe(1);
    expect(linalg.luFactorEx(singular).info.item()).toBe(1);
  });

  it('a device that cannot be read at once names the way out', async () => {
    const later = { ...(await cpu()), name: 'later' };
    Reflect.deleteProperty(later, 'readSync');
    registerBackend(later);
    const call = (): Tensor => linalg.inv(eye(2, { device: 'later' }));
    expect(call).toThrow(DeviceError);
    expect(call).toThrow(/to\('cpu'\)/);
  });
});

it('results are tensors of the input’s dtype', () => {
  for (const dtype of ['float32', 'float64'] as const) {
    const a = eye(3, { dtype });
    const results = [linalg.svd(a), linalg.qr(a), linalg.eigh(a), linalg.slogdet(a), linalg.lu(a)].flatMap((r) =>
      Object.values(r),
    );
    for (const result of results) expect(isTensor(result) && result.dtype).toBe(dtype);
  }
});
