"""Indexing as x.get(...) and x.set([...], value): integers, slices, null, '...', masks, index tensors; gather and its relatives."""
from ..core.case import Case, call, method
from ..core.inputs import Draw, Input, Slice, const

draw = Draw(6)
X = draw.floats('x', 3, 4, 5)
M = draw.floats('m', 3, 4)
V = draw.floats('v', 6)
T = draw.floats('base', 4, 3).via('t', ('t',))
SCALAR = const('scalar', 2.5)
INTS = draw.ints('ints', 3, 4)
ROWS_2 = const('rows', [2, 0], 'int32')
NEGATIVE = const('negative', [-1, 1, -1], 'int32')
COLUMNS = const('columns', [1, 3], 'int32')
GRID = const('grid', [[0], [2]], 'int32')
NONE_PICKED = const('nonePicked', [], 'int32')
MASK = draw.bools('mask', 3, 4)
ROW_MASK = const('rowMask', [1, 0, 1], 'bool')
NO_ROW = const('noRow', [0, 0, 0], 'bool')
COLUMN_MASK = const('columnMask', [0, 1, 1, 0], 'bool')


def index_of(parts, tensors):
    """One PyTorch index of the parts that x.get and x.set take."""
    python = {Slice: lambda p: p.python(), Input: lambda p: tensors[p.name], str: lambda p: Ellipsis}
    return tuple(python.get(type(p), lambda p: p)(p) for p in parts)


class Get(Case):
    def answer(self, tensors):
        return tensors[self.args[0].name][index_of(self.args[1:], tensors)]


class Set(Case):
    def answer(self, tensors):
        x, index, value = self.args
        tensors[x.name][index_of(index, tensors)] = tensors[value.name] if isinstance(value, Input) else value


def get(x, *parts):
    return Get('get', (x, *parts), {})


def set_(x, parts, value):
    return Set('set', (x, parts, value), {})


ALL = Slice()
BASIC = [get(x, *parts) for x, parts in (
    (X, (1,)), (X, (-1, 0)), (X, (0, 1, 2)), (V, (-6,)), (X, (ALL, 2)), (X, ('...', 0)), (X, (1, '...', -1)), (X, ('...',)),
    (X, (Slice(1, 3),)), (X, (ALL, Slice(None, None, 2))), (X, (Slice(-2), Slice(1, -1), 0)), (X, (Slice(0, 100, 3),)),
    (X, (Slice(2, 1),)), (V, (Slice(1, None, 3),)), (V, (Slice(None, 4),)), (X, (None,)), (X, (ALL, None, 1)), (X, ('...', None)),
    (M, (None, 0, None)), (T, (1,)), (T, (Slice(1, None, 2), Slice(0, 2))), (SCALAR, ('...',)), (SCALAR, (None,)), (INTS, (1, Slice(None, None, 2))),
)]  # fmt: skip
ADVANCED = [get(x, *parts) for x, parts in (
    (M, (ROWS_2,)), (M, (NEGATIVE,)), (X, (ROWS_2, COLUMNS)), (X, (GRID, COLUMNS)), (X, (ALL, COLUMNS)), (X, (ROWS_2, ALL, COLUMNS)),
    (X, (ROWS_2, 1)), (X, (1, COLUMNS)), (X, (1, ALL, COLUMNS)), (X, ('...', COLUMNS)), (X, (Slice(0, 2), COLUMNS, None)), (X, (None, ROWS_2)),
    (X, (ROWS_2, Slice(1, 3), 0)), (X, (GRID,)), (M, (NONE_PICKED,)), (T, (ROWS_2,)), (INTS, (ROWS_2,)),
    (M, (MASK,)), (X, (MASK,)), (M, (ROW_MASK,)), (M, (NO_ROW,)), (M, (ALL, COLUMN_MASK)), (M, (ROW_MASK, 1)), (X, (ALL, COLUMN_MASK, COLUMNS)),
    (M, (const('two', 2, 'int32'),)), (M, (ROWS_2, COLUMN_MASK)),
)]  # fmt: skip
PAIR = draw.floats('pair', 2, 4)
FOUR = draw.floats('four', 4)
SET = [set_(x, parts, value) for x, parts, value in (
    (M, [0], 7), (M, [-1, 2], 0.5), (M, [ALL, 1], -1), (M, [Slice(0, 2)], PAIR), (M, [1], FOUR), (M, [Slice(None, None, 2)], FOUR),
    (M, ['...'], 3), (M, ['...', Slice(1, None, 2)], SCALAR), (X, [1, '...', 0], FOUR), (T, [0], FOUR), (T, [ALL, 0], 9),
    (M, [ROWS_2], PAIR), (M, [ROWS_2], FOUR), (M, [ROWS_2, COLUMNS], -5), (M, [MASK], 0), (M, [ROW_MASK], FOUR), (M, [ROW_MASK], PAIR),
    (INTS, [1], 5), (INTS, [0, 0], 2.75), (M, [0], const('fourInts', [1, 2, 3, 4], 'int32')), (M, [NO_ROW], 1),
    (X, [ALL, COLUMNS], 0.25), (M, [ROW_MASK, 1], 8), (V, [Slice(4, 1)], 1),
)]  # fmt: skip

LIKE = const('gatherIndex', [[0, 2, 1, 0], [1, 1, 2, 2]], 'int32')
ALONG_1 = const('along1', [[0, 3], [1, 1], [2, 0]], 'int32')
# two elements for one place: scatter may keep either, so its rows use LIKE and this
APART = const('apart', [[0, 3], [1, 0], [2, 0]], 'int32')
SOURCE = draw.floats('source', 2, 4)
PAIR_VALUES = draw.floats('pairValues', 2)
SOURCE_1 = draw.floats('source1', 3, 2)
GATHER = [
    call('gather', M, 0, LIKE),
    call('gather', M, 1, ALONG_1),
    call('gather', T, -1, ALONG_1),
    call('index_select', M, 0, ROWS_2),
    call('index_select', X, -1, COLUMNS),
    call('index_select', T, 0, ROWS_2),
    call('take', M, const('flat', [0, 11, -1, 5], 'int32')),
    call('masked_select', M, MASK),
    call('masked_select', M, COLUMN_MASK),
    call('masked_select', INTS, MASK),
    call('scatter', M, 0, LIKE, SOURCE),
    call('scatter', M, 1, APART, SOURCE_1),
    call('scatter', M, 1, APART, 2.5),
    call('scatter_add', M, 0, LIKE, SOURCE),
    call('scatter_add', M, 1, ALONG_1, SOURCE_1),
    call('index_add', M, 0, ROWS_2, SOURCE),
    call('index_add', M, 0, ROWS_2, SOURCE, alpha=-2),
    call('index_add', M, 1, const('twice', [1, 1], 'int32'), SOURCE_1),
    call('index_copy', M, 0, ROWS_2, SOURCE),
    call('index_fill', M, 1, COLUMNS, 0.5),
    call('index_put', M, (ROWS_2, COLUMNS), PAIR_VALUES),
    call('index_put', M, (NEGATIVE,), const('ones34', [[1, 2, 3, 4]] * 3), accumulate=True),
    call('masked_fill', M, MASK, -1),
    call('masked_fill', M, COLUMN_MASK, 0.5),
    call('masked_fill', X, const('rowMask31', [[1], [0], [1]], 'bool', (3, 1, 1)), 0),
    call('masked_fill', M, MASK, SCALAR),
    call('nonzero', MASK),
    call('nonzero', INTS),
    call('nonzero', SCALAR),
    call('nonzero', NO_ROW),
]
IN_PLACE = [
    method('scatter_', M, 0, LIKE, SOURCE).no_grad(),
    method('scatter_', M, 1, APART, 1).no_grad(),
    method('scatter_add_', M, 0, LIKE, SOURCE).no_grad(),
    method('scatter_add_', T, 1, ALONG_1, SOURCE_1).no_grad(),
    method('index_add_', M, 0, ROWS_2, SOURCE).no_grad(),
    method('index_copy_', M, 0, ROWS_2, SOURCE).no_grad(),
    method('index_fill_', M, 0, ROWS_2, 7).no_grad(),
    method('masked_fill_', M, MASK, 4).no_grad(),
    method('masked_fill_', T, MASK, 4).no_grad(),
]
COPY = M.via('copy', ('clone',))  # a leaf that requires grad must not be written to: its clone may
SET_GRADIENTS = [set_(COPY, parts, value) for parts, value in (
    ([0], FOUR), ([ALL, 1], 3), ([Slice(0, 2)], PAIR), ([ROWS_2], PAIR), ([ROWS_2, COLUMNS], SCALAR), ([MASK], 0), ([ROW_MASK], FOUR),
)]  # fmt: skip

ROWS = BASIC + ADVANCED + SET + GATHER + IN_PLACE
GRADIENTS = BASIC + ADVANCED + SET_GRADIENTS + GATHER
