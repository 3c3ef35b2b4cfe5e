"""Convolutions, transposed convolutions and pools of lines, planes and volumes."""
from ..core.inputs import Draw, const
from ..core.module import module

draw = Draw(71)
small = {'low': -1, 'high': 1}
LINE = draw.floats('line', 2, 4, 5, **small)
PLANE = draw.floats('plane', 2, 2, 4, 3, **small)
VOLUME = draw.floats('volume', 2, 2, 3, 4, 3, **small)
ONE = draw.floats('one', 2, 3, 3, 4, **small)
BIG = draw.floats('big', 1, 2, 4, 5, 6)
POSITIVE = draw.floats('positive', 2, 2, 5, low=0.1, high=2)
POSITIVE_PLANE = draw.floats('positivePlane', 1, 2, 4, 5, low=0.1, high=2)

CONVOLUTIONS = [
    module('Conv3d', 2, 3, 2).on(VOLUME),
    module('Conv3d', 2, 2, (1, 2, 3), stride=(1, 2, 1), padding=(0, 1, 1), groups=2, bias=False).on(VOLUME),
    module('Conv3d', 2, 1, 3, padding='same', padding_mode='circular').on(VOLUME),
    module('Conv3d', 2, 1, 3, padding='same').on(ONE),
    module('Conv3d', 2, 2, 2, dilation=2, padding=1).on(VOLUME),
]
TRANSPOSED = [
    module('ConvTranspose1d', 4, 2, 3).on(LINE),
    module('ConvTranspose1d', 4, 6, 3, stride=2, padding=1, output_padding=1, groups=2, bias=False, dilation=2).on(LINE),
    module('ConvTranspose1d', 4, 2, 3, stride=3).on(LINE, [17]),
    module('ConvTranspose2d', 2, 3, 2).on(PLANE),
    module('ConvTranspose2d', 2, 2, (3, 2), stride=(2, 1), padding=(1, 0), output_padding=(1, 0)).on(PLANE),
    module('ConvTranspose2d', 2, 2, 3, stride=2).on(PLANE, [2, 2, 10, 7]),
    module('ConvTranspose2d', 2, 3, 2).on(draw.floats('planeOfOne', 2, 3, 3, **small)),
    module('ConvTranspose3d', 2, 2, 2).on(VOLUME),
    module('ConvTranspose3d', 2, 4, 2, stride=2, groups=2, padding=1, output_padding=1).on(ONE),
]
POOLS = [
    module('MaxPool1d', 2, return_indices=True).on(LINE),
    module('MaxPool2d', 2, return_indices=True).on(PLANE),
    module('MaxPool3d', 2).on(BIG),
    module('MaxPool3d', (1, 2, 3), stride=(1, 2, 1), padding=(0, 1, 1), ceil_mode=True).on(BIG),
    module('MaxPool3d', 2, return_indices=True).on(BIG),
    module('AvgPool3d', 2).on(BIG),
    module('AvgPool3d', (2, 2, 3), stride=1, padding=1, count_include_pad=False, ceil_mode=True).on(BIG),
    module('AvgPool3d', 2, divisor_override=3).on(BIG),
    module('AdaptiveAvgPool3d', (2, None, 3)).on(BIG),
    module('AdaptiveAvgPool3d', 1).on(BIG),
    module('AdaptiveMaxPool3d', 2).on(BIG),
    module('AdaptiveMaxPool1d', 2, return_indices=True).on(LINE),
    module('AdaptiveMaxPool2d', (2, 1), return_indices=True).on(PLANE),
    module('AdaptiveMaxPool3d', (None, 2, 2), return_indices=True).on(BIG),
    module('LPPool1d', 2, 2).on(POSITIVE),
    module('LPPool1d', 1.5, 3, stride=1, ceil_mode=True).on(POSITIVE),
    module('LPPool2d', 2, (2, 3), stride=(1, 2)).on(POSITIVE_PLANE),
    module('FractionalMaxPool2d', 2, output_size=(2, 3)).on(POSITIVE_PLANE),
    module('FractionalMaxPool2d', (2, 1), output_ratio=0.5, return_indices=True).on(POSITIVE_PLANE),
    module('FractionalMaxPool3d', 2, output_ratio=(0.5, 0.5, 0.75)).on(BIG),
    module('FractionalMaxPool3d', 2, output_size=2, return_indices=True).on(BIG),
]
PLACES = const('places', [[[1, 3], [0, 2]]], 'int32')
PLANE_PLACES = const('planePlaces', [[[[0, 3], [9, 14]]]], 'int32')
VOLUME_PLACES = const('volumePlaces', [[[[[5]], [[20]]]]], 'int32')
UNPOOLS = [
    module('MaxUnpool1d', 2).on(draw.floats('pooled', 1, 2, 2), PLACES),
    module('MaxUnpool1d', 2, stride=2).on(draw.floats('pooled1', 1, 2, 2), PLACES, [5]),
    module('MaxUnpool2d', 2).on(draw.floats('pooled2', 1, 1, 2, 2), PLANE_PLACES),
    module('MaxUnpool2d', 3, stride=2, padding=1).on(draw.floats('pooled3', 1, 1, 2, 2), PLANE_PLACES, [1, 1, 4, 4]),
    module('MaxUnpool3d', (2, 3, 2)).on(draw.floats('pooled4', 1, 1, 2, 1, 1), VOLUME_PLACES),
]

ROWS = CONVOLUTIONS + TRANSPOSED + POOLS + UNPOOLS
