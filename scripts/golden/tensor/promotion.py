"""Which dtype comes out: operation x dtype x {tensor, 0-d tensor, number}. One row holds all calls of one left operand."""
import torch

from ..core import encode
from ..core.case import call, method
from ..core.dtypes import ALL, NAMES, TORCH
from ..core.inputs import const
from ..core.names import camel

LEFT = {d: const(f'left_{d}', [0, 1, 3], d) for d in ALL}
RIGHT = {d: const(f'right_{d}', [1, 2, 2], d) for d in ALL}
ZERO_DIM = {d: const(f'scalar_{d}', 2, d) for d in ALL}
CONDITION = const('condition', [1, 0, 1], 'bool')
NUMBERS = (2, 1.5)

ARITHMETIC = ('add', 'sub', 'mul', 'div', 'pow', 'remainder', 'fmod', 'floor_divide')
TENSORS_ONLY = ('maximum', 'minimum', 'fmax', 'atan2', 'copysign', 'xlogy', 'logical_and', 'logical_xor')
COMPARE = ('eq', 'ne', 'lt', 'ge')


def grid(fn, cases):
    """The calls that PyTorch 1.13 computes, and those it refuses by a rule of dtypes (not for want of a kernel)."""
    each, outs = [], []
    for case in cases:
        try:
            out = encode.result(case.run()[2])
        except (RuntimeError, TypeError) as e:
            if 'not implemented' in str(e):
                continue
            out = {'throws': 'DTypeError'}
        each.append(case.head()['args'])
        outs.append(out)
    return {'fn': camel(fn), 'each': each, 'as': cases[0].how, 'outs': outs}


def operands(fn):
    tensors = [*RIGHT.values(), *ZERO_DIM.values()]
    return tensors if fn in TENSORS_ONLY else tensors + list(NUMBERS)


def pairs():
    for fn in ARITHMETIC + TENSORS_ONLY + COMPARE:
        for left in [*LEFT.values(), ZERO_DIM['uint8'], ZERO_DIM['float64']]:
            yield fn, [call(fn, left, right) for right in operands(fn)]
    for left in LEFT.values():
        yield 'where', [call('where', CONDITION, left, right) for right in [*RIGHT.values(), *ZERO_DIM.values()]]
        yield 'cat', [call('cat', [left, right], 0) for right in RIGHT.values()]
        yield 'stack', [call('stack', [left, right], 0) for right in RIGHT.values()]


def in_place():
    """In-place calls keep the left dtype and refuse results of a higher category."""
    for left in LEFT.values():
        for fn in ('add_', 'mul_', 'div_', 'pow_'):
            yield fn, [method(fn, left, right) for right in [*RIGHT.values(), *NUMBERS]]


def dtype_table(name, function):
    """A function of two dtypes, for all pairs."""
    both = [(a, b) for a in ALL for b in ALL]
    return {'fn': name, 'each': [[a, b] for a, b in both], 'as': 'f', 'outs': [function(TORCH[a], TORCH[b]) for a, b in both]}


TABLE = [*pairs(), *in_place()]
ROWS = []
CASES = [c for _, cases in TABLE for c in cases]
GRADIENTS = []
GRIDS = [grid(fn, cases) for fn, cases in TABLE] + [
    dtype_table('promoteTypes', lambda a, b: NAMES[torch.promote_types(a, b)]),
    dtype_table('canCast', torch.can_cast),
]
