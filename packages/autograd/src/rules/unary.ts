/**
 * @file Derivatives of the unary kinds: one row each, as in the table of the kinds themselves.
 */
import { dispatch, noAttrs, type Tensor, type UnaryKind, zerosLike } from '@x/tensor/core';
import * as ops from '@x/tensor/ops';
import { constant, rule, type RuleEntry } from '../rule.js';

/** The gradient of the input from that of the output `g`, with the input `x` or the output `y` kept. */
type UnaryRule =
  | { readonly keep: 'x'; readonly grad: (g: Tensor, x: Tensor) => Tensor }
  | { readonly keep: 'y'; readonly grad: (g: Tensor, y: Tensor) => Tensor }
  | { readonly keep: 'nothing'; readonly grad: (g: Tensor) => Tensor };

const fromInput = (grad: (g: Tensor, x: Tensor) => Tensor): UnaryRule => ({ keep: 'x', grad });
const fromOutput = (grad: (g: Tensor, y: Tensor) => Tensor): UnaryRule => ({ keep: 'y', grad });
const zero: UnaryRule = { keep: 'nothing', grad: (g) => zerosLike(g) };

const twoOverRootPi = 2 / Math.sqrt(Math.PI);
const run = (op: (typeof ops.binaryOps)['tanhBackward'], g: Tensor, y: Tensor): Tensor =>
  dispatch(op, [g, y], noAttrs)[0];
/** Density of the standard normal distribution. */
const normalDensity = (x: Tensor): Tensor =>
  x
    .mul(x)
    .mul(-0.5)
    .exp()
    .mul(1 / Math.sqrt(2 * Math.PI));

/** `null`: constant. */
const rows: Readonly<Record<UnaryKind, UnaryRule | null>> = {
  neg: { keep: 'nothing', grad: (g) => g.neg() },
  abs: fromInput((g, x) => g.mul(x.sign())),
  sign: zero,
  ceil: zero,
  floor: zero,
  round: zero,
  trunc: zero,
  exp: fromOutput((g, y) => g.mul(y)),
  exp2: fromOutput((g, y) => g.mul(y).mul(Math.LN2)),
  expm1: fromOutput((g, y) => g.mul(y.add(1))),
  log: fromInput((g, x) => g.div(x)),
  log2: fromInput((g, x) => g.div(x.mul(Math.LN2))),
  log10: fromInput((g, x) => g.div(x.mul(Math.LN10))),
  log1p: fromInput((g, x) => g.div(x.add(1))),
  sqrt: fromOutput((g, y) => g.div(y.mul(2))),
  rsqrt: fromOutput((g, y) => g.mul(y.pow(3)).mul(-0.5)),
  reciprocal: fromOutput((g, y) => g.neg().mul(y).mul(y)),
  sin: fromInput((g, x) => g.mul(x.cos())),
  cos: fromInput((g, x) => g.mul(x.sin().neg())),
  tan: fromOutput((g, y) => g.mul(y.mul(y).add(1))),
  asin: fromInput((g, x) => g.mul(x.mul(x).neg().add(1).rsqrt())),
  acos: fromInput((g, x) => g.mul(x.mul(x).neg().add(1).rsqrt().neg())),
  atan: fromInput((g, x) => g.div(x.mul(x).add(1))),
  sinh: fromInput((g, x) => g.mul(x.cosh())),
  cosh: fromInput((g, x) => g.mul(x.sinh())),
  tanh: fromOutput((g, y) => run(ops.binaryOps.tanhBackward, g, y)),
  asinh: fromInput((g, x) => g.mul(x.mul(x).add(1).rsqrt())),
  acosh: fromInput((g, x) => g.mul(x.mul(x).sub(1).rsqrt())),
  atanh: fromInput((g, x) => g.div(x.mul(x).neg().add(1))),
  erf: fromInput((g, x) => g.mul(x.mul(x).neg().exp().mul(twoOverRootPi))),
  erfc: fromInput((g, x) => g.mul(x.mul(x).neg().exp().mul(-twoOverRootPi))),
  erfinv: fromOutput((g, y) =>
    g.mul(
      y
        .mul(y)
        .exp()
        .mul(1 / twoOverRootPi),
    ),
  ),
  lgamma: fromInput((g, x) => g.mul(x.digamma())),
  digamma: fromInput((g, x) => g.mul(dispatch(ops.trigamma, [x], noAttrs)[0])),
  sigmoid: fromOutput((g, y) => run(ops.binaryOps.sigmoidBackward, g, y)),
  relu: fromOutput((g, y) => run(ops.binaryOps.thresholdBackward, g, y)),
  logSigmoid: fromInput((g, x) => g.mul(x.neg().sigmoid())),
  silu: fromInput((g, x) => {
    const s = x.sigmoid();
    return g.mul(s).mul(x.mul(s.neg().add(1)).add(1));
  }),
  gelu: fromInput((g, x) =>
    g.mul(
      x
        .mul(Math.SQRT1_2)
        .neg()
        .erfc()
        .mul(0.5)
        .add(x.mul(normalDensity(x))),
    ),
  ),
  geluTanh: fromInput((g, x) => {
    const c = Math.sqrt(2 / Math.PI);
    const t = x.add(x.pow(3).mul(0.044715)).mul(c).tanh();
    const inner = x
      .mul(x)
      .mul(3 * 0.044715)
      .add(1)
      .mul(c);
    return g.mul(
      t
        .add(1)
        .mul(0.5)
        .add(x.mul(0.5).mul(t.mul(t).neg().add(1)).mul(inner)),
    );
  }),
  mish: fromInput((g, x) => {
    const s = x.sigmoid();
    const t = dispatch(ops.unaryOps.logSigmoid, [x.neg()], noAttrs)[0].neg().tanh();
    return g.mul(t.add(x.mul(s).mul(t.mul(t).neg().add(1))));
  }),
  bitwiseNot: null,
};

/** PyTorch's names where they are not the kind with a capital. */
const names: Partial<Record<UnaryKind, string>> = { logSigmoid: 'LogSigmoidBackward0', geluTanh: 'GeluBackward0' };

function entry(kind: UnaryKind): RuleEntry {
  const row = rows[kind];
  const op = ops.unaryOps[kind];
  if (!row) return constant(op);
  const name = names[kind] ?? `${kind[0]?.toUpperCase()}${kind.slice(1)}Backward0`;
  if (row.keep === 'nothing') return rule(op, { name, backward: ({ grad }) => [row.grad(grad)] });
  return rule(op, {
    name,
    save: ({ inputs: [x], outputs: [y] }) => [row.keep === 'x' ? x : y],
    backward: ({ grad, saved: [kept] }) => [row.grad(grad, kept)],
  });
}

export const unaryRules: readonly RuleEntry[] = (Object.keys(rows) as UnaryKind[]).map(entry);
