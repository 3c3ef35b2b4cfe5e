/**
 * @file The two ways into the engine: `backward` adds to the leaves' `grad`, `grad` returns gradients.
 */
import { full, sameShape, shapeText, stack, type Tensor } from '@x/tensor/core';
import { Pass } from './engine.js';
import { GradError } from './errors.js';
import { gradEdge, metaData } from './meta.js';
import type { Edge } from './node.js';
import { fitted } from './node-gradients.js';
import { checkOptions } from './options.js';

/** Options of `backward`. */
export interface BackwardOptions {
  /** Keep the graph, so that it can be walked again. Default: `createGraph`. */
  readonly retainGraph?: boolean;
  /** Record the backward pass, for gradients of gradients. Default: false. */
  readonly createGraph?: boolean;
  /** Accumulate into these tensors only, leaves or not. Default: all leaves. */
  readonly inputs?: readonly Tensor[];
}

/** Options of `grad`. */
export interface GradOptions {
  /** Gradients of the outputs; needed for those that have more than one element. */
  readonly gradOutputs?: readonly (Tensor | null | undefined)[] | Tensor;
  /** Keep the graph, so that it can be walked again. Default: `createGraph`. */
  readonly retainGraph?: boolean;
  /** Record the backward pass, for gradients of gradients. Default: false. */
  readonly createGraph?: boolean;
  /** Return null for inputs that the outputs do not depend on, instead of an error. Default: false. */
  readonly allowUnused?: boolean;
  /** `gradOutputs` have a leading dimension of gradients to go through one after the other; so have the results. Default: false. */
  readonly isGradsBatched?: boolean;
}

type Gradients = readonly (Tensor | null | undefined)[];

const listOf = <T>(value: T | readonly T[]): readonly T[] => (isList(value) ? value : [value]);
const isList = <T>(value: T | readonly T[]): value is readonly T[] => Array.isArray(value);

function rootsOf(op: string, outputs: readonly Tensor[]): Edge[] {
  return outputs.map((output, i) => {
    const edge = gradEdge(output);
    if (edge) return edge;
    throw new GradError(op, `element ${i} of tensors does not require grad and does not have a gradFn`, {
      shape: output.shape,
    });
  });
}

/** The gradients to start with, in the outputs' dtypes, and those of them that were made here. */
function seedsOf(
  op: string,
  outputs: readonly Tensor[],
  given: Gradients | undefined,
): { readonly seeds: readonly Tensor[]; readonly made: ReadonlySet<Tensor> } {
  if (given && given.length !== outputs.length) {
    throw new GradError(op, `got ${outputs.length} tensors and ${given.length} gradients`, {
      tensors: outputs.length,
      gradients: given.length,
    });
  }
  const seeds = outputs.map((output, i) => seedOf(op, output, i, given?.[i]));
  return { seeds, made: new Set(seeds.filter((seed) => !given?.includes(seed))) };
}

/** One gradient to start with: ones for a tensor of one element. */
function seedOf(op: string, output: Tensor, i: number, given: Tensor | null | undefined): Tensor {
  if (given) {
    if (sameShape(given.shape, output.shape)) return fitted(op, given, output);
    throw new GradError(
      op,
      `mismatch in shape: gradient ${i} has shape ${shapeText(given.shape)} and output ${i} has shape ${shapeText(output.shape)}`,
      { shapes: [given.shape, output.shape] },
    );
  }
  if (output.numel() === 1) return full(output.shape, 1, { dtype: output.dtype, device: output.device });
  throw new GradError(
    op,
    `grad can be implicitly created only for scalar outputs, this one has shape ${shapeText(output.shape)}: pass its gradient`,
    { shape: output.shape },
  );
}

function edgesOf(op: string, inputs: readonly Tensor[]): Edge[] {
  if (inputs.length === 0) throw new GradError(op, `${op} requires non-empty inputs`);
  return inputs.map((input) => {
    const edge = gradEdge(input);
    if (!edge)
      throw new GradError(op, 'one of the differentiated tensors does not require grad', { shape: input.shape });
    return edge;
  });
}

/**
 * Adds the gradients of tensors with respect to the graph's leaves to their `grad`. `inputs` that are no leaves keep theirs
 * too.
 *
 * @param gradients - gradients of `tensors`, of their shapes; may be left out (or null) for those of one element.
 * @throws GradError when a tensor does not require grad, when a gradient is needed or has the wrong shape, when the graph was
 *   already walked and freed, or when a saved tensor was overwritten.
 * @example
 * loss.backward();
 * backward([y, z], [ones(3), null]);
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.backward.html
 */
export function backward(
  tensors: Tensor | readonly Tensor[],
  gradients?: Tensor | Gradients | null,
  options: BackwardOptions = {},
): void {
  checkOptions('backward', options, ['retainGraph', 'createGraph', 'inputs']);
  const { createGraph = false, retainGraph = createGraph, inputs } = options;
  const outputs = listOf(tensors);
  const roots = rootsOf('backward', outputs);
  const { seeds, made } = seedsOf(
    'backward',
    outputs,
    gradients ? listOf<Tensor | null | undefined>(gradients) : undefined,
  );
  const capture = inputs && { capture: edgesOf('backward', inputs), accumulate: true };
  inputs?.forEach((input) => metaData(input)?.retain());
  new Pass(roots, { createGraph, retainGraph, ...capture }).run(roots, seeds, made);
}

/**
 * The gradients of outputs with respect to inputs, without touching any `grad`.
 *
 * @returns one gradient per input; null where it is unused and `allowUnused` is set.
 * @throws GradError as `backward`, and when an input is unused and `allowUnused` is not set.
 * @example const [dx] = grad(y.sum(), x)
 * @see https://pytorch.org/docs/stable/generated/torch.autograd.grad.html
 */
export function grad(
  outputs: Tensor | readonly Tensor[],
  inputs: Tensor | readonly Tensor[],
  options: GradOptions = {},
): (Tensor | null)[] {
  checkOptions('grad', options, ['gradOutputs', 'retainGraph', 'createGraph', 'allowUnused', 'isGradsBatched']);
  const { gradOutputs, isGradsBatched = false } = options;
  const given = gradOutputs && listOf<Tensor | null | undefined>(gradOutputs);
  if (isGradsBatched) return batched(listOf(outputs), listOf(inputs), given, options);
  const { createGraph = false, retainGraph = createGraph, allowUnused = false } = options;
  const from = listOf(outputs);
  const to = listOf(inputs);
  const roots = rootsOf('grad', from);
  const { seeds, made } = seedsOf('grad', from, given);
  const captured = new Pass(roots, { createGraph, retainGraph, capture: edgesOf('grad', to) }).run(roots, seeds, made);
  return to.map((_, i) => {
    const gradient = captured[i];
    if (!gradient && !allowUnused) {
      throw new GradError(
        'grad',
        `input ${i} appears to not have been used in the graph; set allowUnused: true if this is the desired behavior`,
        { input: i },
      );
    }
    return gradient ?? null;
  });
}

/** One pass for every row of the gradients; the results stacked. */
function batched(
  outputs: readonly Tensor[],
  inputs: readonly Tensor[],
  given: Gradients | undefined,
  options: GradOptions,
): (Tensor | null)[] {
  const rows = given?.[0]?.shape[0];
  if (!rows || !given.every((g) => g?.shape[0] === rows)) {
    throw new GradError('grad', 'isGradsBatched needs a gradient for every output, with equal, leading batch sizes', {
      shapes: given?.map((g) => g?.shape ?? null),
    });
  }
  const { createGraph = false, retainGraph = createGraph } = options;
  const results = Array.from({ length: rows }, (_, row) =>
    grad(outputs, inputs, {
      ...options,
      isGradsBatched: false,
      retainGraph: retainGraph || row < rows - 1,
      gradOutputs: given.map((g) => g?.select(0, row)),
    }),
  );
  return inputs.map((_, i) => {
    const parts = results.flatMap((row) => row[i] ?? []);
    return parts.length > 0 ? stack(parts) : null;
  });
}
