/**
 * @file What a node makes of gradients, in the forms of the tensors that they are for.
 */
import { type Gradient, sameShape, shapeText, type Tensor, type TensorMeta } from '@x/tensor/core';
import { watched } from './anomaly.js';
import { GradError } from './errors.js';
import type { Node } from './node.js';
import { currentRecorder } from './profiler/current.js';

/** What a node makes of gradients, seen by the profiler and by anomaly detection. */
function applied(node: Node, grads: readonly Gradient[]): readonly Gradient[] {
  const recorder = currentRecorder();
  if (!recorder) return watched(node, grads);
  return recorder.span('backward', node.name, [], () => watched(node, grads));
}

/** The gradients of a node's inputs in the inputs' forms; undefined for those that need none. */
export function gradientsOf(node: Node, grads: readonly Gradient[]): Gradient[] {
  const results = applied(node, grads);
  return node.edges.map((edge, i) => {
    const grad = results[i];
    return edge && grad && fitted(node.name, grad, edge.node.outputs[edge.index]);
  });
}

/** The gradient summed to the shape of the tensor that it is for, and in its dtype. */
export function fitted(name: string, grad: Tensor, meta: TensorMeta | undefined): Tensor {
  if (!meta) return grad;
  let result = grad;
  if (!sameShape(grad.shape, meta.shape)) {
    const lead = grad.ndim - meta.shape.length;
    const expandable = lead >= 0 && meta.shape.every((n, d) => n === 1 || n === grad.shape[d + lead]);
    if (!expandable) {
      throw new GradError(
        name,
        `returned an invalid gradient: got ${shapeText(grad.shape)} but expected shape compatible with ${shapeText(meta.shape)}`,
        {
          shapes: [grad.shape, meta.shape],
        },
      );
    }
    const dims = grad.shape
      .map((_, d) => d)
      .filter((d) => d < lead || (meta.shape[d - lead] === 1 && grad.shape[d] !== 1));
    result = grad.sum(dims, { keepdim: true }).view(meta.shape);
  }
  if (result.device !== meta.device) result = result.to(meta.device);
  return result.dtype === meta.dtype ? result : result.to(meta.dtype);
}
