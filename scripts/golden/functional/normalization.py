"""Normalisation and embedding."""
from ..core.case import functional as call
from ..core.inputs import Draw, const

draw = Draw(24)
X2 = draw.floats('x2', 4, 3)
X3 = draw.floats('x3', 2, 3, 4)
X4 = draw.floats('x4', 2, 3, 2, 2)
MEAN = const('runningMean', [0.25, -0.5, 1.0]).fixed()
VAR = const('runningVar', [1.0, 0.5, 2.0]).fixed()
SCALE = const('scale', [1.0, 0.5, -2.0])
SHIFT = const('shift', [0.0, 0.25, 1.0])
SCALE34 = draw.floats('scale34', 3, 4)
SHIFT34 = draw.floats('shift34', 3, 4)
SCALE4 = draw.floats('scale4', 4)
X6 = draw.floats('x6', 2, 6, 3)
SCALE6 = draw.floats('scale6', 6)
TABLE = draw.floats('table', 5, 3)
IDS = const('ids', [[0, 4, 2], [2, 2, 1]], 'int32')
ONE_ID = const('oneId', 3, 'int32')

# with running statistics only in evaluation: what training does to them is compared in the tables of modules
BATCH = [call('batch_norm', x, MEAN, VAR, **o) for x in (X2, X3, X4) for o in ({}, {'weight': SCALE, 'bias': SHIFT}, {'eps': 0.125})] + [
    call('batch_norm', x, None, None, training=True, **o) for x in (X2, X3, X4) for o in ({}, {'weight': SCALE, 'bias': SHIFT})
]
BATCH += [call('batch_norm', X2, None, None, training=True, weight=SCALE, bias=SHIFT, eps=0.125).twice()]
LAYER = [
    call('layer_norm', X3, [4]),
    call('layer_norm', X3, [4], weight=SCALE4),
    call('layer_norm', X3, [3, 4], weight=SCALE34, bias=SHIFT34).twice(),
    call('layer_norm', X2, [3], weight=SCALE, bias=SHIFT, eps=0.125),
    call('group_norm', X6, 3),
    call('group_norm', X6, 2, weight=SCALE6, bias=SCALE6),
]
EMBEDDING = [
    call('embedding', IDS, TABLE),
    call('embedding', IDS, TABLE, padding_idx=2),
    call('embedding', IDS, TABLE, padding_idx=-1),
    call('embedding', ONE_ID, TABLE),
]

ROWS = BATCH + LAYER + EMBEDDING
