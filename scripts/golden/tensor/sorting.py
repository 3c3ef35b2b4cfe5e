"""Sorting and its neighbours. Values without ties, or with them where PyTorch keeps their order (stable)."""
from ..core.case import call
from ..core.inputs import Draw, const

draw = Draw(8)
X = draw.floats('x', 3, 5)
CUBE = draw.floats('cube', 2, 4, 3)
T = draw.floats('base', 5, 3).via('t', ('t',))
NAN = const('nan', [1, float('nan'), -2, float('inf'), 0, float('-inf')])
TIES = const('ties', [2, 1, 2, 1, 0, 2])
INTS = const('ints', [5, -3, 9, 0, 7], 'int32')
BYTES = const('bytes', [5, 200, 9, 0, 7], 'uint8')
SCALAR = const('scalar', 1.5)

ROWS = (
    [call('sort', X), call('sort', X, dim=0), call('sort', X, descending=True), call('sort', CUBE, dim=1), call('sort', T), call('sort', SCALAR)]
    + [call('sort', x) for x in (NAN, INTS, BYTES)]
    + [call('sort', NAN, descending=True), call('sort', TIES, stable=True), call('sort', TIES, stable=True, descending=True)]
    + [call('argsort', X), call('argsort', X, dim=0, descending=True), call('argsort', NAN), call('argsort', INTS)]
    + [call('topk', X, 2), call('topk', X, 3, largest=False), call('topk', X, 2, dim=0), call('topk', NAN, 3), call('topk', INTS, 2), call('topk', CUBE, 1, dim=1)]
)
