"""Normalisation by each sample's channels or by neighbouring channels; random masks and slopes."""
from ..core.inputs import Draw
from ..core.module import module

draw = Draw(73)
small = {'low': -1, 'high': 1}
LINE = draw.floats('line', 2, 3, 5, **small)
PLANE = draw.floats('plane', 2, 6, 2, 3, **small)
VOLUME = draw.floats('volume', 2, 2, 2, 3, 2, **small)
ONE = draw.floats('one', 2, 3, 4, **small)
WIDE = draw.floats('wide', 4, 12, **small)

INSTANCES = [
    module('InstanceNorm1d', 3).on(LINE),
    module('InstanceNorm1d', 3, affine=True, track_running_stats=True, momentum=0.5).on(LINE),
    module('InstanceNorm1d', 3, track_running_stats=True).eval().on(LINE),
    module('InstanceNorm1d', 2, eps=0.125).eval().on(draw.floats('lineOfOne', 2, 5, **small)),
    module('InstanceNorm2d', 6, affine=True).on(PLANE),
    module('InstanceNorm2d', 2, track_running_stats=True).on(ONE),
    module('InstanceNorm3d', 2).on(VOLUME),
    module('InstanceNorm3d', 2, affine=True, track_running_stats=True).eval().on(VOLUME),
]
RESPONSES = [
    module('LocalResponseNorm', 2).on(PLANE),
    module('LocalResponseNorm', 3, alpha=0.5, beta=0.25, k=2.0).on(LINE),
    # PyTorch's gradient is not that of its own result, which counts the first channel for more than its window
    module('CrossMapLRN2d', 3, alpha=0.5, beta=0.5).no_grad().on(PLANE),
    module('CrossMapLRN2d', 1, alpha=1.5).no_grad().on(PLANE),
    module('CrossMapLRN2d', 4, k=2).no_grad().on(PLANE),
]
RANDOM = [
    module('Dropout3d').on(VOLUME),
    module('Dropout3d', p=0.25).eval().on(VOLUME),
    module('FeatureAlphaDropout').on(PLANE),
    module('FeatureAlphaDropout', p=0.25).on(WIDE),
    module('RReLU').on(WIDE),
    module('RReLU', lower=0.25, upper=0.5).on(PLANE),
    module('RReLU').eval().on(WIDE),
]

ROWS = INSTANCES + RESPONSES + RANDOM
