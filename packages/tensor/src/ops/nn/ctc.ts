/**
 * @file Connectionist temporal classification: the likelihood of a sequence of labels, summed over all ways in which the steps
 * of the input can spell it.
 *
 * @see https://www.cs.toronto.edu/~graves/icml_2006.pdf
 */
import { arange, tensor } from '../../create.js';
import { dispatch } from '../../dispatch.js';
import { IndexError, ShapeError } from '../../errors.js';
import { gradientRule } from '../../gradient.js';
import { noAttrs, type Op } from '../../op.js';
import { shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { binaryOps } from '../elementwise.js';
import { checkFloating, composite } from './composite.js';
import { constantPad } from './pad.js';

export interface CtcAttrs {
  /** Labels of each sample. */
  readonly targets: readonly (readonly number[])[];
  /** Steps that count of each sample. */
  readonly inputLengths: readonly number[];
  /** Class that stands between labels. */
  readonly blank: number;
  /** Give no gradient where no way spells the labels. */
  readonly zeroInfinity: boolean;
}

/** Logarithm of an impossible way: finite, so that differences of two of them are no NaN. */
const impossible = -1e30;

/** Labels with blanks around them. */
function spelled(labels: readonly number[], blank: number): number[] {
  return [blank, ...labels.flatMap((label) => [label, blank])];
}

/** Where each state stands, and whether it may be reached past the blank before it: for all samples `[N, states]`. */
function states(
  { targets, blank }: CtcAttrs,
  like: Tensor,
): { readonly labels: Tensor; readonly skip: Tensor; readonly start: Tensor } {
  const rows = targets.map((labels) => spelled(labels, blank));
  const width = Math.max(...rows.map((row) => row.length), 1);
  const table = (cell: (row: readonly number[], s: number) => number): number[] =>
    rows.flatMap((row) => Array.from({ length: width }, (_, s) => cell(row, s)));
  const shape = [rows.length, width];
  const { device, dtype } = like;
  const allowed = (row: readonly number[], s: number): boolean =>
    s > 1 && row[s] !== blank && row[s] !== row[s - 2] && s < row.length;
  return {
    labels: tensor(
      table((row, s) => row[s] ?? blank),
      { device, dtype: 'int32' },
    ).view(shape),
    skip: tensor(
      table((row, s) => (allowed(row, s) ? 0 : impossible)),
      { device, dtype },
    ).view(shape),
    start: tensor(
      table((row, s) => (s < Math.min(2, row.length) ? 0 : impossible)),
      { device, dtype },
    ).view(shape),
  };
}

const either = (a: Tensor, b: Tensor): Tensor => dispatch(binaryOps.logaddexp, [a, b], noAttrs)[0];

/** States moved on by some places. */
function moved(x: Tensor, by: number): Tensor {
  return dispatch(constantPad, [x], { pads: [[by, -by]], value: impossible })[0];
}

function check(x: Tensor, { targets, inputLengths, blank }: CtcAttrs): void {
  checkFloating('ctcLoss', x);
  if (x.ndim !== 3) {
    throw new ShapeError('ctcLoss', `expected logProbs [T, N, C] or [T, C], got ${shapeText(x.shape)}`, {
      shapes: [x.shape],
    });
  }
  const [steps = 0, batch = 0, classes = 0] = x.shape;
  if (inputLengths.length !== batch || targets.length !== batch) {
    throw new ShapeError(
      'ctcLoss',
      `expected one length of inputs and of targets for each of ${batch} samples, got ${inputLengths.length} and ${targets.length}`,
      { shapes: [x.shape, [inputLengths.length], [targets.length]] },
    );
  }
  const long = inputLengths.find((n) => !(n >= 0 && n <= steps));
  if (long !== undefined) {
    throw new ShapeError('ctcLoss', `input lengths must be in [0, ${steps}], got ${long}`, { shapes: [x.shape] });
  }
  const label = [blank, ...targets.flat()].find((n) => !(n >= 0 && n < classes));
  if (label === undefined) return;
  throw new IndexError('ctcLoss', `blank and labels must be in [0, ${classes - 1}], got ${label}`, {
    index: label,
    size: classes,
  });
}

/** Minus the log likelihood of each sample: `logProbs [T, N, C]` → `[N]`. */
export const ctcLoss: Op<readonly [logProbs: Tensor], CtcAttrs, readonly [Tensor]> = composite(
  'ctcLoss',
  ([x], attrs) => check(x, attrs),
  ([x], attrs) => {
    const { labels, skip, start } = states(attrs, x);
    const [steps, batch] = [x.size(0), x.size(1)];
    const emitted = x.gather(2, labels.expand([steps, ...labels.shape])).clampMin(impossible);
    const lengths = tensor([...attrs.inputLengths], { device: x.device, dtype: 'int32' }).unsqueeze(1);
    // before the first step the sample stands in front of its first two states
    let reached = start;
    for (let t = 0; t < steps; t++) {
      const before = t === 0 ? start : either(either(reached, moved(reached, 1)), moved(reached, 2).add(skip));
      reached = before.add(emitted.select(0, t)).where(lengths.gt(t), reached);
    }
    const last = tensor(
      attrs.targets.flatMap((row) => [2 * row.length, Math.max(2 * row.length - 1, 0)]),
      { device: x.device, dtype: 'int32' },
    ).view(batch, 2);
    const ends = reached.gather(1, last);
    const empty = tensor(
      attrs.targets.map((row) => row.length === 0),
      { device: x.device, dtype: 'bool' },
    );
    const total = ends.select(1, 0).where(empty, either(ends.select(1, 0), ends.select(1, 1)));
    return total.neg().maskedFill(total.lt(impossible / 2), Infinity);
  },
  gradientRule({
    name: 'CtcLossBackward0',
    save: ({ inputs: [x], outputs: [loss] }) => [x, loss],
    backward: ({ grad, saved: [x, loss], attrs }, again) => {
      const given = grad.maskedFill(loss.isinf(), attrs.zeroInfinity ? 0 : NaN);
      const [ways] = again([x], given);
      // As in PyTorch, the gradient is the one for logits: a log softmax in front turns both into the same.
      const lengths = tensor([...attrs.inputLengths], { device: x.device, dtype: 'int32' });
      const beyond = arange(x.size(0), { device: x.device }).unsqueeze(1).ge(lengths).unsqueeze(2);
      return [ways?.add(x.exp().mul(given.unsqueeze(1)).maskedFill(beyond, 0))];
    },
  }),
);
