"""Rows of tables, and softmax over clusters of classes."""
from ..core.inputs import Draw, const
from ..core.module import module

draw = Draw(79)
small = {'low': -1, 'high': 1}
IDS = const('ids', [[0, 4, 2], [2, 2, 1]], 'int32')
LIST = const('list', [0, 4, 2, 2, 2, 1], 'int32')
# only the last row is looked up several times: PyTorch divides the gradients of those behind by other rows' counts
LAST = const('last', [0, 4, 2, 4, 4, 1], 'int32')
OFFSETS = const('offsets', [0, 2, 2, 5], 'int32')
ENDS = const('ends', [0, 2, 6], 'int32')
FACTORS = draw.floats('factors', 2, 3, **small)
LIST_FACTORS = draw.floats('listFactors', 6, **small)
X = draw.floats('x', 5, 8, **small)
CLASSES = const('classes', [0, 3, 9, 5, 2], 'int32')
ONE = draw.floats('one', 8, **small)
CLASS = const('class', 7, 'int32')

BAGS = [
    module('EmbeddingBag', 5, 3).on(IDS),
    module('EmbeddingBag', 5, 3, mode='sum').on(IDS),
    module('EmbeddingBag', 5, 3, mode='max').on(IDS),
    module('EmbeddingBag', 5, 3, mode='sum', padding_idx=2).on(IDS),
    module('EmbeddingBag', 5, 3, padding_idx=-1, max_norm=1.0).on(IDS),
    module('EmbeddingBag', 5, 3).on(LIST, OFFSETS),
    module('EmbeddingBag', 5, 3, mode='sum', include_last_offset=True).on(LIST, ENDS),
    module('EmbeddingBag', 5, 3, mode='sum').on(IDS, None, FACTORS),
    module('EmbeddingBag', 5, 3, mode='sum', scale_grad_by_freq=True, norm_type=1.0).on(LAST, OFFSETS, LIST_FACTORS),
]
ROWS_OF_TABLES = [module('Embedding', 5, 3, scale_grad_by_freq=True).on(IDS)]
CLUSTERS = [
    module('AdaptiveLogSoftmaxWithLoss', 8, 10, [3, 6]).on(X, CLASSES),
    module('AdaptiveLogSoftmaxWithLoss', 8, 10, [2], div_value=2.0, head_bias=True).on(X, CLASSES),
    module('AdaptiveLogSoftmaxWithLoss', 8, 10, [1, 4, 8], div_value=2).on(ONE, CLASS),
]

ROWS = BAGS + ROWS_OF_TABLES + CLUSTERS
