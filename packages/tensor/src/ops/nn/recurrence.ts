/**
 * @file Sequences of recurrent layers: which rows make a step, and which rows they continue.
 *
 * Rows lie step after step, as in a PackedSequence: step t has `batchSizes[t]` of them, and no step has more than the one before.
 */
import type { Operand } from '../../backend.js';
import { ShapeError, ValueError } from '../../errors.js';
import { cat } from '../../api/join.js';
import { operand } from '../../kernel.js';
import type { Shape } from '../../layout.js';
import type { Tensors } from '../../op.js';
import { sameShape, shapeText } from '../../shape.js';
import type { Tensor } from '../../tensor.js';
import { checkSameFloating } from './composite.js';

export interface SequenceAttrs {
  /** Rows of each step. */
  readonly batchSizes: readonly number[];
  /** From the last step to the first. */
  readonly reverse: boolean;
}

/** Which gradients a gradient of a sequence starts from; they are its first inputs. */
export interface SequenceBackwardAttrs extends SequenceAttrs {
  readonly given: readonly boolean[];
  /** Which inputs need a gradient; these are the outputs, in this order. */
  readonly needs: readonly boolean[];
}

/** A step: first the rows that continue the step that ran before, then those that start from the initial state. */
export interface Step {
  /** Its first row. */
  readonly row: number;
  readonly carried: number;
  readonly joined: number;
  /** First row of the step that ran before. */
  readonly previous: number;
}

/** The steps in the order in which they run. The initial state of row i of a step is its row i. */
export function stepsOf({ batchSizes, reverse }: SequenceAttrs): Step[] {
  let row = 0;
  const steps = batchSizes.map((rows, t): Step => {
    const neighbour = reverse ? batchSizes[t + 1] : batchSizes[t - 1];
    const carried = neighbour === undefined ? 0 : Math.min(rows, neighbour);
    const start = row;
    row += rows;
    return { row: start, carried, joined: rows - carried, previous: reverse ? row : start - (neighbour ?? 0) };
  });
  return reverse ? steps.toReversed() : steps;
}

/** Rows of a step that continue one other place. */
export interface Piece {
  readonly row: number;
  /** Its first row within the step. */
  readonly within: number;
  readonly count: number;
  /** They start from the initial state. */
  readonly initial: boolean;
  /** First row of what they continue. */
  readonly at: number;
}

/** The steps in pieces, in the order in which they run: of one step, first what is carried on. */
export function piecesOf(attrs: SequenceAttrs): Piece[] {
  return stepsOf(attrs).flatMap(({ row, carried, joined, previous }) => {
    const pieces = [
      { row, within: 0, count: carried, initial: false, at: previous },
      { row: row + carried, within: carried, count: joined, initial: true, at: carried },
    ];
    return pieces.filter(({ count }) => count > 0);
  });
}

/** Rows of a tensor as a kernel sees them. */
export function rowsAt(t: Tensor, start: number, count: number): Operand {
  return operand(t, t.layout.slice(0, start, count));
}

/** What the rows of a piece continue. */
export function continued({ initial, at, count }: Piece, start: Tensor, output: Tensor): Operand {
  return rowsAt(initial ? start : output, at, count);
}

/** One tensor of these rows. */
export function joinedRows(parts: Tensors): Tensor {
  return parts.length === 1 ? parts[0]! : cat(parts);
}

/** The state that a step continues. */
export function stateBefore({ carried, joined }: Step, initial: Tensor, previous: Tensor | undefined): Tensor {
  const parts = previous && carried > 0 ? [previous.narrow(0, 0, carried)] : [];
  if (joined > 0 || parts.length === 0) parts.push(initial.narrow(0, carried, joined));
  return joinedRows(parts);
}

/** The state before every row. */
export function statesBefore(attrs: SequenceAttrs, initial: Tensor, output: Tensor): Tensor {
  const steps = stepsOf(attrs).map((step) => {
    const { carried, previous } = step;
    return stateBefore(step, initial, carried > 0 ? output.narrow(0, previous, carried) : undefined);
  });
  return inRows(steps, attrs);
}

/** Results of steps, in the order in which they ran, in the order of their rows. */
export function inRows(results: Tensors, { reverse }: SequenceAttrs): Tensor {
  return joinedRows(reverse ? results.toReversed() : results);
}

/** `x + part`, which may lack the last rows. */
export function plusRows(x: Tensor, part: Tensor | undefined): Tensor {
  if (!part || part.size(0) === 0) return x;
  const missing = x.size(0) - part.size(0);
  return x.add(missing === 0 ? part : cat([part, x.newZeros([missing, x.size(1)])]));
}

/**
 * Checks the gates' parts from the input `[R, gates · H]`, states `[N, H]` and the weight `[gates · H, H]`.
 *
 * @throws DTypeError, ShapeError when they do not go together; ValueError when the rows are not those of the steps.
 */
export function checkSequence(
  op: string,
  gates: number,
  [x, weight, ...states]: readonly [x: Tensor, weight: Tensor, ...states: Tensor[]],
  { batchSizes }: SequenceAttrs,
): void {
  checkSameFloating(op, x, weight, ...states);
  const size = weight.shape[1] ?? 0;
  const rows = batchSizes.reduce((sum, n) => sum + n, 0);
  if (batchSizes.length === 0 || batchSizes.some((n, t) => t > 0 && n > batchSizes[t - 1]!)) {
    throw new ValueError(op, `batchSizes must be at least one number and must not grow, got ${batchSizes.join(', ')}`);
  }
  const expected: readonly (readonly [Tensor, Shape])[] = [
    [x, [rows, gates * size]],
    [weight, [gates * size, size]],
    ...states.map((state) => [state, [batchSizes[0]!, size]] as const),
  ];
  for (const [t, shape] of expected) {
    if (sameShape(t.shape, shape)) continue;
    throw new ShapeError(op, `expected the shape ${shapeText(shape)}, got ${shapeText(t.shape)}`, {
      shapes: [t.shape, shape],
    });
  }
}
