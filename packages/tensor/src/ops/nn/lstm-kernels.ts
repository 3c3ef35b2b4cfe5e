/**
 * @file The gradients of a sequence of long short-term memory by kernels: one of the cell and one product for each step, then one
 * product for the weight.
 */
import type { Backend } from '../../backend.js';
import { allocate, compact, discard, operand } from '../../kernel.js';
import type { Tensors } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import type { LstmBackwardInputs } from './lstm.js';
import { continued, piecesOf, rowsAt, type SequenceBackwardAttrs } from './recurrence.js';
import { weightGradient, zeroed } from './recurrence-kernels.js';
import { wantedOf } from './wanted.js';

/** Gradients of the gates' parts, initial hidden state and memory, and weight, those that are needed; undefined without the kernel. */
export function lstmBackwardKernels(
  backend: Backend,
  o: LstmBackwardInputs,
  attrs: SequenceBackwardAttrs,
): Tensors | undefined {
  const { kernels } = backend;
  const { lstmCellBackward } = kernels;
  if (!lstmCellBackward) return undefined;
  const { dtype } = o.gates;
  const [batch, size] = [attrs.batchSizes[0]!, o.hidden.shape[1]!];
  const [, needsHidden, , needsWeight] = attrs.needs;
  const given = [o.forHidden, o.forMemory, o.initialMemory];
  const [forHidden, forMemory, before] = given.map((t) => t && compact(t));
  const forGates = allocate(backend, o.gates.shape, dtype);
  const forStart = { hidden: allocate(backend, [batch, size], dtype), memory: allocate(backend, [batch, size], dtype) };
  const hidden = zeroed(backend, [batch, size], dtype);
  const nothing = forHidden ? undefined : zeroed(backend, [batch, size], dtype);
  // the memory's gradient is read and written in turn
  let [memory, next, both] = [0, 1, 2].map(() => zeroed(backend, [batch, size], dtype)) as [Tensor, Tensor, Tensor];
  const weight = operand(o.weight);
  for (const piece of piecesOf(attrs).toReversed()) {
    const { row, within, count, initial, at } = piece;
    let carried = rowsAt(memory, within, count);
    if (forMemory) {
      const sum = rowsAt(both, 0, count);
      kernels.binary([carried, rowsAt(forMemory, row, count)], [sum], { kind: 'add' });
      carried = sum;
    }
    const out = rowsAt(forGates, row, count);
    lstmCellBackward(
      [
        forHidden ? rowsAt(forHidden, row, count) : rowsAt(nothing!, 0, count),
        rowsAt(hidden, within, count),
        carried,
        rowsAt(o.gates, row, count),
        rowsAt(o.memory, row, count),
        continued(piece, before!, o.memory),
      ],
      [out, initial ? rowsAt(forStart.memory, at, count) : rowsAt(next, 0, count)],
      {},
    );
    if (!initial || needsHidden) {
      kernels.matmul([out, weight], [initial ? rowsAt(forStart.hidden, at, count) : rowsAt(hidden, 0, count)], {});
    }
    if (!initial) [memory, next] = [next, memory];
  }
  const forWeight = needsWeight ? weightGradient(backend, forGates, o.initialHidden, o.hidden, attrs) : undefined;
  [forHidden, forMemory, before].forEach((made, i) => made && discard(made, given[i]!));
  for (const made of [hidden, memory, next, both, nothing]) made?.dispose();
  return wantedOf([forGates, forStart.hidden, forStart.memory, forWeight], attrs.needs);
}
