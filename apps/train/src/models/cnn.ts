import { BatchNorm2d, Conv2d, Dropout, Flatten, Linear, MaxPool2d, Module, ReLU, Sequential } from '@x/nn';
import type { Tensor } from '@x/tensor';

/** A convolution that keeps the size, normalised over the batch, and a pool that halves it. */
const block = (inputs: number, outputs: number): Sequential =>
  new Sequential(
    new Conv2d(inputs, outputs, 3, { padding: 1, bias: false }),
    new BatchNorm2d(outputs),
    new ReLU(),
    new MaxPool2d(2),
  );

/** A convolutional network with batch normalization and dropout: `[N, 1, 28, 28] → [N, 10]`. */
export class CNN extends Module {
  features: Sequential = new Sequential(block(1, 16), block(16, 32));
  classifier: Sequential = new Sequential(
    new Flatten(),
    new Linear(32 * 7 * 7, 128),
    new ReLU(),
    new Dropout({ p: 0.25 }),
    new Linear(128, 10),
  );

  forward(x: Tensor): Tensor {
    return this.classifier(this.features(x));
  }
}
