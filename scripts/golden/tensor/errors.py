"""Calls that must be refused, as PyTorch refuses them, and the class of our error."""
from dataclasses import replace

from ..core.case import method, throws
from ..core.inputs import Draw, Slice, const
from .indexing import Get, Set

draw = Draw(10)
M = draw.floats('m23', 2, 3)
N = draw.floats('m45', 4, 5)
B = draw.floats('b235', 2, 3, 5)
M32 = draw.floats('m32', 3, 2)
V = draw.floats('v4', 4)
T = draw.floats('base43', 4, 3).via('t34', ('t',))
E = draw.floats('one', 1, 3).via('expanded', ('expand', (2, 3)))
EMPTY = const('empty', [], shape=(0, 3))
INTS = const('ints', [[1, 2, 3], [4, 5, 6]], 'int32')
BOOLS = const('bools', [[1, 0, 1], [0, 0, 1]], 'bool')
DOUBLE = const('double', [[1, 2, 3], [4, 5, 6]], 'float64')
BIG = const('big', [0, 5], 'int32')


def method_throws(error, fn, *args, **opts):
    return replace(method(fn, *args, **opts), error=error)


def get_throws(error, *args):
    return Get('get', args, {}, error=error)


def set_throws(error, x, parts, value):
    return Set('set', (x, parts, value), {}, error=error)


SHAPES = [
    throws('ShapeError', 'add', M, N),
    throws('ShapeError', 'eq', M, V),
    throws('ShapeError', 'where', BOOLS, M, N),
    throws('ShapeError', 'matmul', M, N),
    throws('ShapeError', 'matmul', M, V),
    throws('ShapeError', 'matmul', V, M),
    throws('ShapeError', 'mm', M, V),
    throws('ShapeError', 'mm', M, M),
    throws('ShapeError', 'bmm', B, B),
    throws('ShapeError', 'bmm', B, M),
    throws('ShapeError', 'dot', V, M),
    throws('ShapeError', 'mv', M, V),
    throws('ShapeError', 'addmm', V, M, M32),
    throws('ShapeError', 'cat', [M, N], 0),
    throws('ShapeError', 'cat', [M, V], 0),
    throws('ShapeError', 'stack', [M, N], 0),
    throws('ShapeError', 'reshape', M, [4, 2]),
    throws('ShapeError', 'reshape', M, [-1, -1]),
    throws('ShapeError', 'reshape', EMPTY, [-1, 0]),
    throws('ShapeError', 'reshape', M, [-2, 3]),
    throws('ShapeError', 't', B),
    throws('ShapeError', 'zeros', 2, -1),
    throws('ShapeError', 'gather', M, 0, V.to('int32')),
    method_throws('ShapeError', 'view', M, 5, 2),
    method_throws('ShapeError', 'view', T, 12),
    method_throws('ShapeError', 'expand', M, 4, 3),
    method_throws('ShapeError', 'expand', M, 3),
    method_throws('ShapeError', 'add_', M, B),
    method_throws('ShapeError', 'add_', E, 1),
    method_throws('ShapeError', 'copy_', M, N),
]
INDEXES = [
    throws('IndexError', 'sum', M, 2),
    throws('IndexError', 'mean', M, -3),
    throws('IndexError', 'softmax', M, 2),
    throws('IndexError', 'transpose', M, 0, 2),
    throws('IndexError', 'unsqueeze', M, 4),
    throws('IndexError', 'squeeze', M, 2),
    throws('IndexError', 'cat', [M, M], 2),
    throws('IndexError', 'select', M, 0, 2),
    throws('IndexError', 'select', M, 2, 0),
    throws('IndexError', 'gather', M, 0, const('outside', [[0, 5, 0]], 'int32')),
    throws('IndexError', 'gather', M, 0, const('negative', [[0, -1, 0]], 'int32')),
    throws('IndexError', 'index_select', M, 0, BIG),
    throws('IndexError', 'amax', EMPTY, 0),
    throws('IndexError', 'argmax', EMPTY, 0),
    get_throws('IndexError', M, 2),
    get_throws('IndexError', M, -3),
    get_throws('IndexError', M, 0, 0, 0),
    get_throws('IndexError', M, 0, 3),
    get_throws('IndexError', M, BIG),
    get_throws('IndexError', M, Slice(), BIG),
    set_throws('IndexError', M, [2], 1),
    set_throws('IndexError', M, [BIG], 1),
]
MASKS = [
    get_throws('ShapeError', M, const('mask3', [1, 0, 1], 'bool')),
    get_throws('IndexError', M, BOOLS, 0),
    set_throws('ShapeError', M, [0], V),
    set_throws('ShapeError', M, [BOOLS], V),
]
VALUES = [
    throws('ValueError', 'sum', M, [0, 0]),
    throws('ValueError', 'split', V, -1, 0),
    throws('ValueError', 'chunk', V, 0, 0),
    throws('ValueError', 'arange', 0, 5, 0),
    throws('ValueError', 'arange', 0, 5, -1),
    throws('ValueError', 'linspace', 0, 1, -2),
    throws('ValueError', 'permute', M, [0, 0]),
    throws('ValueError', 'div', M, M, rounding_mode='up'),
    throws('ValueError', 'clamp', M, min=None),
    get_throws('ValueError', M, Slice(None, None, -1)),
    get_throws('ValueError', M, Slice(None, None, 0)),
    method_throws('ShapeError', 'item', M),
]
DTYPES = [
    throws('DTypeError', 'sub', BOOLS, BOOLS),
    throws('DTypeError', 'neg', BOOLS),
    throws('DTypeError', 'mean', INTS),
    throws('DTypeError', 'var', INTS),
    throws('DTypeError', 'matmul', M, M32.to('float64')),
    throws('DTypeError', 'matmul', M, INTS.via('intsT', ('t',))),
    throws('DTypeError', 'gather', M, 0, M),
    throws('DTypeError', 'index_select', M, 0, V),
    throws('DTypeError', 'bitwise_and', M, M),
    throws('DTypeError', 'where', INTS, M, M),
    method_throws('DTypeError', 'add_', INTS, 1.5),
    method_throws('DTypeError', 'mul_', INTS, M),
    method_throws('DTypeError', 'exp_', INTS),
    method_throws('DTypeError', 'masked_fill_', M, INTS, 0),
    get_throws('DTypeError', M, V),
]
ROWS = SHAPES + INDEXES + MASKS + VALUES + DTYPES
GRADIENTS = []
