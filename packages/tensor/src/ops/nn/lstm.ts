/**
 * @file Sequences of long short-term memory.
 *
 * @see https://doi.org/10.1162/neco.1997.9.8.1735
 */
import { cat } from '../../api/join.js';
import { dispatch } from '../../dispatch.js';
import { gradientRule } from '../../gradient.js';
import { allocate, commonBackend, compact, discard, operand } from '../../kernel.js';
import type { Op, Tensors } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import { lstmBackwardKernels } from './lstm-kernels.js';
import {
  checkSequence,
  continued,
  inRows,
  piecesOf,
  plusRows,
  rowsAt,
  type SequenceAttrs,
  type SequenceBackwardAttrs,
  stateBefore,
  statesBefore,
  stepsOf,
} from './recurrence.js';
import { placed } from './wanted.js';

/** The gates' parts from the input `[R, 4 H]`, initial hidden state and memory `[N, H]`, weight of the hidden state `[4 H, H]`. */
export type LstmInputs = readonly [gates: Tensor, hidden: Tensor, memory: Tensor, weight: Tensor];
/** Hidden states and memories `[R, H]`, values of the gates (input, forget, candidate, output) `[R, 4 H]`. */
export type LstmOutputs = readonly [hidden: Tensor, memory: Tensor, gates: Tensor];

/** Given gradients of hidden states, memories and gates, then initial hidden state and memory, weight, and the sequence's outputs. */
export type LstmBackwardOp = Op<Tensors, SequenceBackwardAttrs>;

/** The inputs of the gradient by name. */
export interface LstmBackwardInputs {
  readonly forHidden: Tensor | undefined;
  readonly forMemory: Tensor | undefined;
  readonly forGates: Tensor | undefined;
  readonly initialHidden: Tensor;
  readonly initialMemory: Tensor;
  readonly weight: Tensor;
  readonly hidden: Tensor;
  readonly memory: Tensor;
  readonly gates: Tensor;
}

function named(inputs: Tensors, { given }: SequenceBackwardAttrs): LstmBackwardInputs {
  const [forHidden, forMemory, forGates] = placed(inputs, given);
  const [initialHidden, initialMemory, weight, hidden, memory, gates] = inputs.slice(-6);
  return {
    forHidden,
    forMemory,
    forGates,
    initialHidden: initialHidden!,
    initialMemory: initialMemory!,
    weight: weight!,
    hidden: hidden!,
    memory: memory!,
    gates: gates!,
  };
}

/** Gradients of a sequence. */
export const lstmSequenceBackward: LstmBackwardOp = {
  name: 'lstmSequenceBackward',
  run(inputs, attrs) {
    const o = named(inputs, attrs);
    // gradients of the gates' values come up in gradients of gradients alone
    if (o.forGates || o.gates.numel() === 0) return undefined;
    return lstmBackwardKernels(commonBackend('lstm', inputs), o, attrs);
  },
  decompose(inputs, attrs) {
    const o = named(inputs, attrs);
    const size = o.hidden.size(1);
    const rowsOf = (t: Tensor | undefined, row: number, count: number, width: number): Tensor =>
      t ? t.narrow(0, row, count) : o.hidden.newZeros([count, width]);
    const grads: Tensor[] = [];
    const starts: [hidden: Tensor, memory: Tensor][] = [];
    let carry: readonly [hidden: Tensor, memory: Tensor] | undefined;
    const before = statesBefore(attrs, o.initialMemory, o.memory);
    for (const { row, carried, joined } of stepsOf(attrs).toReversed()) {
      const rows = carried + joined;
      const cut = o.gates.narrow(0, row, rows).chunk(4, 1) as [Tensor, Tensor, Tensor, Tensor];
      const [input, forget, candidate, output] = cut;
      const own = rowsOf(o.forGates, row, rows, 4 * size).chunk(4, 1) as [Tensor, Tensor, Tensor, Tensor];
      const bent = o.memory.narrow(0, row, rows).tanh();
      const forHidden = plusRows(rowsOf(o.forHidden, row, rows, size), carry?.[0]);
      const forMemory = plusRows(rowsOf(o.forMemory, row, rows, size), carry?.[1]).add(
        forHidden.mul(output).mul(bent.square().rsub(1)),
      );
      const slopes = [
        forMemory.mul(candidate).add(own[0]).mul(input).mul(input.rsub(1)),
        forMemory
          .mul(before.narrow(0, row, rows))
          .add(own[1])
          .mul(forget)
          .mul(forget.rsub(1)),
        forMemory.mul(input).add(own[2]).mul(candidate.square().rsub(1)),
        forHidden.mul(bent).add(own[3]).mul(output).mul(output.rsub(1)),
      ];
      const forGates = cat(slopes, 1);
      const back = [forGates.matmul(o.weight), forMemory.mul(forget)] as const;
      grads.push(forGates);
      carry = [back[0].narrow(0, 0, carried), back[1].narrow(0, 0, carried)];
      if (joined > 0 || carried === 0)
        starts.push([back[0].narrow(0, carried, joined), back[1].narrow(0, carried, joined)]);
    }
    const forGates = inRows(grads.toReversed(), attrs);
    const initial = ([0, 1] as const).map((i) => cat(starts.map((start) => start[i]).toReversed()));
    const states = statesBefore(attrs, o.initialHidden, o.hidden);
    const all = [forGates, initial[0]!, initial[1]!, forGates.t().matmul(states)];
    return all.filter((_, i) => attrs.needs[i]);
  },
};

/**
 * A layer of long short-term memory over a sequence: `c′ = σ(f) c + σ(i) tanh(g)`, `h′ = σ(o) tanh(c′)`, with the gates i, f, g, o
 * from the given part and `W h`.
 */
export const lstmSequence: Op<LstmInputs, SequenceAttrs, LstmOutputs> = {
  name: 'lstmSequence',
  run([gates, hidden, memory, weight], attrs) {
    checkSequence('lstm', 4, [gates, weight, hidden, memory], attrs);
    const backend = commonBackend('lstm', [gates, hidden, memory, weight]);
    const { kernels } = backend;
    const { lstmCell } = kernels;
    if (!lstmCell || gates.numel() === 0) return undefined;
    const [rows, size] = [gates.shape[0]!, weight.shape[1]!];
    const [x, h0, c0] = [compact(gates), compact(hidden), compact(memory)];
    const make = (count: number, width: number): Tensor => allocate(backend, [count, width], gates.dtype);
    const [h, c, a] = [make(rows, size), make(rows, size), make(rows, 4 * size)];
    const part = make(attrs.batchSizes[0]!, 4 * size);
    const turned = operand(weight, weight.layout.permute([1, 0]));
    for (const piece of piecesOf(attrs)) {
      const { row, count } = piece;
      const fromHidden = rowsAt(part, 0, count);
      kernels.matmul([continued(piece, h0, h), turned], [fromHidden], {});
      lstmCell(
        [rowsAt(x, row, count), fromHidden, continued(piece, c0, c)],
        [rowsAt(h, row, count), rowsAt(c, row, count), rowsAt(a, row, count)],
        {},
      );
    }
    part.dispose();
    [x, h0, c0].forEach((made, i) => discard(made, [gates, hidden, memory][i]!));
    return [h, c, a];
  },
  decompose([x, hidden, memory, weight], attrs) {
    const steps: [hidden: Tensor, memory: Tensor, gates: Tensor][] = [];
    for (const step of stepsOf(attrs)) {
      const last = steps.at(-1);
      const before = stateBefore(step, hidden, last?.[0]);
      const part = x.narrow(0, step.row, step.carried + step.joined);
      const sums = part.add(before.matmul(weight.t())).chunk(4, 1) as [Tensor, Tensor, Tensor, Tensor];
      const [input, forget, candidate, output] = [
        sums[0].sigmoid(),
        sums[1].sigmoid(),
        sums[2].tanh(),
        sums[3].sigmoid(),
      ];
      const next = forget.mul(stateBefore(step, memory, last?.[1])).add(input.mul(candidate));
      steps.push([output.mul(next.tanh()), next, cat([input, forget, candidate, output], 1)]);
    }
    const all = (i: 0 | 1 | 2): Tensor =>
      inRows(
        steps.map((step) => step[i]),
        attrs,
      );
    return [all(0), all(1), all(2)];
  },
  gradient: /* @__PURE__ */ gradientRule({
    name: 'MkldnnRnnLayerBackward0',
    save: ({ inputs: [, hidden, memory, weight], outputs }) => [hidden, memory, weight, ...outputs],
    backward({ grads, saved, needs, attrs }) {
      const given = [0, 1, 2].map((i) => grads[i] !== undefined);
      const present = grads.filter((grad) => grad !== undefined);
      return placed(dispatch(lstmSequenceBackward, [...present, ...saved], { ...attrs, given, needs }), needs);
    },
  }),
};
