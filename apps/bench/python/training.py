"""Training steps with PyTorch."""
import torch
from inputs import SEEDS, integers, parameter, uniform
from torch import nn

COMPARED_STEPS = 3


def _optimizer(params, spec):
    if spec['name'] == 'sgd':
        return torch.optim.SGD(params, lr=spec['lr'], momentum=spec['momentum'])
    kind = {'adam': torch.optim.Adam, 'adamw': torch.optim.AdamW}[spec['name']]
    return kind(params, lr=spec['lr'], betas=spec['betas'], eps=spec['eps'], weight_decay=spec['weightDecay'])


def _training(c, params, loss):
    """(step, results) for parameters, in the case's order, and a loss; the parameters get the case's values."""
    with torch.no_grad():
        for i, (param, spec) in enumerate(zip(params, c['params'])):
            param.copy_(parameter(spec, i))
    optimizer = _optimizer(params, c['optimizer']) if c['optimizer'] else None

    def step():
        for param in params:
            param.grad = None
        value = loss()
        value.backward()
        if optimizer:
            optimizer.step()
        return value

    def results():
        for _ in range(COMPARED_STEPS - 1):
            step()
        value = step()
        found = {spec['name']: param if optimizer else param.grad for param, spec in zip(params, c['params'])}
        return {'loss': value, **found}

    return step, results


def _classifier(c, net):
    x, y = uniform(SEEDS['x'], c['x']), integers(SEEDS['target'], c['x'][:1], c['classes'])
    criterion = nn.CrossEntropyLoss()
    return _training(c, list(net.parameters()), lambda: criterion(net(x), y))


def lenet(c):
    convolutions = [nn.Conv2d(1, 6, 5), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)]
    dense = [nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)]
    return _classifier(c, nn.Sequential(*convolutions, *dense))


def mlp(c):
    layers = [nn.Linear(784, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)]
    return _classifier(c, nn.Sequential(nn.Flatten(), *layers))


def cnn(c):
    convolutions = [nn.Conv2d(1, 32, 3), nn.ReLU(), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2)]
    dense = [nn.Flatten(), nn.Linear(9216, 128), nn.ReLU(), nn.Linear(128, 10)]
    return _classifier(c, nn.Sequential(*convolutions, *dense))


def lstm(c):
    layer, fc = nn.LSTM(c['x'][2], c['hidden']), nn.Linear(c['hidden'], c['classes'])
    x, y = uniform(SEEDS['x'], c['x']), integers(SEEDS['target'], c['x'][1:2], c['classes'])
    criterion = nn.CrossEntropyLoss()
    return _training(c, [*layer.parameters(), *fc.parameters()], lambda: criterion(fc(layer(x)[0][-1]), y))


def transformer(c):
    width, hidden = c['x'][2], c['params'][4]['shape'][0]
    layer = nn.TransformerEncoderLayer(width, c['heads'], hidden, dropout=0.0, layer_norm_eps=c['eps'], batch_first=True)
    x, target = uniform(SEEDS['x'], c['x']), uniform(SEEDS['target'], c['x'])
    criterion = nn.MSELoss()
    return _training(c, list(layer.parameters()), lambda: criterion(layer(x), target))


TRAINING = {'lenet': lenet, 'mlp': mlp, 'cnn': cnn, 'lstm': lstm, 'transformer': transformer}
