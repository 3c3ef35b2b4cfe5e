"""Elementwise functions of two and three tensors, comparisons and logic: broadcasting, numbers, layouts, special values."""
import torch

from ..core.case import call, method, ref
from ..core.inputs import Draw, const

draw = Draw(2)
X = draw.floats('x', 2, 3)
Y = draw.floats('y', 2, 3)
ROW = draw.floats('row', 3)
COLUMN = draw.floats('column', 2, 1)
BLOCK = draw.floats('block', 4, 1, 3)
SCALAR = const('scalar', -1.25)
POSITIVE = draw.floats('positive', 2, 3, low=0.1, high=3)
OTHER = draw.floats('other', 2, 3, low=0.1, high=3)
TRANSPOSED = draw.floats('base', 3, 2, low=0.1, high=3).via('transposed', ('t',))
EXPANDED = draw.floats('one', 1, 3, low=0.1, high=3).via('expanded', ('expand', (2, 3)))
EMPTY = const('empty', [], shape=(0, 3))
EDGE_A = const('edgeA', [1.0, -1.0, 0.0, -0.0, 0.0, float('inf'), float('-inf'), float('nan'), 5.5, -5.5, 5.5, -5.5, 2.0, float('inf')])
EDGE_B = const('edgeB', [0.0, 0.0, 0.0, 1.0, -1.0, float('inf'), 2.0, 1.0, 2.0, 2.0, -2.0, -2.0, float('nan'), 3.0])
TIES = const('ties', [1, 2, 3, -1, 0, 5])
TIED = const('tied', [1, 3, 3, -2, 0, 4])
INT_A = const('intA', [7, -7, 7, -7, 0, 6], 'int32')
INT_B = const('intB', [2, 2, -2, -2, 5, 3], 'int32')
BYTE_A = const('byteA', [7, 200, 255, 1], 'uint8')
BYTE_B = const('byteB', [2, 100, 3, 3], 'uint8')
BOOL_A = const('boolA', [0, 0, 1, 1], 'bool')
BOOL_B = const('boolB', [0, 1, 0, 1], 'bool')
CONDITION = draw.bools('condition', 2, 3)

SMOOTH = ('add', 'sub', 'mul', 'div', 'pow', 'atan2', 'hypot', 'xlogy', 'logaddexp')
PIECEWISE = ('maximum', 'minimum', 'fmax', 'fmin', 'remainder', 'fmod', 'copysign')
INTEGER = ('add', 'sub', 'mul', 'div', 'maximum', 'minimum', 'remainder', 'fmod', 'floor_divide')
COMPARE = ('eq', 'ne', 'lt', 'le', 'gt', 'ge')
LOGIC = ('logical_and', 'logical_or', 'logical_xor')
BITWISE = ('bitwise_and', 'bitwise_or', 'bitwise_xor')


ADDITIVE = ('add', 'sub', 'logaddexp')  # their second order is zero with these gradients of the outputs
SAME_SHAPE = [call(name, POSITIVE, OTHER) if name in ADDITIVE else call(name, POSITIVE, OTHER).twice() for name in SMOOTH]
BROADCAST = (
    [call(name, POSITIVE, x) for name in ('add', 'mul', 'div', 'pow') for x in (ROW, COLUMN, BLOCK, SCALAR, TRANSPOSED, EXPANDED)]
    + [call(name, x, POSITIVE) for name in ('sub', 'mul', 'maximum') for x in (ROW, BLOCK, SCALAR)]
    + [call('add', EMPTY, ROW), call('mul', EMPTY, SCALAR), call('add', COLUMN, ROW), call('mul', SCALAR, SCALAR)]
    + [call(name, X, Y) for name in PIECEWISE]
)
NUMBERS = (
    [call(name, POSITIVE, 2) for name in ('add', 'sub', 'mul', 'div', 'pow', 'remainder', 'fmod')]
    + [call('floor_divide', x, 2).no_grad() for x in (POSITIVE, INT_A)]
    + [call(name, X, -1.5) for name in ('add', 'sub', 'mul', 'div', 'remainder', 'fmod')]
    + [call('rsub', X, 2), call('rsub', X, Y, alpha=0.5), call('rsub', INT_A, 3), call('pow', 2, POSITIVE).function_only()]
    + [call('pow', POSITIVE, p).twice() for p in (0.5, -1, 3, 2.5)]
    + [call('pow', X, p) for p in (0, 1, 2, 3)]
    + [call('xlogy', POSITIVE, 2), call('float_power', POSITIVE, 2), call('float_power', INT_A, 0.5), call('float_power', POSITIVE, OTHER), call('eq', TIES, 3), call('lt', X, 0.5), call('ge', INT_A, 6.5), call('ne', BOOL_A, 1)]
)
OPTIONS = [
    call('add', X, ROW, alpha=2),
    call('sub', X, Y, alpha=0.5),
    call('add', INT_A, INT_B, alpha=3),
    call('div', X, POSITIVE, rounding_mode='floor'),
    call('div', X, POSITIVE, rounding_mode='trunc'),
    call('div', INT_A, INT_B, rounding_mode='floor'),
    call('div', INT_A, INT_B, rounding_mode='trunc'),
    call('div', X, -0.75, rounding_mode='floor'),
    call('floor_divide', X, POSITIVE).no_grad(),
]
EDGES = (
    [call(name, EDGE_A, EDGE_B).no_grad() for name in SMOOTH + PIECEWISE + COMPARE + LOGIC]
    + [call('floor_divide', EDGE_A, EDGE_B).no_grad()]
    + [call(name, TIES, TIED) for name in ('maximum', 'minimum', 'fmax', 'fmin')]
    + [call('pow', const('zero', [0.0, 0.0, -2.0, 4.0]), const('exponent', [0.0, 2.0, 3.0, 0.0]))]
)
INTEGERS = (
    [call(name, INT_A, INT_B) for name in INTEGER]
    + [call(name, BYTE_A, BYTE_B) for name in INTEGER]
    + [call('pow', const('three', [0, 1, -2, 3], 'int32'), const('power', [0, 5, 3, 4], 'int32')), call('pow', INT_A, 2), call('pow', INT_A, 0.5)]
)
LOGICAL = (
    [call(name, a, b) for name in COMPARE for a, b in ((X, ROW), (INT_A, INT_B), (BOOL_A, BOOL_B), (TIES, TIED))]
    + [call(name, a, b) for name in LOGIC for a, b in ((BOOL_A, BOOL_B), (INT_A, const('someZero', [0, 1, 0, 2, 0, 0], 'int32')), (X, ROW))]
    + [call(name, a, b) for name in BITWISE for a, b in ((BOOL_A, BOOL_B), (BYTE_A, BYTE_B), (INT_A, INT_B))]
    + [call('isclose', TIES, const('near', [1.0000001, 2.1, 3, -1, 1e-9, 5])), call('equal', TIES, TIED), call('equal', TIES, TIES)]
    + [call('allclose', TIES, TIED, atol=1.5), call('allclose', TIES, TIED)]
)
TERNARY = [
    call('where', CONDITION, X, Y),
    call('where', CONDITION, X, ROW),
    call('where', CONDITION, COLUMN, ROW),
    call('where', CONDITION, X, 0.5),
    call('where', CONDITION, const('int23', [1, 2, 3, 4, 5, 6], 'int32', (2, 3)), Y),
    ref('where', lambda c, a, b: torch.where(c, torch.tensor(a), b), CONDITION, 1.5, Y),
    method('where', X, CONDITION, ROW),
    call('lerp', X, Y, 0.25),
    call('lerp', X, Y, POSITIVE),
    call('lerp', X, ROW, 0.75),
    call('addcmul', X, Y, POSITIVE),
    call('addcmul', X, ROW, COLUMN, value=-0.5),
    call('addcdiv', X, Y, POSITIVE),
    call('addcdiv', X, ROW, POSITIVE, value=2).twice(),
]

ROWS = SAME_SHAPE + [c.to('float64') for c in SAME_SHAPE] + BROADCAST + NUMBERS + OPTIONS + EDGES + INTEGERS + LOGICAL + TERNARY
GRADIENTS = SAME_SHAPE + BROADCAST + NUMBERS + OPTIONS + EDGES + TERNARY
