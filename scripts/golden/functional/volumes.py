"""Transposed convolutions, convolutions over volumes, and pools of volumes, of norms, and back."""
from ..core.case import functional as call
from ..core.inputs import Draw, const

import torch.nn.functional as F

draw = Draw(29)
small = {'low': -1, 'high': 1}
V = draw.floats('v', 2, 2, 4, 5, 4, **small)
V1 = draw.floats('v1', 2, 4, 4, 3, **small)
V4 = draw.floats('v4', 1, 4, 3, 4, 3, **small)
V_STRIDED = draw.floats('vBase', 1, 4, 3, 4, 2, **small).via('vStrided', ('permute', 0, 4, 2, 1, 3))
W = draw.floats('w', 3, 2, 2, 3, 2, **small)
W_GROUPS = draw.floats('wGroups', 4, 2, 2, 2, 2, **small)
BIAS = draw.floats('bias', 3, **small)

CONV3D = [
    call('conv3d', V, W).twice(),
    call('conv3d', V, W, bias=BIAS, stride=2, padding=1),
    call('conv3d', V, W, stride=(1, 2, 1), padding=(1, 0, 2), dilation=(2, 1, 1)),
    call('conv3d', V, W, bias=BIAS, padding='same'),
    call('conv3d', V, W, padding='valid', dilation=(1, 2, 3)),
    call('conv3d', V1, W, bias=BIAS),
    call('conv3d', V4, W_GROUPS, groups=2).twice(),
    call('conv3d', V_STRIDED, W),
    call('conv3d', const('noVolumes', [], shape=(0, 2, 4, 5, 4)), W),
]

X = draw.floats('x', 2, 4, 3, 4, **small)
X1 = draw.floats('x1', 4, 3, 2, **small)
T = draw.floats('t', 4, 2, 3, 2, **small)
T_BIAS = draw.floats('tBias', 2, **small)
T_BIAS4 = draw.floats('tBias4', 4, **small)
S = draw.floats('s', 2, 4, 5, **small)
K = draw.floats('k', 4, 3, 3, **small)
V_T = draw.floats('vT', 1, 2, 2, 3, 2, **small)
W_T = draw.floats('wT', 2, 3, 2, 2, 3, **small)
TRANSPOSED = [
    call('conv_transpose2d', X, T).twice(),
    call('conv_transpose2d', X, T, bias=T_BIAS, stride=2),
    call('conv_transpose2d', X, T, stride=(2, 1), padding=1),
    call('conv_transpose2d', X, T, stride=2, padding=(1, 0), output_padding=1),
    call('conv_transpose2d', X, T, dilation=2, padding=1),
    call('conv_transpose2d', X, T, dilation=(2, 3), output_padding=(1, 2)),
    call('conv_transpose2d', X, T, stride=(3, 2), dilation=(1, 2), output_padding=(2, 1), padding=(0, 1)),
    call('conv_transpose2d', X, T, bias=T_BIAS4, groups=2, stride=2).twice(),
    call('conv_transpose2d', X1, T, bias=T_BIAS),
    call('conv_transpose2d', const('noImages', [], shape=(0, 4, 3, 4)), T),
    call('conv_transpose1d', S, K),
    call('conv_transpose1d', S, K, bias=BIAS, stride=2, padding=1, output_padding=1),
    call('conv_transpose1d', S, K, groups=4, dilation=2),
    call('conv_transpose1d', draw.floats('s1', 4, 5, **small), K),
    call('conv_transpose3d', V_T, W_T).twice(),
    call('conv_transpose3d', V_T, W_T, bias=BIAS, stride=(2, 1, 2), padding=(1, 1, 0), output_padding=(1, 0, 1)),
    call('conv_transpose3d', V_T, W_T, groups=2, dilation=2),
    call('conv_transpose3d', draw.floats('vT1', 2, 2, 2, 2, **small), W_T),
]

P = draw.floats('p', 1, 2, 4, 5, 6)
P1 = draw.floats('p1', 2, 4, 3, 5)
TIES = draw.ints('ties', 1, 1, 4, 4, 4, high=3).to('float32')
NAN = const('nan', [1, float('nan'), 0, 2, 5, 2, float('-inf'), 2], shape=(1, 1, 2, 2, 2))
POOL3D = (
    [
        call('max_pool3d', P, 2),
        call('max_pool3d', P, (2, 3, 2), stride=1),
        call('max_pool3d', P, 3, stride=2, padding=1, return_indices=True),
        call('max_pool3d', P, 2, dilation=(1, 2, 3), stride=1, return_indices=True),
        call('max_pool3d', P, 3, stride=2, ceil_mode=True, return_indices=True),
        call('max_pool3d', P1, 2, padding=1),
        call('max_pool3d', TIES, 2, return_indices=True),
        call('max_pool3d', TIES, 3, stride=1, padding=1, return_indices=True),
        call('max_pool3d', NAN, 2, return_indices=True).no_grad(),
        call('avg_pool3d', P, 2),
        call('avg_pool3d', P, (2, 3, 1), stride=(1, 2, 2)),
        call('avg_pool3d', P, 3, stride=2, padding=1),
        call('avg_pool3d', P, 3, stride=2, padding=1, count_include_pad=False),
        call('avg_pool3d', P, 3, stride=2, padding=1, ceil_mode=True, count_include_pad=False),
        call('avg_pool3d', P, 3, stride=2, padding=1, ceil_mode=True),
        call('avg_pool3d', P, 2, divisor_override=3),
        call('avg_pool3d', P1, 2),
        call('adaptive_avg_pool3d', P, 1),
        call('adaptive_avg_pool3d', P, (2, 3, 4)),
        call('adaptive_avg_pool3d', P, (None, 2, 7)),
        call('adaptive_avg_pool3d', P1, 2),
        call('adaptive_max_pool3d', P, (2, 3, 4), return_indices=True),
        call('adaptive_max_pool3d', P1, (None, 2, 1)),
        call('adaptive_max_pool3d', TIES, 3, return_indices=True),
        call('adaptive_max_pool2d', P1, (2, 2), return_indices=True),
        call('adaptive_max_pool1d', S, 3, return_indices=True),
        call('max_pool1d', S, 3, stride=2, padding=1, ceil_mode=True, return_indices=True),
        call('max_pool1d', S, 2, dilation=2, stride=1),
        call('avg_pool1d', S, 2, ceil_mode=True),
    ]
)

POSITIVE = draw.floats('positive', 2, 3, 4, 5, low=0.25, high=2)
POSITIVE1 = draw.floats('positive1', 2, 3, 6, low=0.25, high=2)
LP = (
    [call('lp_pool2d', POSITIVE, p, 2) for p in (1, 2, 3, 1.5)]
    + [call('lp_pool2d', POSITIVE, 2, (2, 3), stride=1), call('lp_pool2d', POSITIVE, 2, 2, ceil_mode=True), call('lp_pool2d', X, 2, 2)]
    + [call('lp_pool1d', POSITIVE1, p, 2) for p in (1, 2, 3)]
    + [call('lp_pool1d', POSITIVE1, 2, 3, stride=2, ceil_mode=True)]
)


def pooled(name, pool, x, *args, **opts):
    """Positions that a pool gives, as an input."""
    return const(name, pool(x.base, *args, return_indices=True, **opts)[1].tolist(), 'int32')


SMALL = draw.floats('small', 1, 2, 2, 3)
WHERE2 = pooled('where2', F.max_pool2d, draw.floats('plane', 1, 2, 4, 6), 2)
WHERE2_ODD = pooled('where2odd', F.max_pool2d, draw.floats('oddPlane', 1, 2, 5, 7), 2)
WHERE2_PAD = pooled('where2pad', F.max_pool2d, draw.floats('padPlane', 1, 2, 3, 5), 3, stride=2, padding=1)
SMALL1 = draw.floats('small1', 2, 3, 3)
WHERE1 = pooled('where1', F.max_pool1d, draw.floats('line', 2, 3, 6), 2)
SMALL3 = draw.floats('small3', 2, 2, 2, 1)
WHERE3 = pooled('where3', F.max_pool3d, draw.floats('volume', 2, 4, 4, 2), 2)
UNPOOL = [
    call('max_unpool2d', SMALL, WHERE2, 2),
    call('max_unpool2d', SMALL, WHERE2_ODD, 2, output_size=(5, 7)),
    call('max_unpool2d', SMALL, WHERE2_ODD, 2, output_size=(1, 2, 5, 7)),
    call('max_unpool2d', SMALL, WHERE2_PAD, 3, stride=2, padding=1),
    call('max_unpool1d', SMALL1, WHERE1, 2),
    call('max_unpool1d', SMALL1, WHERE1, 2, output_size=(7,)),
    call('max_unpool3d', SMALL3, WHERE3, 2),
    call('max_unpool3d', SMALL3, WHERE3, 2, stride=(2, 2, 3), output_size=(5, 4, 3)),
]

SAMPLES = draw.floats('samples', 1, 2, 2, low=0, high=0.98).fixed()
SAMPLES3 = draw.floats('samples3', 1, 2, 3, low=0, high=0.98).fixed()
PLANE = draw.floats('plane', 1, 2, 7, 8)
FRACTIONAL = [
    call('fractional_max_pool2d', PLANE, 2, output_size=(4, 5), _random_samples=SAMPLES, return_indices=True),
    call('fractional_max_pool2d', PLANE, (2, 3), output_ratio=(0.5, 0.6), _random_samples=SAMPLES),
    call('fractional_max_pool2d', PLANE, 3, output_size=(1, 3), _random_samples=SAMPLES),
    call('fractional_max_pool2d', draw.floats('plane1', 2, 6, 6), 2, output_size=3, _random_samples=SAMPLES, return_indices=True),
    call('fractional_max_pool3d', P, 2, output_size=(2, 3, 4), _random_samples=SAMPLES3, return_indices=True),
    call('fractional_max_pool3d', P, (1, 2, 3), output_ratio=0.5, _random_samples=SAMPLES3),
]

ROWS = CONV3D + TRANSPOSED + POOL3D + LP + UNPOOL + FRACTIONAL
