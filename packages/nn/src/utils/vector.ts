/**
 * @file All parameters as one vector.
 */
import { cat, ShapeError, type Tensor } from '@x/tensor/core';

/**
 * The elements of all parameters one after the other: `→ [n]`.
 *
 * @example utils.parametersToVector(net.parameters()).shape
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.parameters_to_vector.html
 */
export function parametersToVector(parameters: Iterable<Tensor>): Tensor {
  return cat(Array.from(parameters, (parameter) => parameter.reshape(-1)));
}

/**
 * Makes the parts of a vector the contents of the parameters, which share its memory from then on: `[n]`.
 *
 * @throws ShapeError when the vector has not as many elements as the parameters.
 * @example utils.vectorToParameters(utils.parametersToVector(net.parameters()), net.parameters())
 * @see https://pytorch.org/docs/stable/generated/torch.nn.utils.vector_to_parameters.html
 */
export function vectorToParameters(vector: Tensor, parameters: Iterable<Tensor>): void {
  const list = [...parameters];
  const total = list.reduce((sum, parameter) => sum + parameter.numel(), 0);
  if (vector.ndim !== 1 || vector.numel() !== total) {
    const sizes = `[${vector.shape.join(', ')}] and ${total}`;
    throw new ShapeError('vectorToParameters', `expected one element for each of the parameters': ${sizes}`, {
      shapes: [vector.shape],
    });
  }
  let start = 0;
  for (const parameter of list) {
    parameter.data = vector.narrow(0, start, parameter.numel()).view(parameter.shape).data;
    start += parameter.numel();
  }
}
