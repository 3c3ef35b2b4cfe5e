"""Optimizers of matrices, step by step, in float32 and float64.

The loss is sum((wide @ tall - target)^2) + sum(cube^2 * sin(cube)); `params` says which of them are optimized, and `steps`
holds their elements after every step.
"""
import torch

from ..core import encode
from ..core.dtypes import TORCH
from ..core.inputs import const
from .later import optimizer_class
from .steps import STEPS, options, train

INPUTS = [
    const('wide', [[1.0, -2.0, 0.5, 0.25], [0.75, 0.5, -1.0, 1.5]], 'float64'),
    const('tall', [[0.5, 1.0], [-0.25, 0.75], [1.25, -0.5], [0.0, 1.0]], 'float64'),
    const('cube', [[[1.0, 0.5, -0.5], [2.0, -1.0, 0.25]], [[0.75, -1.5, 1.25], [-0.25, 0.5, 1.0]]], 'float64'),
    const('target', [[1.0, 0.5], [-0.5, 2.0]], 'float64'),
]
CASES = (
    ('Muon', {}, ('wide', 'tall')),
    ('Muon', {'lr': 0.01, 'weight_decay': 0.2, 'momentum': 0.8, 'nesterov': False}, ('wide', 'tall')),
    ('Muon', {'lr': 0.01, 'adjust_lr_fn': 'match_rms_adamw', 'ns_steps': 3, 'ns_coefficients': (2.0, -1.5, 0.5), 'eps': 10.0}, ('wide', 'tall')),
    ('Adafactor', {}, ('wide', 'tall', 'cube')),
    ('Adafactor', {'lr': 0.02, 'beta2_decay': -0.5, 'eps': (1e-3, 0.1), 'd': 2.0, 'weight_decay': 0.1}, ('wide', 'cube')),
    ('LBFGS', {'max_iter': 2}, ('wide', 'tall')),
    ('LBFGS', {'lr': 0.3, 'max_iter': 4, 'max_eval': 3, 'history_size': 2}, ('wide', 'tall')),
    ('LBFGS', {'lr': 0.1}, ('tall',)),
    ('LBFGS', {'max_iter': 1, 'line_search_fn': 'strong_wolfe'}, ('wide', 'tall')),
    ('LBFGS', {'lr': 20, 'max_iter': 1, 'history_size': 3, 'line_search_fn': 'strong_wolfe'}, ('wide', 'tall')),
    ('LBFGS', {'lr': 0.3, 'max_iter': 1, 'line_search_fn': 'strong_wolfe', 'tolerance_grad': 0.1, 'tolerance_change': 1e-4}, ('wide', 'tall')),
)


def row(name, opts, params, dtype):
    tensors = {i.name: i.base.to(TORCH[dtype]).clone() for i in INPUTS}
    optimized = [tensors[p].requires_grad_() for p in params]
    optimizer = optimizer_class(name)(optimized, **opts)
    wide, tall, cube, target = tensors.values()

    def loss():
        return ((wide @ tall - target) ** 2).sum() + (cube**2 * cube.sin()).sum()

    steps = []
    for _ in range(STEPS):
        train(optimizer, loss)
        steps.append(encode.values(torch.cat([p.reshape(-1) for p in optimized])))
    return {'optimizer': name, 'options': options(opts), 'params': params, 'dtype': dtype, 'steps': steps}


def rows():
    return [row(*case, dtype) for case in CASES for dtype in ('float32', 'float64')]
