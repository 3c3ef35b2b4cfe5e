import { Compose, Normalize, Pad, ToTensor, type Transform } from '@x/data';
import { maxPool2d, relu } from '@x/functional';
import { Conv2d, Flatten, Linear, Module, ReLU, Sequential } from '@x/nn';
import { flatten, type Tensor } from '@x/tensor';

/** A network that gives each class a score: `[N, 1, H, W] → [N, 10]`. */
export type Classifier = Module;

/**
 * The convolutional network of PyTorch's 60-minute blitz: `[N, 1, 32, 32] → [N, 10]`.
 *
 * @see https://pytorch.org/tutorials/beginner/blitz/neural_networks_tutorial.html
 */
class LeNet extends Module {
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

/**
 * The fully connected network of PyTorch's page on building models: `[N, 1, 28, 28] → [N, 10]`.
 *
 * @see https://pytorch.org/tutorials/beginner/basics/buildmodel_tutorial.html
 */
class NeuralNetwork extends Module {
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

/** The networks that are known by name. */
export const MODEL_NAMES = ['lenet', 'mlp'] as const;
export type ModelName = (typeof MODEL_NAMES)[number];

interface Model {
  readonly make: () => Classifier;
  /** Makes bytes `[28, 28]` what the network takes. */
  readonly transform: () => Transform;
}

const normalize = (): Transform => new Normalize([0.1307], [0.3081]); // mean and deviation of MNIST's pixels

export const MODELS: Readonly<Record<ModelName, Model>> = {
  lenet: { make: () => new LeNet(), transform: () => new Compose([new ToTensor(), new Pad(2), normalize()]) },
  mlp: { make: () => new NeuralNetwork(), transform: () => new Compose([new ToTensor(), normalize()]) },
};
