"""Functions that make tensors."""
import torch

from ..core.case import call, method, ref
from ..core.inputs import Draw, const

draw = Draw(9)
X = draw.floats('x', 2, 3)
INTS = draw.ints('ints', 2, 2)
DTYPES = ('float32', 'float64', 'int32', 'uint8', 'bool')


def made(data, dtype=None):
    """torch.tensor, given numbers and the name of a dtype."""
    return torch.tensor(data, dtype=dtype)


FILLED = (
    [call(fn, 2, 3) for fn in ('zeros', 'ones')]
    + [call(fn, [2, 3], dtype=d) for fn in ('zeros', 'ones') for d in DTYPES]
    + [call('zeros', 0, 3), call('ones', []), call('zeros', 2, dtype='int32')]
    + [call('full', [2, 2], v) for v in (7, 0.5, True)]
    + [call('full', [2], 3, dtype='float64'), call('full', [3], float('inf')), call('full', [], 1.5)]
    + [call('zeros_like', X), call('ones_like', INTS), call('full_like', X, 3), call('zeros_like', X, dtype='int32'), call('full_like', INTS, 2.5, dtype='float64')]
    + [method('new_zeros', INTS, [2, 3]), method('new_ones', X, [2], dtype='int32'), method('new_full', INTS, [2], 7)]
    + [call('eye', 3), call('eye', 2, m=4), call('eye', 3, m=2, dtype='int32'), call('eye', 0)]
)
RANGES = (
    [call('arange', *a) for a in ((5,), (2, 5), (0, 10, 3), (5, 0, -2), (1, 2.5, 0.5), (0, 1, 0.1), (0,), (3.5,), (-1, 1, 0.25), (1, 0, -0.3))]
    + [call('arange', 5, dtype=d) for d in DTYPES[:4]]
    + [call('arange', 0, 2, 0.5, dtype='float64'), call('arange', 1, 4, dtype='float64')]
    + [call('linspace', *a) for a in ((0, 1, 5), (-3, 3, 8), (1, 1, 3), (5, -5, 11), (0, 1, 1), (0, 1, 0), (0.1, 0.7, 7))]
    + [call('linspace', 0, 1, 7, dtype='float64')]
)
# what nested numbers become: integers int32, booleans bool, anything with a fraction float32
DATA = (
    [ref('tensor', made, data) for data in ([1, 2], [1, 2.5], [[True, False]], 3, 2.5, True, [], [[1], [2]], [[[0.5]]], [True, 2], [[], []])]
    + [ref('tensor', made, [0, 1, 2], dtype=d) for d in DTYPES]
    + [ref('tensor', made, [0.5, 1.9, -2.5], dtype=d) for d in ('float64', 'int32', 'bool')]
)
ROWS = FILLED + RANGES + DATA
GRADIENTS = []
