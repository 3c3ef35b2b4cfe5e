import { crossEntropy, maxPool2d, relu } from '@x/functional';
import { Conv2d, Linear, Module } from '@x/nn';
import { SGD } from '@x/optim';
import { manualSeed, randint, randn, scope, type Tensor } from '@x/tensor';

class LeNet extends Module {
  conv1: Conv2d = new Conv2d(1, 6, 5);
  conv2: Conv2d = new Conv2d(6, 16, 5);
  fc1: Linear = new Linear(16 * 5 * 5, 120);
  fc2: Linear = new Linear(120, 84);
  fc3: Linear = new Linear(84, 10);

  forward(x: Tensor): Tensor {
    const first = maxPool2d(relu(this.conv1(x)), 2);
    const second = maxPool2d(relu(this.conv2(first)), 2);
    return this.fc3(relu(this.fc2(relu(this.fc1(second.flatten(1))))));
  }
}

/** The losses of the first steps on one batch, from the same seed on every device. */
export async function lenetLosses(device: string, steps: number): Promise<number[]> {
  manualSeed(0);
  const net = new LeNet().to(device);
  const x = randn(4, 1, 32, 32).to(device);
  const target = randint(10, [4]).to(device);
  const optimizer = new SGD(net.parameters(), { lr: 0.02, momentum: 0.9 });
  const losses: number[] = [];
  for (let i = 0; i < steps; i++) {
    const loss = scope(() => {
      optimizer.zeroGrad();
      const result = crossEntropy(net(x), target);
      result.backward();
      optimizer.step();
      return result.detach();
    });
    losses.push(await loss.itemAsync());
    loss.dispose();
  }
  return losses;
}
