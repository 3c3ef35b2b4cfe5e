import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { graphSvg } from '@x/autograd';
import { cpu } from '@x/backend-cpu';
import { crossEntropy, maxPool2d, relu } from '@x/functional';
import { Conv2d, Linear, Module } from '@x/nn';
import { registerBackend, type Tensor, tensor, zeros } from '@x/tensor';
import { expect, test } from 'vitest';
import { docs } from '../src/pages.js';

registerBackend(await cpu());

class LeNet extends Module {
  conv1 = new Conv2d(1, 6, 5);
  conv2 = new Conv2d(6, 16, 5);
  fc1 = new Linear(400, 120);
  fc2 = new Linear(120, 84);
  fc3 = new Linear(84, 10);

  forward(input: Tensor): Tensor {
    let x = maxPool2d(relu(this.conv1(input)), 2);
    x = maxPool2d(relu(this.conv2(x)), 2);
    x = relu(this.fc1(x.flatten(1)));
    x = relu(this.fc2(x));
    return this.fc3(x);
  }
}

test('the picture of a graph is what graphSvg draws', async () => {
  const net = new LeNet();
  const loss = crossEntropy(net(zeros(1, 1, 32, 32)), tensor([3]));
  const picture = graphSvg(loss, { names: Object.fromEntries(net.namedParameters()) });
  expect(picture).toBe(await readFile(join(docs, 'tutorials/lenet-graph.svg'), 'utf8'));
});
