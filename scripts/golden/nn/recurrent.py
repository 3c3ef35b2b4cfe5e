"""Recurrent layers and cells."""
from ..core.inputs import Draw
from ..core.module import module

draw = Draw(47)
small = {'low': -1, 'high': 1}
X = draw.floats('x', 4, 2, 3, **small)
FIRST = draw.floats('first', 2, 4, 3, **small)
LINE = draw.floats('line', 4, 3, **small)
STEP = draw.floats('step', 2, 3, **small)
POINT = draw.floats('point', 3, **small)


def state(name, *shape):
    return draw.floats(name, *shape, **small)


H = state('h', 1, 2, 2)
C = state('c', 1, 2, 2)
H4 = state('h4', 4, 2, 2)
C4 = state('c4', 4, 2, 2)
H_LINE = state('hLine', 1, 2)
C_LINE = state('cLine', 1, 2)
H_PROJECTED = state('hProjected', 1, 2, 1)
H_STEP = state('hStep', 2, 2)
C_STEP = state('cStep', 2, 2)
H_POINT = state('hPoint', 2)
C_POINT = state('cPoint', 2)

SHARED = (
    {},
    {'num_layers': 2},
    {'bias': False},
    {'batch_first': True},
    {'bidirectional': True},
    {'num_layers': 2, 'bidirectional': True, 'batch_first': True},
    {'num_layers': 3, 'dropout': 0.5},
    {'num_layers': 2, 'dropout': 0.25, 'bidirectional': True, 'bias': False},
)


def family(cls, **more):
    return [module(cls, 3, 2, **opts, **more).on(FIRST if opts.get('batch_first') else X) for opts in SHARED]


def given(cls, one, four, line):
    """States that are given; one sequence without a batch."""
    return [
        module(cls, 3, 2).on(X, one),
        module(cls, 3, 2, num_layers=2, bidirectional=True).on(X, four),
        module(cls, 3, 2).on(LINE),
        module(cls, 3, 2, batch_first=True).on(LINE, line),
        module(cls, 3, 2, num_layers=2, dropout=0.5).eval().on(X),
        module(cls, 3, 2, dtype='float64').on(X.to('float64')),
    ]


LAYERS = [
    *family('RNN'),
    *given('RNN', H, H4, H_LINE),
    module('RNN', 3, 2, nonlinearity='relu', num_layers=2).on(X),
    *family('GRU'),
    *given('GRU', H, H4, H_LINE),
    *family('LSTM'),
    *given('LSTM', (H, C), (H4, C4), (H_LINE, C_LINE)),
    module('LSTM', 3, 2, proj_size=1).on(X),
    module('LSTM', 3, 2, proj_size=1).on(X, (H_PROJECTED, C)),
    module('LSTM', 3, 3, proj_size=2, num_layers=2, bidirectional=True, batch_first=True).on(FIRST),
    module('LSTM', 3, 3, proj_size=2, bias=False).on(LINE),
]
CELLS = [
    module('RNNCell', 3, 2).on(STEP),
    module('RNNCell', 3, 2, nonlinearity='relu').on(STEP, H_STEP),
    module('RNNCell', 3, 2, bias=False).on(POINT, H_POINT),
    module('GRUCell', 3, 2).on(STEP),
    module('GRUCell', 3, 2).on(STEP, H_STEP),
    module('GRUCell', 3, 2, bias=False).on(POINT, H_POINT),
    module('LSTMCell', 3, 2).on(STEP),
    module('LSTMCell', 3, 2).on(STEP, (H_STEP, C_STEP)),
    module('LSTMCell', 3, 2, bias=False).on(POINT, (H_POINT, C_POINT)),
]

ROWS = LAYERS + CELLS
