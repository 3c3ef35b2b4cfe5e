"""Elementwise functions of one tensor: a row is the function and the interval its inputs come from."""
from ..core.case import call
from ..core.inputs import Draw, const

draw = Draw(1)
ANY = draw.floats('any', 9)
UNIT = draw.floats('unit', 9, low=-0.98, high=0.98)
POSITIVE = draw.floats('positive', 9, low=0.05, high=8)
ABOVE_ONE = draw.floats('aboveOne', 9, low=1.05, high=6)
ABOVE_MINUS_ONE = draw.floats('aboveMinusOne', 9, low=-0.9, high=4)
MATRIX = draw.floats('matrix', 3, 4, low=0.1, high=0.9)
TRANSPOSED = MATRIX.via('transposed', ('t',))
EVERY_OTHER = MATRIX.via('narrowed', ('narrow', 1, 1, 2))
EMPTY = const('empty', [], shape=(0, 3))
SCALAR = const('scalar', 0.5)
EDGES = const('edges', [0.0, -0.0, 1.0, -1.0, 0.5, -0.5, 1.5, -1.5, 2.5, float('inf'), float('-inf'), float('nan')])
INTS = const('ints', [0, 1, -1, 2, -3, 7], 'int32')
BYTES = const('bytes', [0, 1, 2, 7, 255], 'uint8')
BOOLS = const('bools', [0, 1, 1, 0], 'bool')

# name -> inputs inside the function's domain
DOMAIN = {
    'abs': ANY, 'neg': ANY, 'sign': ANY, 'square': ANY, 'reciprocal': POSITIVE,
    'ceil': ANY, 'floor': ANY, 'round': ANY, 'trunc': ANY, 'frac': ANY,
    'exp': ANY, 'exp2': ANY, 'expm1': ANY,
    'log': POSITIVE, 'log2': POSITIVE, 'log10': POSITIVE, 'log1p': ABOVE_MINUS_ONE,
    'sqrt': POSITIVE, 'rsqrt': POSITIVE,
    'sin': ANY, 'cos': ANY, 'tan': UNIT, 'asin': UNIT, 'acos': UNIT, 'atan': ANY,
    'sinh': ANY, 'cosh': ANY, 'tanh': ANY, 'asinh': ANY, 'acosh': ABOVE_ONE, 'atanh': UNIT,
    'erf': ANY, 'erfc': ANY, 'erfinv': UNIT, 'lgamma': POSITIVE, 'digamma': POSITIVE,
    'sigmoid': ANY, 'relu': ANY,
}  # fmt: skip
TESTS = ('isnan', 'isinf', 'isfinite', 'logical_not')
# Functions that PyTorch gives for integers and bools as well: those that compute, and those that keep the dtype
FLOAT_RESULT = ('exp', 'log1p', 'sqrt', 'rsqrt', 'reciprocal', 'sin', 'tanh', 'sigmoid', 'erf')
SAME_RESULT = ('abs', 'sign', 'square', 'ceil', 'floor', 'round', 'trunc', 'relu')

CONSTANT_GRADIENT = ('neg', 'abs', 'sign', 'ceil', 'floor', 'round', 'trunc', 'frac', 'relu')


def domain_row(name):
    case = call(name, DOMAIN[name])
    return case if name in CONSTANT_GRADIENT else case.twice()


def edge_row(name):
    # what -0, infinities and NaN become; gradients there are for the rows that PyTorch users meet
    case = call(name, EDGES)
    return case if name in ('abs', 'relu', 'sign', 'sqrt', 'exp', 'sigmoid', 'tanh') else case.no_grad()


FLOATS = [domain_row(name) for name in DOMAIN] + [edge_row(name) for name in DOMAIN]
LAYOUTS = [call(name, x) for name in ('exp', 'neg', 'sigmoid') for x in (TRANSPOSED, EVERY_OTHER, EMPTY, SCALAR)]
NAMED_OPTIONS = [
    call('clamp', ANY, min=-1, max=1.5),
    call('clamp', ANY, min=0),
    call('clamp', ANY, max=0.5),
    call('clamp', ANY, min=2, max=1),
    call('clamp', EDGES, min=-1, max=1),
    call('clamp', INTS, min=-1, max=3),
    call('clamp', INTS, min=0.5),
    call('clamp', ANY, min=UNIT, max=POSITIVE),
    call('clamp_min', ANY, 0.25),
    call('clamp_max', ANY, 0.25),
    call('round', ANY, decimals=1),
    call('nan_to_num', EDGES),
    call('nan_to_num', EDGES, nan=2, posinf=9, neginf=-9),
]
INTEGERS = (
    [call(name, x) for name in FLOAT_RESULT + SAME_RESULT for x in (INTS, BYTES)]
    + [call(name, BOOLS) for name in FLOAT_RESULT]
    + [call(name, INTS) for name in ('neg', 'bitwise_not')]
    + [call('bitwise_not', x) for x in (BYTES, BOOLS)]
)
PREDICATES = [call(name, x) for name in TESTS for x in (EDGES, INTS)] + [call('logical_not', BOOLS)]

ROWS = FLOATS + [c.to('float64') for c in FLOATS] + LAYOUTS + NAMED_OPTIONS + INTEGERS + PREDICATES
GRADIENTS = FLOATS + LAYOUTS + NAMED_OPTIONS
