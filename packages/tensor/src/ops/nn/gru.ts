/**
 * @file Sequences of gated recurrent units.
 *
 * @see https://arxiv.org/abs/1406.1078
 */
import { cat } from '../../api/join.js';
import { dispatch } from '../../dispatch.js';
import { gradientRule } from '../../gradient.js';
import { allocate, commonBackend, compact, discard, operand } from '../../kernel.js';
import type { Op, Tensors } from '../../op.js';
import type { Tensor } from '../../tensor.js';
import { gruBackwardKernels } from './gru-kernels.js';
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

/** The gates' parts from the input `[R, 3 H]`, initial state `[N, H]`, weight `[3 H, H]` and, if there is one, bias `[3 H]` of the state. */
export type GruInputs = readonly [gates: Tensor, hidden: Tensor, weight: Tensor, ...bias: Tensor[]];
/** Hidden states `[R, H]`; the values of reset, update and candidate, and the state's part of the last `[R, 4 H]`. */
export type GruOutputs = readonly [hidden: Tensor, gates: Tensor];

/** Given gradients of the outputs, then initial state, weight, and the outputs. */
export type GruBackwardOp = Op<Tensors, SequenceBackwardAttrs>;

/** The inputs of the gradient by name. */
export interface GruBackwardInputs {
  readonly forHidden: Tensor | undefined;
  readonly forGates: Tensor | undefined;
  readonly initial: Tensor;
  readonly weight: Tensor;
  readonly hidden: Tensor;
  readonly gates: Tensor;
}

function named(inputs: Tensors, { given }: SequenceBackwardAttrs): GruBackwardInputs {
  const [forHidden, forGates] = placed(inputs, given);
  const [initial, weight, hidden, gates] = inputs.slice(-4);
  return { forHidden, forGates, initial: initial!, weight: weight!, hidden: hidden!, gates: gates! };
}

type Four = [Tensor, Tensor, Tensor, Tensor];

/** Gradients of a sequence. */
export const gruSequenceBackward: GruBackwardOp = {
  name: 'gruSequenceBackward',
  run(inputs, attrs) {
    const o = named(inputs, attrs);
    // gradients of the gates' values come up in gradients of gradients alone
    if (o.forGates || o.gates.numel() === 0) return undefined;
    return gruBackwardKernels(commonBackend('gru', inputs), o, attrs);
  },
  decompose(inputs, attrs) {
    const o = named(inputs, attrs);
    const size = o.hidden.size(1);
    const rowsOf = (t: Tensor | undefined, row: number, count: number, width: number): Tensor =>
      t ? t.narrow(0, row, count) : o.hidden.newZeros([count, width]);
    const before = statesBefore(attrs, o.initial, o.hidden);
    const [forInput, forState, starts]: [Tensor[], Tensor[], Tensor[]] = [[], [], []];
    let carry: Tensor | undefined;
    for (const { row, carried, joined } of stepsOf(attrs).toReversed()) {
      const rows = carried + joined;
      const [reset, update, candidate, part] = o.gates.narrow(0, row, rows).chunk(4, 1) as Four;
      const own = rowsOf(o.forGates, row, rows, 4 * size).chunk(4, 1) as Four;
      const forHidden = plusRows(rowsOf(o.forHidden, row, rows, size), carry);
      const forCandidate = forHidden.mul(update.rsub(1)).add(own[2]).mul(candidate.square().rsub(1));
      const forReset = forCandidate.mul(part).add(own[0]).mul(reset).mul(reset.rsub(1));
      const difference = before.narrow(0, row, rows).sub(candidate);
      const forUpdate = forHidden.mul(difference).add(own[1]).mul(update).mul(update.rsub(1));
      const state = cat([forReset, forUpdate, forCandidate.mul(reset).add(own[3])], 1);
      const back = state.matmul(o.weight).add(forHidden.mul(update));
      forInput.push(cat([forReset, forUpdate, forCandidate], 1));
      forState.push(state);
      carry = back.narrow(0, 0, carried);
      if (joined > 0 || carried === 0) starts.push(back.narrow(0, carried, joined));
    }
    const forPart = inRows(forState.toReversed(), attrs);
    const all = [
      inRows(forInput.toReversed(), attrs),
      cat(starts.toReversed()),
      forPart.t().matmul(before),
      forPart.sum(0),
    ];
    return all.filter((_, i) => attrs.needs[i]);
  },
};

/**
 * A layer of gated recurrent units over a sequence: `n = tanh(n_x + σ(r) n_h)`, `h′ = n + σ(z) (h − n)`, with the gates r, z and n
 * from the given part and `W h + b`.
 */
export const gruSequence: Op<GruInputs, SequenceAttrs, GruOutputs> = {
  name: 'gruSequence',
  run([gates, hidden, weight, ...biases], attrs) {
    checkSequence('gru', 3, [gates, weight, hidden], attrs);
    const backend = commonBackend('gru', [gates, hidden, weight, ...biases]);
    const { kernels } = backend;
    const { gruCell, addmm } = kernels;
    if (!gruCell || !addmm || gates.numel() === 0) return undefined;
    const [rows, size] = [gates.shape[0]!, weight.shape[1]!];
    const [x, h0] = [compact(gates), compact(hidden)];
    const make = (count: number, width: number): Tensor => allocate(backend, [count, width], gates.dtype);
    const [h, a, part] = [make(rows, size), make(rows, 4 * size), make(attrs.batchSizes[0]!, 3 * size)];
    const turned = operand(weight, weight.layout.permute([1, 0]));
    const bias = biases[0] && operand(biases[0]);
    for (const piece of piecesOf(attrs)) {
      const { row, count } = piece;
      const fromHidden = rowsAt(part, 0, count);
      const before = continued(piece, h0, h);
      if (bias) addmm([{ ...bias, layout: bias.layout.expand([count, 3 * size]) }, before, turned], [fromHidden], {});
      else kernels.matmul([before, turned], [fromHidden], {});
      gruCell([rowsAt(x, row, count), fromHidden, before], [rowsAt(h, row, count), rowsAt(a, row, count)], {});
    }
    part.dispose();
    discard(x, gates);
    discard(h0, hidden);
    return [h, a];
  },
  decompose([x, hidden, weight, ...biases], attrs) {
    const steps: [hidden: Tensor, gates: Tensor][] = [];
    for (const step of stepsOf(attrs)) {
      const before = stateBefore(step, hidden, steps.at(-1)?.[0]);
      const product = before.matmul(weight.t());
      const own = (biases[0] ? product.add(biases[0]) : product).chunk(3, 1) as [Tensor, Tensor, Tensor];
      const given = x.narrow(0, step.row, step.carried + step.joined).chunk(3, 1) as [Tensor, Tensor, Tensor];
      const reset = given[0].add(own[0]).sigmoid();
      const update = given[1].add(own[1]).sigmoid();
      const candidate = given[2].add(reset.mul(own[2])).tanh();
      const next = before.sub(candidate).mul(update).add(candidate);
      steps.push([next, cat([reset, update, candidate, own[2]], 1)]);
    }
    const all = (i: 0 | 1): Tensor =>
      inRows(
        steps.map((step) => step[i]),
        attrs,
      );
    return [all(0), all(1)];
  },
  gradient: /* @__PURE__ */ gradientRule({
    name: 'ThnnFusedGruCellBackward0',
    save: ({ inputs: [, hidden, weight], outputs }) => [hidden, weight, ...outputs],
    backward({ grads, saved, needs, attrs }) {
      const given = [0, 1].map((i) => grads[i] !== undefined);
      const present = grads.filter((grad) => grad !== undefined);
      return placed(dispatch(gruSequenceBackward, [...present, ...saved], { ...attrs, given, needs }), needs);
    },
  }),
};
