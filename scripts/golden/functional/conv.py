"""Linear maps, convolutions, pooling, padding."""
from ..core.case import functional as call
from ..core.inputs import Draw, const

draw = Draw(22)
small = {'low': -1, 'high': 1}  # keeps sums of products near 1, so that absolute bounds mean something
ROWS_5 = draw.floats('rows5', 3, 5, **small)
VECTOR = draw.floats('vector5', 5, **small)
CUBE = draw.floats('cube5', 2, 3, 5, **small)
W25 = draw.floats('w25', 2, 5, **small)
B2 = draw.floats('b2', 2, **small)
T35 = draw.floats('base53', 5, 3, **small).via('t35', ('t',))

LINEAR = [
    call('linear', ROWS_5, W25).twice(),
    call('linear', ROWS_5, W25, bias=B2),
    call('linear', VECTOR, W25, bias=B2),
    call('linear', CUBE, W25, bias=B2),
    call('linear', T35, W25, bias=B2),
    call('linear', ROWS_5, VECTOR),
    call('linear', const('empty', [], shape=(0, 5)), W25, bias=B2),
    call('bilinear', ROWS_5, draw.floats('rows2', 3, 2, **small), draw.floats('w352', 3, 5, 2, **small)),
]

X = draw.floats('x', 2, 2, 5, 6, **small)
ONE = draw.floats('one', 2, 5, 5, **small)  # without a batch dimension
W = draw.floats('w', 3, 2, 3, 3, **small)
W23 = draw.floats('w23', 3, 2, 2, 3, **small)
W1 = draw.floats('w1', 3, 2, 1, 1, **small)
BIAS = draw.floats('bias', 3, **small)
X4 = draw.floats('x4', 1, 4, 5, 5, **small)
W_GROUPS = draw.floats('wGroups', 6, 2, 3, 3, **small)
W_DEPTH = draw.floats('wDepth', 4, 1, 3, 3, **small)
X_STRIDED = draw.floats('base', 1, 5, 6, 2, **small).via('strided', ('permute', 0, 3, 1, 2))
W_STRIDED = draw.floats('wBase', 3, 3, 2, 3, **small).via('wStrided', ('permute', 3, 2, 0, 1))

CONV2D = [
    call('conv2d', X, W).twice(),
    call('conv2d', X, W, bias=BIAS),
    call('conv2d', X, W, bias=BIAS, stride=2),
    call('conv2d', X, W, stride=(2, 1)),
    call('conv2d', X, W, bias=BIAS, padding=1),
    call('conv2d', X, W, padding=(0, 2)),
    call('conv2d', X, W, dilation=2),
    call('conv2d', X, W, padding=(2, 1), dilation=(2, 1), stride=(1, 2)),
    call('conv2d', X, W, padding='same'),
    call('conv2d', X, W23, padding='same'),
    call('conv2d', X, W23, padding='same', dilation=2),
    call('conv2d', X, W, padding='valid'),
    call('conv2d', X, W1, bias=BIAS),
    call('conv2d', X, W1, stride=2),
    call('conv2d', ONE, W, bias=BIAS),
    call('conv2d', X4, W_GROUPS, groups=2),
    call('conv2d', X4, W_DEPTH, groups=4, padding=1),
    call('conv2d', X4, W_GROUPS, groups=2, stride=2, padding=1).twice(),
    call('conv2d', X_STRIDED, W),
    call('conv2d', X, W_STRIDED),
    call('conv2d', draw.floats('exact', 1, 2, 3, 3, **small), W),
]

S = draw.floats('signal', 2, 3, 8, **small)
S1 = draw.floats('signal1', 3, 8, **small)
K = draw.floats('k', 4, 3, 3, **small)
K_GROUPS = draw.floats('kGroups', 3, 1, 3, **small)
BIAS4 = draw.floats('bias4', 4, **small)
CONV1D = [
    call('conv1d', S, K).twice(),
    call('conv1d', S, K, bias=BIAS4, stride=2, padding=1),
    call('conv1d', S, K, dilation=2),
    call('conv1d', S, K, padding='same'),
    call('conv1d', S, K, bias=BIAS4, padding='valid'),
    call('conv1d', S, K_GROUPS, groups=3),
    call('conv1d', S1, K, bias=BIAS4),
]

P = draw.floats('p', 1, 2, 5, 6)
P3 = draw.floats('p3', 2, 5, 4)
P_STRIDED = draw.floats('pBase', 1, 5, 6, 2).via('pStrided', ('permute', 0, 3, 1, 2))
TIES = const('ties', [1, 1, 0, 2, 2, 2, 0, 2, 1, 1, 1, 1, 0, 3, 3, 0], shape=(1, 1, 4, 4))
NAN = const('nan', [1, float('nan'), 0, 2, 5, 2, float('-inf'), 2, 1], shape=(1, 1, 3, 3))
NEGATIVE = draw.floats('negative', 1, 1, 3, 3, low=-3, high=-1)
POOL = [
    call('max_pool2d', P, 2),
    call('max_pool2d', P, (2, 3)),
    call('max_pool2d', P, 3, stride=1),
    call('max_pool2d', P, 3, stride=2, padding=1),
    call('max_pool2d', P, 2, stride=(1, 2), padding=(1, 0)),
    call('max_pool2d', P, 2, dilation=2, stride=1),
    call('max_pool2d', P, 3, stride=2, ceil_mode=True),
    call('max_pool2d', P, 2, stride=2, padding=1, ceil_mode=True),
    call('max_pool2d', P3, 2),
    call('max_pool2d', P_STRIDED, 2),
    call('max_pool2d', TIES, 2),
    call('max_pool2d', TIES, 3, stride=1),
    call('max_pool2d', NAN, 2, stride=1).no_grad(),
    call('max_pool2d', NEGATIVE, 2, stride=1, padding=1),
    call('max_pool2d', P, 2, return_indices=True),
    call('max_pool2d', P, 3, stride=2, padding=1, return_indices=True),
    call('max_pool1d', S, 2),
    call('max_pool1d', S, 3, stride=2, padding=1),
    call('avg_pool2d', P, 2),
    call('avg_pool2d', P, (2, 3), stride=1),
    call('avg_pool2d', P, 3, stride=2, padding=1),
    call('avg_pool2d', P, 3, stride=2, padding=1, count_include_pad=False),
    call('avg_pool2d', P, 3, stride=2, ceil_mode=True),
    call('avg_pool2d', P, 3, stride=2, padding=1, ceil_mode=True, count_include_pad=False),
    call('avg_pool2d', P, 2, stride=2, padding=1, ceil_mode=True),
    call('avg_pool2d', P, 2, divisor_override=3),
    call('avg_pool2d', P3, 2),
    call('avg_pool2d', P_STRIDED, 2),
    call('avg_pool1d', S, 2),
    call('avg_pool1d', S, 3, stride=2, padding=1, count_include_pad=False),
    call('adaptive_avg_pool2d', P, 1),
    call('adaptive_avg_pool2d', P, (2, 3)),
    call('adaptive_avg_pool2d', P, (3, 4)),
    call('adaptive_avg_pool2d', P, (None, 2)),
    call('adaptive_avg_pool2d', P, 7),
    call('adaptive_avg_pool2d', P3, 2),
    call('adaptive_avg_pool1d', S, 3),
    call('adaptive_max_pool2d', P, (2, 4)),
]
Q = draw.floats('q', 1, 2, 3, 4)
PAD = [
    call('pad', Q, [1, 2]),
    call('pad', Q, [1, 0, 0, 2]),
    call('pad', Q, [1, 1, 2, 0], value=-1.5),
    call('pad', Q, [-1, 1]),
    call('pad', Q, [0, 0, 0, 0, 1, 0]),
    call('pad', Q, [1, 2, 2, 1], mode='reflect'),
    call('pad', Q, [1, 2, 2, 1], mode='replicate'),
    call('pad', Q, [1, 2, 2, 1], mode='circular'),
    call('pad', const('row', [1, 2, 3], 'int32'), [1, 1], value=9),
    call('unfold', P, 2),
    call('unfold', P, (2, 3), stride=2, padding=1),
]

ROWS = LINEAR + CONV2D + CONV1D + POOL + PAD
