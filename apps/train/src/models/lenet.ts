import { maxPool2d, relu } from '@x/functional';
import { Conv2d, Linear, Module } from '@x/nn';
import { flatten, type Tensor } from '@x/tensor';

/**
 * The convolutional network of PyTorch's 60-minute blitz: `[N, 1, 32, 32] → [N, 10]`.
 *
 * @see https://pytorch.org/tutorials/beginner/blitz/neural_networks_tutorial.html
 */
export class LeNet extends Module {
  conv1: Conv2d = new Conv2d(1, 6, 5);
  conv2: Conv2d = new Conv2d(6, 16, 5);
  fc1: Linear = new Linear(16 * 5 * 5, 120);
  fc2: Linear = new Linear(120, 84);
  fc3: Linear = new Linear(84, 10);

  forward(x: Tensor): Tensor {
    const first = maxPool2d(relu(this.conv1(x)), 2);
    const second = maxPool2d(relu(this.conv2(first)), 2);
    return this.fc3(relu(this.fc2(relu(this.fc1(flatten(second, 1))))));
  }
}
