"""The two tutorial networks: initial weights (as checksums of their bits), and the losses of 30 SGD steps.

Every step trains on a new batch: x = rand(batch, ...), then y = randint(10), drawn one after the other after manualSeed(1).
"""
import torch
import torch.nn.functional as F
from torch import nn

from ..core import encode

STEPS = 30
BATCH = 8


class LeNet(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.conv1(x)), (2, 2))
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)


class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(nn.Linear(28 * 28, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10))

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


# model, shape of one input, options of SGD
MODELS = ((LeNet, (1, 32, 32), {'lr': 0.05, 'momentum': 0.9}), (NeuralNetwork, (1, 28, 28), {'lr': 0.1}))


def fingerprint(t):
    """Shape, the sum of the bit patterns as uint32 modulo 2^32, first and last element."""
    flat = t.detach().reshape(-1)
    bits = int((flat.view(torch.int32).long() & 0xFFFFFFFF).sum()) % 2**32
    return {'shape': list(t.shape), 'bits': bits, 'ends': [encode.number(float(flat[i]), True) for i in (0, -1)]}


def row(model, shape, options):
    torch.manual_seed(0)
    net = model()
    found = {'model': model.__name__, 'shape': list(shape), 'batch': BATCH, 'sgd': options, 'repr': repr(net)}
    found['parameters'] = {name: fingerprint(p) for name, p in net.named_parameters()}
    optimizer = torch.optim.SGD(net.parameters(), **options)
    torch.manual_seed(1)
    losses = []
    for _ in range(STEPS):
        x = torch.rand(BATCH, *shape)
        y = torch.randint(10, (BATCH,))
        optimizer.zero_grad()
        loss = nn.CrossEntropyLoss()(net(x), y)
        loss.backward()
        optimizer.step()
        losses.append(encode.number(loss.item(), True))
    return {**found, 'losses': losses}


def rows():
    return [row(*m) for m in MODELS]
