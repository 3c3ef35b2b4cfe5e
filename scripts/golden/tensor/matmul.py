"""Products of matrices: every combination of ranks, layouts, empty sizes."""
from ..core.case import call
from ..core.inputs import Draw, const

draw = Draw(4)
VECTOR = draw.floats('vector', 4)
OTHER_VECTOR = draw.floats('otherVector', 4)
M34 = draw.floats('m34', 3, 4)
M42 = draw.floats('m42', 4, 2)
B234 = draw.floats('b234', 2, 3, 4)
B242 = draw.floats('b242', 2, 4, 2)
B134 = draw.floats('b134', 1, 3, 4)
B5142 = draw.floats('b5142', 3, 1, 4, 2)
SHORT = draw.floats('short', 3)
PAIR = draw.floats('pair', 2)
T34 = draw.floats('base43', 4, 3).via('t34', ('t',))
T42 = draw.floats('base24', 2, 4).via('t42', ('t',))
N34 = draw.floats('base38', 3, 8).via('n34', ('narrow', 1, 2, 4))
BT = draw.floats('base243', 2, 4, 3).via('bt', ('transpose', 1, 2))
EXPANDED = draw.floats('one14', 1, 4).via('e34', ('expand', (3, 4)))
WIDE = draw.floats('wide', 9, 70)
TALL = draw.floats('tall', 70, 5)
EMPTY03 = const('empty03', [], shape=(0, 3))
EMPTY30 = const('empty30', [], shape=(3, 0))
EMPTY04 = const('empty04', [], shape=(0, 4))
BIAS = draw.floats('bias', 2)
SQUARE = draw.floats('square', 3, 2)
WEIGHT = draw.floats('weight', 5, 4)
WEIGHT_BIAS = draw.floats('weightBias', 5)
NAN = const('nan', [[float('nan'), 1.0], [float('inf'), 0.0]])
INT_A = const('intA', [[1, 2, 3], [4, 5, 6]], 'int32')
INT_B = const('intB', [[1, -1], [0, 2], [3, 1]], 'int32')

RANKS = [(VECTOR, OTHER_VECTOR), (M34, VECTOR), (VECTOR, M42), (M34, M42), (B234, VECTOR), (VECTOR, B242), (B234, M42),
         (M34, B242), (B234, B242), (B134, B242), (B234, B5142), (B134, VECTOR)]  # fmt: skip
LAYOUTS = [(T34, M42), (M34, T42), (T34, T42), (N34, M42), (BT, B242), (EXPANDED, M42)]

MATMUL = (
    [call('matmul', a, b).twice() for a, b in RANKS]
    + [call('matmul', a, b) for a, b in LAYOUTS]
    + [call('matmul', EMPTY03, SQUARE), call('matmul', EMPTY30, EMPTY03), call('matmul', NAN, NAN).no_grad(), call('matmul', EMPTY04, VECTOR)]
    + [call('matmul', WIDE, TALL).no_grad()]
)
NAMED = [
    call('mm', M34, M42),
    call('mm', T34, T42),
    call('bmm', B234, B242),
    call('bmm', BT, B242),
    call('mv', M34, VECTOR),
    call('dot', VECTOR, OTHER_VECTOR),
    call('outer', SHORT, PAIR),
    call('addmm', SQUARE, M34, M42),
    call('addmm', BIAS, M34, M42),
    call('addmm', SQUARE, M34, M42, beta=0.5, alpha=2),
    call('addmm', SQUARE, T34, M42, beta=0),
    call('baddbmm', draw.floats('bb', 2, 3, 2), B234, B242),
    call('baddbmm', BIAS, B234, B242, beta=2, alpha=-0.5),
    call('addmv', SHORT, M34, VECTOR),
    call('matmul', INT_A, INT_B),
    call('mm', INT_A, INT_B),
    call('dot', const('i3', [1, 2, 3], 'int32'), const('j3', [4, -5, 6], 'int32')),
]

ROWS = MATMUL + NAMED
