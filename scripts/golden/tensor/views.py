"""Shapes: views, joining, splitting, repeating. Views also of views, and gradients through them."""
import torch

from ..core.case import call, method, ref
from ..core.dtypes import TORCH
from ..core.inputs import Draw, const

draw = Draw(5)
X = draw.floats('x', 2, 3, 4)
M = draw.floats('m', 3, 4)
V = draw.floats('v', 6)
ONES = draw.floats('ones', 1, 3, 1, 2)
COLUMN = draw.floats('column', 3, 1)
SCALAR = const('scalar', 1.5)
EMPTY = const('empty', [], shape=(0, 3))
INTS = draw.ints('ints', 2, 3)
BOOLS = draw.bools('bools', 2, 3)
T = draw.floats('base', 4, 3).via('t', ('t',))
P = draw.floats('base342', 3, 4, 2).via('p', ('permute', 2, 0, 1))
N = draw.floats('base36', 3, 6).via('n', ('narrow', 1, 1, 4))
E = draw.floats('one', 1, 4).via('e', ('expand', (3, 4)))
PICTURE = draw.floats('picture', 1, 2, 4, 5)


def cast(t, dtype):
    return t.to(TORCH[dtype])


# dimension lists as separate arguments (methods) and as one array (both forms), as PyTorch takes them
RESHAPE = (
    [method(fn, X, *shape) for fn in ('reshape', 'view') for shape in ((6, 4), (2, -1), (-1,), (2, 3, 2, 2), ([4, 6],))]
    + [method('reshape', t, *shape) for t in (T, P, N, E) for shape in ((-1,), (2, -1))]
    + [call('reshape', X, [6, 4]), call('reshape', T, [2, -1]), call('reshape', SCALAR, [-1]), call('reshape', EMPTY, [3, 0])]
    + [method('view', SCALAR, 1, 1), method('view', EMPTY, 0, 1, 3), method('view', P, 2, 3, 2, 2), method('view', E, 3, 2, 2)]
    + [method('view_as', X, draw.floats('like', 4, 6)), method('reshape_as', T, draw.floats('like26', 2, 6))]
)
ORDER = [
    call('permute', X, [2, 0, 1]),
    method('permute', X, -1, 0, 1),
    call('permute', P, [1, 0, 2]),
    call('transpose', X, 0, 2),
    call('transpose', X, -1, 1),
    call('transpose', T, 0, 1),
    call('swapaxes', X, 0, 1),
    call('t', M),
    call('t', T),
    call('t', V),
    call('movedim', X, 0, 2),
    call('movedim', X, [0, 1], [1, 2]),
    call('flip', X, [0, 2]),
    call('flip', M, [-1]),
    call('flip', T, [0]),
    call('roll', M, 1),
    call('roll', M, -2, dims=1),
    call('roll', X, [1, 2], dims=[0, 2]),
    call('roll', INTS, 1, dims=0),
    call('roll', X, 3, dims=-1),
]
SIZE_ONE = [
    call('squeeze', ONES),
    call('squeeze', ONES, 0),
    call('squeeze', ONES, -2),
    call('squeeze', ONES, 1),
    call('unsqueeze', M, 0),
    call('unsqueeze', M, -1),
    call('unsqueeze', M, 1),
    call('unsqueeze', SCALAR, 0),
    call('unsqueeze', T, 1),
    call('flatten', X),
    call('flatten', X, start_dim=1),
    call('flatten', X, start_dim=0, end_dim=1),
    call('flatten', P, start_dim=1),
    call('flatten', SCALAR),
    call('ravel', T),
    method('unflatten', X, 2, (2, 2)),
]
REPEAT = [
    method('expand', COLUMN, 3, 4),
    method('expand', COLUMN, [2, -1, 4]),
    method('expand', SCALAR, 2, 2),
    method('expand_as', COLUMN, M),
    method('repeat', M, 2, 1),
    method('repeat', V, [2, 2]),
    call('tile', M, [2]),
    call('tile', V, [2, 1, 2]),
    call('broadcast_to', V, [2, 6]),
]
PARTS = [
    call('narrow', X, 1, 1, 2),
    call('narrow', X, -1, 0, 3),
    call('narrow', T, 0, 1, 2),
    call('select', X, 1, 2),
    call('select', X, -1, -1),
    call('select', T, 0, 1),
    call('unbind', M),
    call('unbind', M, 1),
    call('unbind', T, 0),
    call('split', V, 4),
    call('split', M, [1, 2], 0),
    call('split', X, 2, -1),
    call('split', M, [3, 1], 1),
    call('chunk', V, 4),
    call('chunk', X, 2, 1),
    call('chunk', M, 3, -1),
    call('diagonal', M),
    call('diagonal', M, offset=1),
    call('diagonal', M, offset=-1),
    call('diagonal', X, dim1=0, dim2=2),
    call('tril', M),
    call('tril', M, diagonal=1),
    call('triu', X),
    call('triu', X, diagonal=-1),
    call('tril', INTS),
    call('as_strided', V, [2, 2], [2, 1]),
    call('as_strided', M, [3, 2], [1, 2], storage_offset=2),
    method('unfold', V, 0, 3, 2),
    method('unfold', M, 1, 2, 1),
]
JOIN = [
    call('cat', [M, E], 0),
    call('cat', [M, N, E]),
    call('cat', [M, COLUMN], 1),
    call('cat', [X, X], -1),
    call('cat', [EMPTY, draw.floats('row3', 2, 3)], 0),
    call('cat', [INTS, BOOLS], 0),
    call('stack', [V, V], 0),
    call('stack', [M, E]),
    call('stack', [M, N, E], -1),
    call('stack', [SCALAR, SCALAR]),
    call('hstack', [V, V]),
    call('hstack', [M, E]),
    call('vstack', [V, V]),
    call('vstack', [M, E]),
]
COPIES = [
    call('clone', T),
    method('contiguous', P),
    ref('to', cast, X, 'float64').method_only(),
    ref('to', cast, X, 'int32').method_only(),
    ref('to', cast, const('someZero', [0.0, -0.0, 0.5, float('nan')]), 'bool').method_only(),
    ref('to', cast, const('truncated', [0.0, 1.9, 254.5]), 'uint8').method_only(),
    method('float', INTS),
    method('double', BOOLS),
    ref('int', torch.Tensor.long, const('towardsZero', [1.9, -1.9, 0.5, -0.5])).method_only(),
    method('bool', INTS),
    method('type_as', INTS, X),
]
FACTS = [
    method(fn, *args)
    for fn, *args in (
        ('numel', X), ('dim', X), ('size', X), ('size', X, -1), ('stride', T), ('stride', N), ('stride', E, 0), ('stride', EMPTY),
        ('is_contiguous', T), ('is_contiguous', M), ('is_contiguous', E), ('storage_offset', N), ('element_size', X),
        ('tolist', INTS), ('item', SCALAR),
    )
]  # fmt: skip

ROWS = RESHAPE + ORDER + SIZE_ONE + REPEAT + PARTS + JOIN + COPIES + FACTS
GRADIENTS = RESHAPE + ORDER + SIZE_ONE + REPEAT + PARTS + JOIN + COPIES
