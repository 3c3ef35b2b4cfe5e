/**
 * @file The networks of PyTorch's tutorials, as `scripts/golden/nn/models.py` has them.
 */
import { maxPool2d, relu } from '@x/functional';
import { flatten, type Tensor } from '@x/tensor';
import { Conv2d, Flatten, Linear, Module, ReLU, Sequential } from '../src/index.js';

/** LeNet of the 60-minute blitz: [N, 1, 32, 32] → [N, 10]. */
export class LeNet extends Module {
  conv1: Conv2d = new Conv2d(1, 6, 5);
  conv2: Conv2d = new Conv2d(6, 16, 5);
  fc1: Linear = new Linear(16 * 5 * 5, 120);
  fc2: Linear = new Linear(120, 84);
  fc3: Linear = new Linear(84, 10);

  forward(input: Tensor): Tensor {
    let x = maxPool2d(relu(this.conv1(input)), [2, 2]);
    x = maxPool2d(relu(this.conv2(x)), 2);
    x = flatten(x, 1);
    x = relu(this.fc1(x));
    x = relu(this.fc2(x));
    return this.fc3(x);
  }
}

/** The network of the FashionMNIST tutorial: [N, 1, 28, 28] → [N, 10]. */
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
