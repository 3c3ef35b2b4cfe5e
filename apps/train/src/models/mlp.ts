import { Flatten, Linear, Module, ReLU, Sequential } from '@x/nn';
import type { Tensor } from '@x/tensor';

/**
 * The fully connected network of PyTorch's page on building models: `[N, 1, 28, 28] → [N, 10]`.
 *
 * @see https://pytorch.org/tutorials/beginner/basics/buildmodel_tutorial.html
 */
export class NeuralNetwork extends Module {
  flatten: Flatten = new Flatten();
  linearReluStack: Sequential = new Sequential(
    new Linear(28 * 28, 512),
    new ReLU(),
    new Linear(512, 512),
    new ReLU(),
    new Linear(512, 10),
  );

  forward(x: Tensor): Tensor {
    return this.linearReluStack(this.flatten(x));
  }
}
