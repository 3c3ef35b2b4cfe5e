"""Optimizers and schedulers, step by step, in float32 and float64.

The problem: weight [3] and bias [2] start as the inputs say, and the loss is
sum(scale * (weight - target)^2) + sum(exp(bias)) * sum(weight) / 8.
"""
import torch

from ..core import encode
from ..core.dtypes import TORCH
from ..core.inputs import const
from ..core.names import camel
from .later import optimizer_class

INPUTS = [
    const('weight', [1.0, -2.0, 0.5], 'float64'),
    const('bias', [0.25, -0.75], 'float64'),
    const('scale', [0.5, 1.0, 2.0], 'float64'),
    const('target', [0.0, 1.0, -1.0], 'float64'),
]
STEPS = 12

# optimizer, options; a second dict gives the bias a group with options of its own
OPTIMIZERS = (
    ('SGD', {'lr': 0.1}),
    ('SGD', {'lr': 0.05, 'momentum': 0.9}),
    ('SGD', {'lr': 0.05, 'momentum': 0.9, 'dampening': 0.5}),
    ('SGD', {'lr': 0.05, 'momentum': 0.9, 'nesterov': True}),
    ('SGD', {'lr': 0.1, 'weight_decay': 0.1}),
    ('SGD', {'lr': 0.05, 'momentum': 0.9, 'weight_decay': 0.1, 'nesterov': True}),
    ('SGD', {'lr': 0.01, 'maximize': True}),
    ('SGD', {'lr': 0.01, 'momentum': 0.5, 'weight_decay': 0.1, 'maximize': True}),
    ('SGD', {'lr': 0.1, 'momentum': 0.5}, {'lr': 0.01}),
    ('SGD', {'lr': 0.1}, {'momentum': 0.9, 'weight_decay': 0.1}),
    ('Adam', {}),
    ('Adam', {'lr': 0.1}),
    ('Adam', {'lr': 0.1, 'betas': (0.8, 0.9), 'eps': 1e-4}),
    ('Adam', {'lr': 0.1, 'weight_decay': 0.1}),
    ('Adam', {'lr': 0.1, 'amsgrad': True}),
    ('Adam', {'lr': 0.05, 'maximize': True}),
    ('Adam', {'lr': 0.1}, {'lr': 0.01, 'betas': (0.5, 0.9)}),
    ('AdamW', {}),
    ('AdamW', {'lr': 0.1, 'weight_decay': 0.1}),
    ('AdamW', {'lr': 0.1, 'amsgrad': True, 'betas': (0.8, 0.9)}),
    ('AdamW', {'lr': 0.05, 'maximize': True}),
    ('RMSprop', {}),
    ('RMSprop', {'lr': 0.05, 'alpha': 0.9}),
    ('RMSprop', {'lr': 0.02, 'centered': True}),
    ('RMSprop', {'lr': 0.02, 'momentum': 0.9}),
    ('RMSprop', {'lr': 0.02, 'momentum': 0.5, 'centered': True, 'weight_decay': 0.1, 'eps': 1e-4}),
    ('Adamax', {}),
    ('Adamax', {'lr': 0.1, 'betas': (0.8, 0.9), 'eps': 1e-4, 'weight_decay': 0.1}),
    ('Adamax', {'lr': 0.05, 'maximize': True}, {'lr': 0.01, 'betas': (0.5, 0.9)}),
    ('NAdam', {}),
    ('NAdam', {'lr': 0.1, 'betas': (0.8, 0.9), 'eps': 1e-4, 'weight_decay': 0.1}),
    ('NAdam', {'lr': 0.05, 'momentum_decay': 0.5}, {'lr': 0.01}),
    ('RAdam', {}),
    ('RAdam', {'lr': 0.1, 'betas': (0.8, 0.9), 'eps': 1e-4, 'weight_decay': 0.1}),
    ('RAdam', {'lr': 0.1, 'betas': (0.8, 0.5)}, {'lr': 0.01}),
    ('Adagrad', {}),
    ('Adagrad', {'lr': 0.5, 'lr_decay': 0.1, 'weight_decay': 0.1, 'initial_accumulator_value': 0.5, 'eps': 1e-4}),
    ('Adagrad', {'lr': 0.1, 'maximize': True}, {'lr_decay': 0.5}),
    ('Adadelta', {}),
    ('Adadelta', {'lr': 0.5, 'rho': 0.8, 'eps': 1e-3, 'weight_decay': 0.1}),
    ('Adadelta', {'maximize': True}, {'rho': 0.5}),
    ('Rprop', {}),
    ('Rprop', {'lr': 0.1, 'etas': (0.3, 1.5), 'step_sizes': (0.05, 0.3)}),
    ('Rprop', {'lr': 0.02, 'maximize': True}, {'lr': 0.5}),
    ('ASGD', {}),
    ('ASGD', {'lr': 0.1, 'lambd': 0.1, 'alpha': 0.5, 't0': 3, 'weight_decay': 0.1}),
    ('ASGD', {'maximize': True}, {'lambd': 0.5}),
    ('Lion', {}),
    ('Lion', {'lr': 0.1, 'betas': (0.5, 0.8), 'weight_decay': 0.1}),
    ('Lion', {'lr': 0.05, 'maximize': True}, {'lr': 0.01}),
    ('Adafactor', {}),
    ('Adafactor', {'lr': 0.5, 'beta2_decay': -0.5, 'eps': (1e-3, 0.1), 'd': 2.0, 'weight_decay': 0.1}),
    ('Adafactor', {'maximize': True}, {'lr': 0.1}),
)
# scheduler, its positional arguments, its options
SCHEDULERS = (
    ('StepLR', (3,), {}),
    ('StepLR', (4,), {'gamma': 0.5}),
    ('CosineAnnealingLR', (8,), {}),
    ('CosineAnnealingLR', (5,), {'eta_min': 0.01}),
    ('MultiStepLR', ([2, 5, 5, 9],), {}),
    ('MultiStepLR', ([1, 7],), {'gamma': 0.3}),
    ('ExponentialLR', (0.9,), {}),
    ('LinearLR', (), {}),
    ('LinearLR', (), {'start_factor': 0.1, 'end_factor': 0.8, 'total_iters': 8}),
    ('LinearLR', (), {'start_factor': 1.0, 'end_factor': 0.0, 'total_iters': 4}),
    ('ConstantLR', (), {}),
    ('ConstantLR', (), {'factor': 0.5, 'total_iters': 3}),
)


def options(o):
    return {camel(k): list(v) if isinstance(v, tuple) else v for k, v in o.items()}


def problem(dtype):
    tensors = [i.base.to(TORCH[dtype]) for i in INPUTS]
    weight, bias = (t.clone().requires_grad_() for t in tensors[:2])
    scale, target = tensors[2:]

    def loss():
        return (scale * (weight - target) ** 2).sum() + bias.exp().sum() * weight.sum() / 8

    return weight, bias, loss


def train(optimizer, loss):
    def closure():
        optimizer.zero_grad()
        value = loss()
        value.backward()
        return value

    if isinstance(optimizer, torch.optim.LBFGS):
        optimizer.step(closure)
    else:
        closure()
        optimizer.step()


def run(optimizer, weight, bias, loss, steps, after):
    trace = []
    for _ in range(steps):
        train(optimizer, loss)
        after()
        trace.append(encode.values(torch.cat([weight, bias])))
    return trace


def make(name, dtype, opts, own):
    weight, bias, loss = problem(dtype)
    groups = [{'params': [weight]}, {'params': [bias], **own}] if own else [weight, bias]
    return optimizer_class(name)(groups, **opts), weight, bias, loss


def optimizer_rows():
    for name, opts, *own in OPTIMIZERS:
        for dtype in ('float32', 'float64'):
            optimizer, weight, bias, loss = make(name, dtype, opts, own[0] if own else None)
            head = {'optimizer': name, 'options': options(opts), 'dtype': dtype} | ({'biasOptions': options(own[0])} if own else {})
            yield {**head, 'steps': run(optimizer, weight, bias, loss, STEPS, lambda: None)}


def scheduler_rows():
    for name, args, opts in SCHEDULERS:
        for own in (None, {'lr': 0.02}):
            optimizer, weight, bias, loss = make('SGD', 'float64', {'lr': 0.1}, own)
            scheduler = getattr(torch.optim.lr_scheduler, name)(optimizer, *args, **opts)
            rates = []

            def after():
                scheduler.step()
                rates.append(scheduler.get_last_lr())

            steps = run(optimizer, weight, bias, loss, STEPS, after)
            head = {'optimizer': 'SGD', 'options': {'lr': 0.1}, 'dtype': 'float64'} | ({'biasOptions': options(own)} if own else {})
            yield {**head, 'scheduler': [name, *args, *([options(opts)] if opts else [])], 'lr': rates, 'steps': steps}


def rows():
    return [*optimizer_rows(), *scheduler_rows()]
