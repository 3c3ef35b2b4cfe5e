"""Empty batches, 0-d inputs, integers, broadcasting: shapes and dtypes where they are easy to get wrong."""
from ..core.case import functional as call
from ..core.inputs import Draw, const

draw = Draw(27)
NONE = const('none', [], shape=(0, 2, 4, 4))
NO_ROWS = const('noRows', [], shape=(0, 3))
NO_CLASSES = const('noClasses', [], 'int32')
STATISTIC = const('statistic', [1.0, 2.0]).fixed()
INTS = const('ints', [[-3, 2], [8, 0]], 'int32')
ROW = draw.floats('row', 4)
X = draw.floats('x', 3, 4)
PICTURE = draw.floats('picture', 1, 2, 4, 3)
STAMP = draw.floats('stamps', 2, 3, 2, 3)
UNIT = draw.floats('unit', 3, 4, low=0.05, high=0.95)
SCALAR = const('scalar', -1.5)
PLANE = const('plane', [[[5, -3, 8, 2, 7]]], 'int32')
IMAGE = const('image', [[[[5, -3, 8], [2, 7, -4], [0, 1, 6]]]], 'int32')

EMPTY = [
    call('conv2d', NONE, draw.floats('w', 3, 2, 3, 3), bias=draw.floats('b', 3)),
    call('conv2d', NONE, draw.floats('w2', 2, 1, 3, 3), groups=2, padding='same'),
    call('max_pool2d', NONE, 2),
    call('max_pool2d', NONE, 3, stride=2, padding=1, ceil_mode=True),
    call('avg_pool2d', NONE, 2),
    call('adaptive_avg_pool2d', NONE, 2),
    call('adaptive_avg_pool2d', NONE, 1),
    call('adaptive_avg_pool2d', draw.floats('planes', 1, 2, 3, 3), 0).no_grad(),
    call('linear', NO_ROWS, draw.floats('w3', 2, 3), bias=draw.floats('b2', 2)),
    call('linear', NO_ROWS, draw.floats('w4', 2, 3)),
    call('pad', NONE, [1, 2]),
    call('unfold', NONE, 2),
    call('cross_entropy', NO_ROWS, NO_CLASSES),
    call('cross_entropy', NO_ROWS, NO_CLASSES, reduction='sum'),
    call('cross_entropy', NO_ROWS, NO_CLASSES, reduction='none'),
    call('mse_loss', NO_ROWS, NO_ROWS),
    call('mse_loss', NO_ROWS, NO_ROWS, reduction='sum'),
    call('batch_norm', NONE, STATISTIC, STATISTIC),
    call('batch_norm', NONE, None, None, training=True).no_grad(),
    call('batch_norm', NONE, STATISTIC, STATISTIC, weight=const('factor', [2.0, 0.5]), bias=const('offset', [1.0, 0.0])),
    call('batch_norm', const('nothing', []), const('noMean', []).fixed(), const('noVariance', []).fixed(), training=True),
    call('layer_norm', NONE, [4]),
    call('group_norm', NONE, 2),
    call('embedding', NO_CLASSES, draw.floats('table', 3, 2)),
    call('one_hot', NO_CLASSES, num_classes=3),
    call('dropout', NO_ROWS),
    call('softmax', NO_ROWS, 1),
    call('relu', NO_ROWS),
]
SCALARS = [
    call('mse_loss', SCALAR, const('other', 2.0)),
    call('prelu', SCALAR, const('slope', [0.25])),
    call('prelu', ROW, const('slope0', 0.25)),
    call('elu', SCALAR),
    call('hardtanh', SCALAR),
    call('celu', X, alpha=-1.5),
    call('pairwise_distance', ROW, draw.floats('row2', 4)),
    call('multi_margin_loss', SCALAR, const('only', 0, 'int32')),
    call('multi_margin_loss', ROW, const('class', [2], 'int32'), reduction='none', p=2),
    call('multilabel_margin_loss', SCALAR, const('listed', 0, 'int32'), reduction='none'),
]
INTEGERS = [
    call('hardtanh', INTS),
    call('relu6', INTS),
    call('relu', INTS),
    call('threshold', INTS, 1, 7),
    call('softsign', INTS),
    call('tanhshrink', INTS),
    call('sigmoid', INTS),
    call('linear', INTS, INTS),
    call('l1_loss', INTS, const('ones', [[1, 1], [1, 1]], 'int32'), reduction='sum'),
    call('mse_loss', draw.floats('float', 2, 2), INTS).no_grad(),
    call('smooth_l1_loss', draw.floats('float2', 2, 2), INTS).no_grad(),
    call('pad', INTS, [1, 1], value=3),
    call('hardtanh', INTS, min_val=-0.5, max_val=2.5),
    call('conv1d', PLANE, const('taps', [[[1, -2]], [[3, 0]]], 'int32'), stride=2, bias=const('shift', [1, -1], 'int32')),
    call('conv2d', IMAGE, const('window', [[[[1, 2], [-1, 3]]]], 'int32'), padding=1),
    call('conv_transpose2d', IMAGE, const('stamp', [[[[1, 2], [-1, 3]]]], 'int32'), stride=2),
    call('avg_pool1d', PLANE, 2),
    call('avg_pool2d', IMAGE, 2, stride=1, padding=1, count_include_pad=False),
    call('avg_pool3d', const('volume', [[[[[7, -2], [3, 0]], [[1, 9], [-8, 4]]]]], 'int32'), (1, 2, 2)),
    call('local_response_norm', IMAGE, 2),
    call('margin_ranking_loss', INTS, const('second', [[1, 2], [3, 4]], 'int32'), const('sign', [[1, -1], [1, 1]], 'int32')),
    call('hinge_embedding_loss', INTS, const('signs', [[1, -1], [1, -1]], 'int32'), reduction='none'),
    call('softmin', const('bytes', [[3, 0, 250]], 'uint8'), 1, dtype='float32'),
    call('interpolate', const('pixels', [[[[1, 200], [30, 4]]]], 'uint8'), scale_factor=2),
    call('upsample_nearest', const('pixels1', [[[1, 200, 30]]], 'uint8'), size=5),
]
BROADCAST = [
    call('mse_loss', X, ROW),
    call('l1_loss', X, ROW, reduction='none'),
    call('kl_div', X, ROW),
    call('binary_cross_entropy', UNIT, UNIT.fixed(), weight=ROW.fixed()),
    call('cosine_similarity', X, draw.floats('single', 1, 4)),
    call('cosine_similarity', X, draw.floats('others', 3, 4), dim=0),
    call('cosine_similarity', draw.floats('left', 1, 2, 3), draw.floats('right', 2, 1, 3), dim=-2),
    call('nll_loss', const('impossible', [[float('-inf'), 0.0]]), const('first', [0], 'int32'), weight=const('weightless', [0.0, 1.0]).fixed(), reduction='none').no_grad(),
    call('nll_loss', const('impossible2', [[float('-inf'), 0.0]]), const('skipped', [-100], 'int32'), reduction='none'),
    call('group_norm', draw.floats('rows', 2, 8), 2),
]

# results that need no computation are tensors of their own all the same; windows and output padding in unusual places
UNTOUCHED = [
    call('adaptive_avg_pool2d', PICTURE, (None, None)),
    call('adaptive_avg_pool1d', draw.floats('signal', 1, 2, 3), 3),
    call('pad', PICTURE, [0, 0, 0, 0], mode='circular'),
    call('pad', PICTURE, [-1, 1, -2, 1], mode='circular'),
    call('pad', PICTURE, [2, -1, 1, -1], mode='circular'),
    call('interpolate', PICTURE, size=(4, 3), mode='bilinear'),
    call('avg_pool2d', PICTURE, 2, stride=[]),
    call('max_pool2d', PICTURE, 2, stride=[]),
    call('conv_transpose2d', PICTURE, STAMP, stride=(3, 2), padding=(1, 2), output_padding=(2, 3), dilation=4).twice(),
    call('conv_transpose1d', draw.floats('short', 1, 2, 3), draw.floats('pulse', 2, 1, 2), stride=1, padding=0, output_padding=2, dilation=3),
]

ROWS = UNTOUCHED + EMPTY + SCALARS + INTEGERS + BROADCAST
