"""Writes steps.json beside this file: /usr/bin/python3 packages/backend-cpu/test/steps.py (needs PyTorch).

Twenty steps of PyTorch's optimizers on three parameters: the gradients that go in, the parameters that come out.
"""
import json
from pathlib import Path

import torch

STEPS = 20
START = [0.5, -1.25, 2.0]
GRADIENTS = [[((7 * i + 3 * j) % 11 - 5) / 4 for j in range(3)] for i in range(STEPS)]

CASES = {
    'sgd': [
        {'lr': 0.1},
        {'lr': 0.1, 'momentum': 0.9},
        {'lr': 0.05, 'momentum': 0.9, 'dampening': 0.5, 'weight_decay': 0.01},
        {'lr': 0.05, 'momentum': 0.8, 'nesterov': True, 'weight_decay': 0.1},
        {'lr': 0.05, 'momentum': 0.8, 'maximize': True},
        {'lr': 0.05, 'weight_decay': 0.1, 'maximize': True},
    ],
    'adam': [
        {'lr': 0.1},
        {'lr': 0.01, 'betas': [0.8, 0.95], 'eps': 1e-3, 'weight_decay': 0.1},
        {'lr': 0.1, 'amsgrad': True},
        {'lr': 0.1, 'maximize': True, 'weight_decay': 0.1, 'amsgrad': True},
    ],
    'adamw': [
        {'lr': 0.1},
        {'lr': 0.05, 'betas': [0.8, 0.95], 'weight_decay': 0.2, 'amsgrad': True},
        {'lr': 0.05, 'maximize': True},
    ],
    'rmsprop': [
        {'lr': 0.05},
        {'lr': 0.02, 'alpha': 0.9, 'eps': 1e-3, 'weight_decay': 0.1, 'momentum': 0.8},
        {'lr': 0.02, 'alpha': 0.8, 'eps': 1e-3, 'centered': True},
        {'lr': 0.02, 'alpha': 0.8, 'eps': 1e-3, 'centered': True, 'momentum': 0.5, 'maximize': True},
    ],
}
OPTIMIZERS = {'sgd': torch.optim.SGD, 'adam': torch.optim.Adam, 'adamw': torch.optim.AdamW, 'rmsprop': torch.optim.RMSprop}


def run(name, options, dtype):
    p = torch.tensor(START, dtype=dtype, requires_grad=True)
    optimizer = OPTIMIZERS[name]([p], **options)
    path = []
    for gradient in GRADIENTS:
        p.grad = torch.tensor(gradient, dtype=dtype)
        optimizer.step()
        path.append(p.tolist())
    return path


rows = [
    json.dumps(
        {'optimizer': name, 'options': options, 'float32': run(name, options, torch.float32), 'float64': run(name, options, torch.float64)},
        separators=(',', ':'),
    )
    for name, cases in CASES.items()
    for options in cases
]
head = json.dumps({'start': START, 'gradients': GRADIENTS}, separators=(',', ':'))
Path(__file__).with_suffix('.json').write_text(head[:-1] + ',"cases":[\n' + ',\n'.join(rows) + '\n]}\n')
