"""What load_state_dict says about state dicts that fit the network below, or do not; and what clipping does to gradients."""
from collections import OrderedDict

import torch
from torch import nn

from ..core import encode


def network():
    features = nn.Sequential(nn.Linear(2, 3), nn.BatchNorm1d(3))
    return nn.Sequential(OrderedDict(features=features, act=nn.ReLU(), head=nn.Linear(3, 2)))


STATE = {name: list(value.shape) for name, value in network().state_dict().items()}


def without(*names):
    return {k: v for k, v in STATE.items() if k not in names}


# shapes by name, strict
LOADS = (
    (STATE, True),
    (without('head.bias'), True),
    (without('head.bias', 'features.1.running_var', 'features.0.weight'), True),
    (without('head.bias'), False),
    ({'tail.weight': [1], **STATE, 'extra': [], 'features.1.scale': [3]}, True),
    ({'extra': [], **STATE}, False),
    ({**STATE, 'head.weight': [3, 2]}, True),
    ({**without('head.bias'), 'features.0.weight': [2], 'head.weight': [3, 2], 'act.slope': [1]}, True),
    ({'features.1.num_batches_tracked': [1, 1], 'nothing': []}, False),
    # PyTorch does not ask for the number of batches: checkpoints of its versions before 0.4.1 lack it
    ({'features.1.num_batches_tracked': []}, True),
)


def load(shapes, strict):
    row = {'shapes': shapes, 'strict': strict}
    state = OrderedDict((k, torch.zeros(v)) for k, v in shapes.items())
    try:
        keys = network().load_state_dict(state, strict=strict)
    except RuntimeError as e:
        return {**row, 'error': str(e)}
    return {**row, 'missing': keys.missing_keys, 'unexpected': keys.unexpected_keys}


GRADIENTS = ([[0.5, -2.0], [1.5, 0.25]], [3.0, -0.5, 0.125])
# function, arguments, options
CLIPS = (
    ('clip_grad_norm_', [1.0], {}),
    ('clip_grad_norm_', [10.0], {}),
    ('clip_grad_norm_', [1.0], {'norm_type': 1.0}),
    ('clip_grad_norm_', [1.0], {'norm_type': float('inf')}),
    ('clip_grad_value_', [0.75], {}),
)


def clip(fn, args, opts):
    parameters = [nn.Parameter(torch.zeros_like(torch.tensor(g))) for g in GRADIENTS]
    for p, g in zip(parameters, GRADIENTS):
        p.grad = torch.tensor(g)
    result = getattr(nn.utils, fn)(parameters, *args, **opts)
    row = {'clip': encode.camel(fn), 'args': encode.call(args, opts), 'grads': [encode.tensor(p.grad) for p in parameters]}
    return row if result is None else {**row, 'norm': encode.tensor(result)}


def rows():
    return [load(*row) for row in LOADS] + [clip(*row) for row in CLIPS]
