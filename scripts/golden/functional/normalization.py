"""Normalisation and embedding."""
from dataclasses import replace

import torch

from ..core.case import functional as call, ref
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

INSTANCE = [call('instance_norm', x, **o) for x in (X3, X4) for o in ({}, {'weight': SCALE, 'bias': SHIFT}, {'running_mean': MEAN, 'running_var': VAR, 'use_input_stats': False, 'eps': 0.125})]
INSTANCE += [call('instance_norm', X4, weight=SCALE, eps=0.5).twice(), call('instance_norm', draw.floats('x5', 2, 3, 2, 2, 2), bias=SHIFT)]
RESPONSE = [
    call('local_response_norm', X3, 2),
    call('local_response_norm', X3, 3, alpha=0.5, beta=0.5, k=2.0).twice(),
    call('local_response_norm', X4, 3, alpha=0.25),
    call('local_response_norm', draw.floats('deep', 1, 5, 2, 2, 2), 4, alpha=0.5),
]


def rms_norm(x, shape, weight=None, eps=None):
    """torch.nn.functional.rms_norm of PyTorch 2."""
    dims = tuple(range(-len(shape), 0))
    eps = torch.finfo(x.dtype).eps if eps is None else eps
    out = x * (x.pow(2).mean(dims, keepdim=True) + eps).rsqrt()
    return out if weight is None else out * weight


def rms(*args, **opts):
    return replace(ref('rms_norm', rms_norm, *args, **opts), forms='f')


ROOT = [rms(X3, [4]), rms(X3, [4], weight=SCALE4), rms(X3, [3, 4], weight=SCALE34, eps=0.125).twice(), rms(X3.to('float64'), [4]), rms(const('zeros', [[0.0, 0.0]]), [2])]

BAGS = const('bags', [0, 4, 2, 2, 1, 3], 'int32')
# each as often as the others: where they differ, PyTorch 1.13 divides by the frequency of another row
TWICE = const('twice', [[0, 4, 2], [2, 0, 4]], 'int32')
OFFSETS = const('offsets', [0, 2, 5], 'int32')
GAPS = const('gaps', [0, 0, 3, 6], 'int32')
FACTORS = draw.floats('factors', 2, 3)
FACTORS6 = draw.floats('factors6', 6)
BAG = (
    [call('embedding_bag', IDS, TABLE, mode=m) for m in ('mean', 'sum', 'max')]
    + [call('embedding_bag', BAGS, TABLE, offsets=o, mode=m) for o in (OFFSETS, GAPS) for m in ('mean', 'sum', 'max')]
    + [call('embedding_bag', BAGS, TABLE, offsets=OFFSETS, mode=m, padding_idx=p) for m in ('mean', 'sum', 'max') for p in (2, -1)]
    + [call('embedding_bag', BAGS, TABLE, offsets=GAPS, mode=m, include_last_offset=True) for m in ('mean', 'sum', 'max')]
    + [call('embedding_bag', IDS, TABLE, mode='sum', per_sample_weights=FACTORS), call('embedding_bag', BAGS, TABLE, offsets=OFFSETS, mode='sum', per_sample_weights=FACTORS6)]
    + [call('embedding_bag', BAGS, TABLE, offsets=GAPS, mode='sum', per_sample_weights=FACTORS6, padding_idx=4)]
    + [call('embedding_bag', TWICE, TABLE, mode=m, scale_grad_by_freq=True) for m in ('mean', 'sum')]
    + [call('embedding_bag', IDS, TABLE), call('embedding', IDS, TABLE, scale_grad_by_freq=True), call('embedding', IDS, TABLE, scale_grad_by_freq=True, padding_idx=2)]
)

ROWS = BATCH + LAYER + EMBEDDING + INSTANCE + RESPONSE + ROOT + BAG
