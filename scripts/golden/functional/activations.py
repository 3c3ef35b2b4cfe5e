"""Activations, softmax, and the small functions beside them."""
from ..core.case import functional as call
from ..core.inputs import Draw, const

draw = Draw(21)
X = draw.floats('x', 3, 4, low=-4, high=4)
CUBE = draw.floats('cube', 2, 3, 2)
T = draw.floats('base', 4, 3).via('t', ('t',))
BIG = const('big', [[-200.0, 0.0, 30.0], [25.0, -25.0, 100.0]])
EDGES = const('edges', [0.0, -0.0, 1.0, -1.0, 6.0, float('inf'), float('-inf'), float('nan')])
INTS = const('ints', [0, 2, 1, 3], 'int32')
FEATURES = draw.floats('features', 4, 3)
SLOPES = const('slopes', [0.25, -0.5, 0.1875])

SMOOTH = ('gelu', 'silu', 'sigmoid', 'tanh', 'softplus', 'logsigmoid', 'mish', 'softsign', 'tanhshrink')
KINKED = ('relu', 'relu6', 'leaky_relu', 'elu', 'selu', 'celu', 'hardtanh', 'hardsigmoid', 'hardswish', 'softshrink', 'hardshrink')
OPTIONS = (
    ('leaky_relu', {'negative_slope': 0.25}),
    ('elu', {'alpha': 0.5}),
    ('celu', {'alpha': 2.0}),
    ('gelu', {'approximate': 'tanh'}),
    ('softplus', {'beta': 2, 'threshold': 4}),
    ('hardtanh', {'min_val': -2, 'max_val': 0.5}),
    ('softshrink', {'lambd': 1}),
    ('hardshrink', {'lambd': 1}),
)

ACTIVATIONS = (
    [call(name, X).twice() for name in SMOOTH]
    + [call(name, X) for name in KINKED]
    + [call(name, EDGES).no_grad() for name in SMOOTH + KINKED]
    + [call(name, X, **opts) for name, opts in OPTIONS]
    + [call(name, BIG) for name in ('softplus', 'logsigmoid', 'sigmoid', 'gelu', 'silu', 'elu')]
    + [call(name, T) for name in ('relu', 'gelu')]
    + [call('threshold', X, 0.5, -1), call('prelu', FEATURES, SLOPES), call('prelu', X, const('slope', [0.125])), call('glu', X), call('glu', X, dim=1)]
)
SOFTMAX = [
    case
    for name in ('softmax', 'log_softmax')
    for case in (
        call(name, X, 1).twice(), call(name, X, 0), call(name, X, -1), call(name, CUBE, 1), call(name, T, 1),
        call(name, const('row', [1.0, 2.0, 3.0]), 0), call(name, const('scalar', 2.0), 0), call(name, const('empty', [], shape=(0, 3)), 1),
        call(name, const('masked', [[float('-inf'), 0.0, 1.0]]), 1), call(name, const('nan', [[float('nan'), 0.0]]), 1).no_grad(),
        call(name, INTS, 0, dtype='float32'), call(name, X, 1, dtype='float64'),
    )
] + [
    call('log_softmax', BIG, 1),
    call('softmax', BIG, 1).no_grad(),  # its gradient is what float32 leaves of 1 - 1
    call('softmin', X, 1),
]  # fmt: skip
OTHERS = [
    call('dropout', X, training=False),
    call('dropout', X, p=0.0),
    call('dropout', X, p=1.0),
    call('normalize', X),
    call('normalize', X, dim=0),
    call('normalize', X, p=1),
    call('normalize', const('zeros', [[0.0, 0.0], [3.0, 4.0]])).no_grad(),
    call('one_hot', INTS),
    call('one_hot', INTS, num_classes=5),
    call('one_hot', const('grid', [[0, 1], [2, 0]], 'int32')),
    *(call('pdist', X, p=p) for p in (2, 1, 3, 0.5, float('inf'))),
    call('pdist', const('one', [[1.0, 2.0]])).no_grad(),
    call('pdist', X).to('float64'),
    call('rrelu', X),
    call('rrelu', X, lower=0.25, upper=0.5),
    call('feature_alpha_dropout', X),
    call('dropout3d', CUBE.via('cube5', ('view', 1, 2, 3, 2, 1)), training=False),
    call('cosine_similarity', X, draw.floats('y', 3, 4)),
    call('pairwise_distance', X, draw.floats('y2', 3, 4)),
]

ROWS = ACTIVATIONS + SOFTMAX + OTHERS
