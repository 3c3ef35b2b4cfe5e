/**
 * @file The gradients of a sequence of gated recurrent units by kernels: one of the cell and one product for each step, then one
 * product for the weight.
 */
import type { Backend } from '../../backend.js';
import { allocate, compact, discard, operand } from '../../kernel.js';
import type { Tensors } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import type { GruBackwardInputs } from './gru.js';
import { continued, piecesOf, rowsAt, type SequenceBackwardAttrs } from './recurrence.js';
import { weightGradient, zeroed } from './recurrence-kernels.js';
import { wantedOf } from './wanted.js';

/** Gradients of the gates' parts, initial state, weight and bias, those that are needed; undefined without the kernels. */
export function gruBackwardKernels(
  backend: Backend,
  o: GruBackwardInputs,
  attrs: SequenceBackwardAttrs,
): Tensors | undefined {
  const { kernels } = backend;
  const { gruCellBackward, addmm } = kernels;
  if (!gruCellBackward || !addmm) return undefined;
  const { dtype } = o.gates;
  const [rows, size] = o.hidden.shape as [number, number];
  const batch = attrs.batchSizes[0]!;
  const make = (count: number, width: number): Tensor => allocate(backend, [count, width], dtype);
  const [forHidden, before] = [o.forHidden && compact(o.forHidden), compact(o.initial)];
  const [forInput, forState, forStart] = [make(rows, 3 * size), make(rows, 3 * size), make(batch, size)];
  const [hidden, direct] = [zeroed(backend, [batch, size], dtype), make(batch, size)];
  const nothing = forHidden ? undefined : zeroed(backend, [batch, size], dtype);
  const weight = operand(o.weight);
  for (const piece of piecesOf(attrs).toReversed()) {
    const { row, within, count, initial, at } = piece;
    const [part, kept] = [rowsAt(forState, row, count), rowsAt(direct, 0, count)];
    gruCellBackward(
      [
        forHidden ? rowsAt(forHidden, row, count) : rowsAt(nothing!, 0, count),
        rowsAt(hidden, within, count),
        rowsAt(o.gates, row, count),
        continued(piece, before, o.hidden),
      ],
      [rowsAt(forInput, row, count), part, kept],
      {},
    );
    addmm([kept, part, weight], [initial ? rowsAt(forStart, at, count) : rowsAt(hidden, 0, count)], {});
  }
  const [, , needsWeight, needsBias] = attrs.needs;
  const forWeight = needsWeight ? weightGradient(backend, forState, before, o.hidden, attrs) : undefined;
  const forBias = needsBias ? allocate(backend, [3 * size], dtype) : undefined;
  if (forBias)
    kernels.reduce([operand(forState)], [operand(forBias, forBias.layout.unsqueeze(0))], { kind: 'sum', axes: [0] });
  if (forHidden) discard(forHidden, o.forHidden!);
  discard(before, o.initial);
  for (const made of [forState, hidden, direct, nothing]) made?.dispose();
  return wantedOf([forInput, forStart, forWeight, forBias], attrs.needs);
}
