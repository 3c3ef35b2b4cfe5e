/**
 * @file The two ways into the engine: `backward` adds to the leaves' `grad`, `grad` returns gradients.
 */
import { full, isTensor, sameShape, shapeText, type Tensor } from '@x/tensor';
import { Pass } from './engine.js';
import { GradError } from './errors.js';
import { gradEdge } from './meta.js';
import type { Edge } from './node.js';

/** Options of `backward`. */
export interface BackwardOptions {
  /** Keep the graph, so that it can be walked again. Default: `createGraph`. */
  readonly retainGraph?: boolean;
  /** Record the backward pass, for gradients of gradients. Default: false. */
  readonly createGraph?: boolean;
  /** Accumulate into these tensors only. Default: all leaves. */
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
}

function rootOf(op: string, output: Tensor): Edge {
  const edge = gradEdge(output);
  if (edge) return edge;
  throw new GradError(op, 'element 0 of tensors does not require grad and does not have a gradFn', {
    shape: output.shape,
  });
}

/** The gradient to start with: ones for a tensor of one element. */
function seedOf(output: Tensor, given: Tensor | null | undefined): Tensor {
  if (!given) {
    if (output.numel() === 1) return full(output.shape, 1, { dtype: output.dtype, device: output.device });
    throw new GradError(
      'backward',
      `grad can be implicitly created only for scalar outputs, this one has shape ${shapeText(output.shape)}: pass its gradient`,
      {
        shape: output.shape,
      },
    );
  }
  if (sameShape(given.shape, output.shape)) return given;
  throw new GradError(
    'backward',
    `mismatch in shape: the gradient has shape ${shapeText(given.shape)} and the output has shape ${shapeText(output.shape)}`,
    {
      shapes: [given.shape, output.shape],
    },
  );
}

function edgesOf(op: string, inputs: readonly Tensor[]): Edge[] {
  if (inputs.length === 0) throw new GradError(op, 'inputs cannot be empty');
  return inputs.map((input) => {
    const edge = gradEdge(input);
    if (!edge)
      throw new GradError(op, 'one of the differentiated tensors does not require grad', { shape: input.shape });
    return edge;
  });
}

/**
 * Adds the gradients of a tensor with respect to the graph's leaves to their `grad`.
 *
 * @param gradient - gradient of `self`, of its shape; may be left out when self has one element.
 * @throws GradError when self does not require grad, when a gradient is needed or has the wrong shape, when the graph was
 *   already walked and freed, or when a saved tensor was overwritten.
 * @example loss.backward()
 * @see https://pytorch.org/docs/stable/generated/torch.Tensor.backward.html
 */
export function backward(self: Tensor, gradient?: Tensor | null, options: BackwardOptions = {}): void {
  const { createGraph = false, retainGraph = createGraph, inputs } = options;
  const root = rootOf('backward', self);
  const seed = seedOf(self, gradient);
  const capture = inputs && { capture: edgesOf('backward', inputs), accumulate: true };
  new Pass([root], { createGraph, retainGraph, ...capture }).run([root], [seed]);
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
  const { createGraph = false, retainGraph = createGraph, allowUnused = false, gradOutputs } = options;
  const from = isTensor(outputs) ? [outputs] : outputs;
  const to = isTensor(inputs) ? [inputs] : inputs;
  const given = isTensor(gradOutputs) ? [gradOutputs] : (gradOutputs ?? []);
  const roots = from.map((output) => rootOf('grad', output));
  const seeds = from.map((output, i) => seedOf(output, given[i]));
  const captured = new Pass(roots, { createGraph, retainGraph, capture: edgesOf('grad', to) }).run(roots, seeds);
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
