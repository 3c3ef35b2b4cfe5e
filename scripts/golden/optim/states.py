"""What PyTorch prints of optimizers and saves of them and of schedulers, on the problem of `steps.py`.

`state` and `schedulerState` are state dicts after SAVED steps, when the parameters are `saved`; `after` holds the
parameters of the steps that follow, `lr` the learning rates that the scheduler sets in them.
"""
import math

import torch

from ..core import encode
from .steps import INPUTS, make, options, train

# what stands for functions, beside the functions themselves, and numbers that LBFGS never reads again; @x saves neither
LEFT_OUT = ('_scale_fn_ref', '_scale_fn_custom', 'al')
SAVED = 3
AFTER = 3

CASES = (
    ('SGD', {'lr': 0.1}, None, None),
    ('SGD', {'lr': 0.05, 'momentum': 0.9, 'nesterov': True}, {'lr': 1e-5, 'weight_decay': 0.001}, ('StepLR', (2,), {'gamma': 0.5})),
    ('Adam', {}, None, ('CosineAnnealingLR', (4,), {'eta_min': 1e-4})),
    ('Adam', {'lr': 0.1, 'amsgrad': True}, {'betas': (0.5, 0.9), 'eps': 1e-5}, ('MultiStepLR', ([1, 5, 5],), {})),
    ('AdamW', {'lr': 0.01, 'maximize': True}, None, ('LinearLR', (), {'total_iters': 4})),
    ('Adamax', {}, {'maximize': True}, None),
    ('NAdam', {}, {'momentum_decay': 0.1}, None),
    ('RAdam', {}, {'betas': (0.5, 0.6)}, None),
    ('Adagrad', {'lr_decay': 0.1}, None, None),
    ('Adadelta', {}, {'rho': 0.5}, None),
    ('Rprop', {'lr': 0.2}, None, None),
    ('ASGD', {'t0': 1.0}, {'lr': 0.1}, None),
    ('ASGD', {}, None, None),
    ('Adafactor', {}, {'d': 2.0}, None),
    ('LBFGS', {'max_iter': 2, 'history_size': 3}, None, None),
    ('LBFGS', {'lr': 0.5, 'max_iter': 1, 'line_search_fn': 'strong_wolfe'}, None, None),
    ('Lion', {}, {'lr': 0.1}, None),
    ('RMSprop', {}, None, ('ExponentialLR', (0.9,), {})),
    ('RMSprop', {'lr': 0.02, 'momentum': 0.5, 'centered': True}, None, ('ConstantLR', (), {'factor': 0.5, 'total_iters': 4})),
)


def saved(value):
    """A state dict as JSON, its tensors as golden files hold them."""
    if isinstance(value, torch.Tensor):
        return encode.tensor(value)
    if isinstance(value, dict):
        return {str(k): saved(v) for k, v in value.items() if not (callable(v) or str(k) in LEFT_OUT)}
    if isinstance(value, (list, tuple)):
        return [saved(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return {'number': encode.number(value)}
    return value


def row(name, opts, own, schedule):
    optimizer, weight, bias, loss = make(name, 'float64', opts, own)
    text = repr(optimizer)
    scheduler = None
    if schedule:
        cls, args, kwargs = schedule
        scheduler = getattr(torch.optim.lr_scheduler, cls)(optimizer, *args, **kwargs)

    def step():
        train(optimizer, loss)
        if scheduler:
            scheduler.step()
        return encode.values(torch.cat([weight, bias]))

    for _ in range(SAVED):
        at = step()
    head = {'optimizer': name, 'options': options(opts)} | ({'biasOptions': options(own)} if own else {}) | {'text': text}
    head |= {'saved': at, 'state': saved(optimizer.state_dict())}
    if not scheduler:
        return head | {'after': [step() for _ in range(AFTER)]}
    state = saved(scheduler.state_dict())
    after, rates = zip(*((step(), scheduler.get_last_lr()) for _ in range(AFTER)))
    cls, args, kwargs = schedule
    call = [cls, *args, *([options(kwargs)] if kwargs else [])]
    return head | {'after': list(after), 'scheduler': call, 'schedulerState': state, 'lr': list(rates)}


def rows():
    return [row(*case) for case in CASES]
