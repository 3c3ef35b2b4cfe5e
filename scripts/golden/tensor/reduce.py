"""Reductions and running sums: dimensions, keepdim, empty tensors, NaN, ties, integer inputs."""
from ..core.case import call
from ..core.inputs import Draw, const

draw = Draw(3)
X = draw.floats('x', 2, 3, 4)
MATRIX = draw.floats('matrix', 3, 5)
TRANSPOSED = MATRIX.via('transposed', ('t',))
FLIPPED = MATRIX.via('flipped', ('flip', (0, 1)))
EXPANDED = draw.floats('one', 3, 1).via('expanded', ('expand', (3, 4)))
NEAR_ONE = draw.floats('nearOne', 2, 3, 2, low=0.5, high=1.5)
LONG = draw.floats('long', 300)
SCALAR = const('scalar', 2.5)
ONE = const('single', [1.5])
EMPTY = const('empty', [], shape=(0, 3))
NAN = const('nan', [[1, float('nan'), 3], [4, 5, float('-inf')]])
INFINITE = const('infinite', [[float('inf'), float('inf'), 1], [float('-inf'), float('-inf'), float('-inf')]])
TIES = const('ties', [[1, 3, 3], [2, 2, 2], [0, -1, 0]])
WITH_ZERO = const('withZero', [[1, 0, 3], [2, 2, 2], [0, 0, 1]])
INTS = draw.ints('ints', 3, 4, low=-9, high=9)
BYTES = const('bytes', [[200, 100, 7], [1, 2, 3]], 'uint8')
BOOLS = const('bools', [[1, 0, 1], [1, 1, 1]], 'bool')

LINEAR = ('sum', 'mean')
EXTREME = ('amax', 'amin')
ARG = ('argmax', 'argmin')
DIMS = (0, -1, (0, 2), (-1, -2))


def extremes():
    """max and min: of everything one tensor, along a dimension values and indices."""
    for name in ('max', 'min'):
        yield from (call(name, x) for x in (X, TIES, NAN, SCALAR, INTS, BYTES))
        yield from (call(name, x, dim) for x in (X, TIES, NAN, INTS) for dim in (0, -1))
        yield call(name, X, 1, keepdim=True)
        yield call(name, SCALAR, 0)
        yield call(name, TRANSPOSED, 0)


def moments():
    for name in ('var', 'std'):
        yield call(name, X).twice()
        yield from (call(name, X, dim).twice() for dim in (1, (0, 2)))
        yield call(name, X, 1, unbiased=False, keepdim=True).twice()
        yield call(name, MATRIX, 0, unbiased=False)
        yield call(name, ONE).no_grad()
        yield call(name, ONE, unbiased=False).no_grad()
        yield call(name, TRANSPOSED, 1)
        yield call(name, NAN, 1).no_grad()
    for name in ('var_mean', 'std_mean'):
        yield call(name, X, 1)
        yield call(name, X, (0, 2), unbiased=False, keepdim=True)


PLAIN = [call(name, x) for name in LINEAR for x in (X, TRANSPOSED, FLIPPED, EXPANDED, SCALAR, EMPTY, NAN, LONG)]
ALONG = [call(name, X, dim, **opts) for name in LINEAR + EXTREME for dim in DIMS for opts in ({}, {'keepdim': True})]
PROD = [
    call('prod', NEAR_ONE).twice(),
    call('prod', NEAR_ONE, 1).twice(),
    call('prod', NEAR_ONE, -1, keepdim=True),
    call('prod', WITH_ZERO),
    call('prod', WITH_ZERO, 1),
    call('prod', WITH_ZERO, 0),
    call('prod', EMPTY),
    call('prod', EMPTY, 0),
    call('prod', INTS.to('int32'), 1),
    call('prod', BOOLS),
]
EDGES = (
    [call(name, TIES) for name in EXTREME]
    + [call(name, TIES, 1) for name in EXTREME]
    + [call(name, NAN, 1).no_grad() for name in EXTREME]
    + [call(name, EMPTY, 1) for name in ('sum', 'mean', 'amax', 'argmin')]
    + [call(name, EMPTY, 0) for name in ('sum', 'mean')]
    + [call(name, SCALAR, 0) for name in ('sum', 'amax', 'argmax')]
)
POSITIONS = [call(name, x) for name in ARG for x in (X, TIES, NAN, INTS)] + [
    call(name, x, dim, **opts) for name in ARG for x in (X, TIES) for dim in (0, -1) for opts in ({}, {'keepdim': True})
]
TRUTH = [call(name, x) for name in ('all', 'any') for x in (BOOLS, INTS, WITH_ZERO, NAN, EMPTY, BYTES)] + [
    call(name, x, 1, **opts) for name in ('all', 'any') for x in (BOOLS, WITH_ZERO) for opts in ({}, {'keepdim': True})
]
INTEGERS = [
    call('sum', INTS),
    call('sum', INTS, 0),
    call('sum', BYTES),
    call('sum', BYTES, 1),
    call('sum', BOOLS, 0),
    call('sum', INTS, dtype='float32'),
    call('sum', X, 1, dtype='float64'),
    call('mean', INTS, dtype='float32'),
    call('mean', INTS, 1, dtype='float64'),
    call('prod', BYTES, dtype='float32'),
    call('cumsum', INTS, 1),
    call('cumsum', BYTES, 1),
    call('cumsum', BOOLS, 0),
    call('nansum', NAN, 0),
    call('nansum', INTS),
    call('count_nonzero', WITH_ZERO),
    call('count_nonzero', WITH_ZERO, 1),
    call('count_nonzero', BOOLS, 0),
]
LOGSUMEXP = [
    call('logsumexp', X, 1).twice(),
    call('logsumexp', X, (0, 2), keepdim=True),
    call('logsumexp', MATRIX, -1),
    call('logsumexp', INFINITE, 1).no_grad(),
    call('logsumexp', NAN, 0).no_grad(),
    call('logsumexp', const('large', [[1000.0, 1001.0], [-1000.0, -1001.0]]), 1),
]
NORMS = [
    call('norm', X).twice(),
    call('norm', X, dim=1),
    call('norm', X, p=1),
    call('norm', X, p=1, dim=-1, keepdim=True),
    call('norm', X, p=float('inf')),
    call('norm', X, p=float('inf'), dim=1),
    call('norm', X, p=3, dim=(0, 2)),
    call('norm', X, p=2.5),
    call('norm', WITH_ZERO, p=0, dim=1).no_grad(),
    call('norm', const('zeros', [0.0, 0.0])),
]
SCANS = (
    [call(name, x, dim) for name in ('cumsum', 'cumprod') for x, dim in ((MATRIX, 0), (MATRIX, -1), (X, 1), (TRANSPOSED, 1), (SCALAR, 0))]
    + [call('cumprod', WITH_ZERO, 1), call('cumsum', EMPTY, 0), call('cumsum', NAN, 1), call('cumsum', INTS, 0, dtype='float32')]
)

ROWS = PLAIN + ALONG + PROD + list(extremes()) + list(moments()) + EDGES + POSITIONS + TRUTH + INTEGERS + LOGSUMEXP + NORMS + SCANS
GRADIENTS = [c for c in ROWS if c.inputs[0] is not LONG]
