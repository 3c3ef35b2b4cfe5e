/**
 * @file LeNet and its training step, written for the lean entry of the tensor package: `.size-limit.json` holds the size of its
 * bundle, `test/lenet.test.ts` trains it.
 */
import { crossEntropy, maxPool2d, relu } from '@x/functional';
import { Conv2d, Linear, Module } from '@x/nn';
import { SGD } from '@x/optim';
import { manualSeed, type Tensor } from '@x/tensor/core';

class LeNet extends Module {
  conv1 = new Conv2d(1, 6, 5, { padding: 2 });
  conv2 = new Conv2d(6, 16, 5);
  fc1 = new Linear(400, 120);
  fc2 = new Linear(120, 84);
  fc3 = new Linear(84, 10);

  forward(images: Tensor): Tensor {
    const first = maxPool2d(relu(this.conv1(images)), 2);
    const second = maxPool2d(relu(this.conv2(first)), 2);
    const hidden = relu(this.fc1(second.flatten(1)));
    return this.fc3(relu(this.fc2(hidden)));
  }
}

/** What trains a new LeNet by one batch of images `[N, 1, 28, 28]` and classes `[N]`, and gives the loss. */
export function trainer(seed: number): (images: Tensor, classes: Tensor) => number {
  manualSeed(seed);
  const net = new LeNet();
  const optimizer = new SGD(net.parameters(), { lr: 0.05, momentum: 0.9 });
  return (images, classes) => {
    optimizer.zeroGrad();
    const loss = crossEntropy(net(images), classes);
    loss.backward();
    optimizer.step();
    return loss.item();
  };
}
