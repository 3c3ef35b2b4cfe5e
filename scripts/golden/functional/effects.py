"""Calls with effects beside their result: random numbers after a seed, and inputs that are changed in place."""
import torch

from ..core import encode
from ..core.case import functional as call
from ..core.inputs import Draw, const

draw = Draw(26)
X = draw.floats('x', 4, 5)
IMAGE = draw.floats('image', 2, 3, 2, 3)
SIGNAL = draw.floats('signal', 3, 4)
DOUBLE = draw.floats('wide', 3, 4).to('float64')
X3 = draw.floats('x3', 2, 3, 4)
MEAN = const('runningMean', [0.25, -0.5, 1.0])
VAR = const('runningVar', [1.0, 0.5, 2.0])
TABLE = draw.floats('table', 5, 3)
IDS = const('ids', [[0, 4, 2], [2, 2, 1]], 'int32')

CASES = [
    *(call('dropout', X, p=p) for p in (0.5, 0.2, 0.9)),
    call('dropout', DOUBLE, p=0.25),
    call('dropout', X, p=0.5, inplace=True),
    call('dropout1d', X3, p=0.5),
    call('dropout1d', SIGNAL, p=0.5),
    call('dropout2d', IMAGE, p=0.4),
    call('dropout2d', X3, p=0.4),
    call('alpha_dropout', X, p=0.3, training=True),
    call('alpha_dropout', X, p=1.0, training=True),
    *(call(name, X, inplace=True) for name in ('relu', 'relu6', 'leaky_relu', 'elu', 'selu', 'celu', 'hardtanh', 'hardsigmoid', 'hardswish', 'silu', 'mish')),
    call('threshold', X, 0.5, -1, inplace=True),
    call('batch_norm', X3, MEAN, VAR, training=True),
    call('batch_norm', X3, MEAN, VAR, training=True, momentum=0.5),
    call('batch_norm', X3, MEAN, None, training=True),
    call('embedding', IDS, TABLE, max_norm=1.0),
    call('embedding', IDS, TABLE, max_norm=1.5, norm_type=1.0),
]  # fmt: skip
INPUTS = [i for c in CASES for i in c.inputs]


def rows():
    """Each row: the call after manual_seed(number), its result, and all inputs afterwards."""
    for seed, case in enumerate(CASES):
        torch.manual_seed(seed)
        leaves, _, result = case.run()
        yield {**case.head(), 'seed': seed, 'out': encode.result(result), 'after': {name: encode.values(t) for name, t in leaves.items()}}
