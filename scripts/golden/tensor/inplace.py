"""In-place forms, of whole tensors and of views: the base is compared too. Gradients flow through a clone of the leaf."""
from ..core.case import method
from ..core.inputs import Draw, Slice, const

draw = Draw(7)
X = draw.floats('x', 3, 4, low=0.2, high=2)
Y = draw.floats('y', 3, 4, low=0.2, high=2)
ROW = draw.floats('row', 4, low=0.2, high=2)
MASK = draw.bools('mask', 3, 4)
INTS = draw.ints('ints', 2, 3, low=1)
COPY = X.via('copy', ('clone',))
# views of a copy: what is written through them must arrive in it, with the right gradient
VIEWS = [
    COPY.via('copyT', ('t',), ('t',)),
    COPY.via('copyNarrowT', ('t',), ('narrow', 0, 0, 4), ('t',)),
    COPY.via('copyView', ('view', 3, 4)),
]
T = draw.floats('base', 4, 3, low=0.2, high=2).via('t', ('t',))
N = draw.floats('base36', 3, 6, low=0.2, high=2).via('n', ('narrow', 1, 1, 4))
S = draw.floats('base54', 5, 4, low=0.2, high=2).via('s', ('select', 0, 2))
FLIPPED = draw.floats('unflipped', 3, 4).via('flipped', ('flip', (0,)))  # flip copies: the base must stay as it is

UNARY = ('abs_', 'neg_', 'exp_', 'log_', 'sqrt_', 'rsqrt_', 'sin_', 'cos_', 'tanh_', 'sigmoid_', 'relu_', 'floor_', 'ceil_', 'round_', 'trunc_',
         'reciprocal_', 'square_', 'erf_', 'expm1_', 'log1p_')  # fmt: skip
ARITHMETIC = ('add_', 'sub_', 'mul_', 'div_', 'pow_', 'remainder_', 'fmod_')

WHOLE = (
    [method(name, COPY) for name in UNARY]
    + [method(name, COPY, other) for name in ARITHMETIC for other in (Y, ROW, 1.5)]
    + [method('atan2_', COPY, Y)]
    + [method('add_', COPY, Y, alpha=2), method('sub_', COPY, ROW, alpha=-1), method('div_', COPY, Y, rounding_mode='floor')]
    + [method('clamp_', COPY, min=0.5, max=1.5), method('lerp_', COPY, Y, 0.25), method('addcmul_', COPY, Y, ROW, value=2)]
    + [method('addcdiv_', COPY, Y, ROW, value=-1), method('masked_fill_', COPY, MASK, 3), method('copy_', COPY, ROW), method('zero_', COPY)]
    + [method('fill_', COPY, 2.5)]
)
THROUGH_VIEWS = [method(name, x, other) for name, other in (('add_', ROW), ('mul_', Y)) for x in (T, N, FLIPPED)] + [
    method('mul_', S, ROW),
    method('zero_', N),
    method('fill_', S, 4),
    method('copy_', T, Y),
    method('exp_', N),
    method('sigmoid_', T),
]
THROUGH_COPIES = [method('mul_', x, Y) for x in VIEWS]
SHAPE = [
    method('unsqueeze_', X, 1),
    method('squeeze_', draw.floats('thin', 3, 1)),
    method('squeeze_', draw.floats('thin12', 1, 2), 0),
    method('transpose_', X, 0, 1),
    method('t_', X),
]
INTEGERS = [
    method('add_', INTS, 2),
    method('mul_', INTS, draw.ints('others', 3)),
    method('sub_', INTS, const('bytes', [1, 2, 3], 'uint8')),
    method('floor_divide_', INTS, 2),
    method('remainder_', INTS, 3),
    method('copy_', INTS, const('cut', [1.9, -2.9, 0.5])),
    method('copy_', const('nothing', [0, 0, 0], 'bool'), const('cut', [1.9, -2.9, 0.5])),
]
COMPARE = [method(name, COPY, Y).no_grad() for name in ('eq_', 'lt_', 'ge_', 'ne_')]

ROWS = WHOLE + THROUGH_VIEWS + THROUGH_COPIES + SHAPE + INTEGERS + COMPARE
GRADIENTS = [c for c in WHOLE if c.fn not in ('floor_', 'ceil_')] + THROUGH_COPIES
