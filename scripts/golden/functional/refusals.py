"""Calls that must be refused, as PyTorch refuses them."""
from ..core.case import Case
from ..core.inputs import Draw, const

import torch.nn.functional as F

draw = Draw(25)
small = {'low': -1, 'high': 1}
IMAGE = draw.floats('image', 1, 2, 5, 6, **small)
W = draw.floats('w', 3, 2, 3, 3, **small)
SIGNAL = draw.floats('signal', 1, 2, 5, **small)
K = draw.floats('k', 3, 2, 3, **small)
FLAT = draw.floats('flat', 3, 4)
OTHER = draw.floats('other', 3, 5)
VECTOR = draw.floats('vector', 4)
INTS = const('ints', [[1, 2], [3, 4]], 'int32')
DOUBLE = draw.floats('doubled', 3, 2, 3, 3).to('float64')
LOGITS = draw.floats('logits', 3, 5)
CLASSES = const('classes', [1, 0, 4], 'int32')
TOO_LARGE = const('tooLarge', [1, 5, 4], 'int32')
NEGATIVE = const('negative', [1, -1, 4], 'int32')
FOUR = const('four', [1, 2, 3, 4], 'int32')
TABLE = draw.floats('table', 5, 3)


def refused(error, fn, *args, **opts):
    return Case(fn, args, opts, ref=getattr(F, fn), forms='f', error=error)


CONVOLUTION = [
    refused('ShapeError', 'conv2d', IMAGE, draw.floats('w4', 3, 4, 3, 3)),
    refused('ShapeError', 'conv2d', IMAGE, draw.floats('tall', 3, 2, 6, 3)),
    refused('ShapeError', 'conv2d', IMAGE, W, dilation=3),
    refused('ShapeError', 'conv2d', IMAGE, W, bias=VECTOR),
    refused('ShapeError', 'conv2d', IMAGE, W, groups=2),
    refused('ShapeError', 'conv2d', IMAGE, draw.floats('w1', 3, 1, 3, 3), groups=2),
    refused('ShapeError', 'conv2d', SIGNAL, K),
    refused('ShapeError', 'conv2d', FLAT, W),
    refused('ShapeError', 'conv1d', IMAGE, K),
    refused('ValueError', 'conv2d', IMAGE, W, stride=0),
    refused('ValueError', 'conv2d', IMAGE, W, padding=-1),
    refused('ValueError', 'conv2d', IMAGE, W, dilation=0),
    refused('ValueError', 'conv2d', IMAGE, W, groups=0),
    refused('ValueError', 'conv2d', IMAGE, W, stride=(1, 2, 3)),
    refused('ValueError', 'conv2d', IMAGE, W, padding='same', stride=2),
    refused('ValueError', 'conv2d', IMAGE, W, padding='full'),
    refused('DTypeError', 'conv2d', IMAGE, DOUBLE),
    refused('ShapeError', 'conv2d', const('flatImage', [], shape=(1, 2, 0, 4)), draw.floats('w11', 3, 2, 1, 1)),
]
POOL = [
    refused('ShapeError', 'max_pool2d', IMAGE, 7),
    refused('ShapeError', 'max_pool2d', FLAT, 2),
    refused('ShapeError', 'avg_pool2d', IMAGE, (2, 7)),
    refused('ShapeError', 'max_pool1d', IMAGE, 2),
    refused('ShapeError', 'max_pool2d', const('nothing', [], shape=(1, 0, 4, 4)), 2),
    refused('DTypeError', 'max_pool2d', const('intImage', [[[1, 2], [3, 4]]], 'int32'), 2),
    refused('ValueError', 'max_pool2d', IMAGE, 2, padding=2),
    refused('ValueError', 'max_pool2d', IMAGE, 2, dilation=0),
    refused('ValueError', 'max_pool2d', IMAGE, 0),
    refused('ValueError', 'avg_pool2d', IMAGE, 2, padding=2),
    refused('ValueError', 'avg_pool2d', IMAGE, 2, divisor_override=0),
    refused('ShapeError', 'adaptive_avg_pool2d', FLAT, 2),
]
LINEAR = [
    refused('ShapeError', 'linear', FLAT, OTHER),
    refused('ShapeError', 'linear', FLAT, draw.floats('w34', 3, 4), bias=VECTOR),
    refused('DTypeError', 'linear', FLAT, draw.floats('wide', 3, 4).to('float64')),
    refused('ShapeError', 'bilinear', FLAT, OTHER, draw.floats('w344', 3, 4, 4)),
    refused('ShapeError', 'pad', VECTOR, [1, 1, 1, 1]),
    refused('ValueError', 'pad', VECTOR, [1]),
    refused('ShapeError', 'pad', VECTOR, [-3, -3]),
    refused('ShapeError', 'pad', SIGNAL, [5, 0], mode='reflect'),
    refused('ShapeError', 'pad', SIGNAL, [6, 0], mode='circular'),
    refused('ValueError', 'pad', SIGNAL, [1, 1], mode='mirror'),
    refused('ShapeError', 'unfold', IMAGE, 7),
    refused('ValueError', 'unfold', IMAGE, 0),
    refused('ValueError', 'unfold', IMAGE, 2, padding=-1),
    refused('ValueError', 'unfold', IMAGE, 2, stride=0),
    refused('ValueError', 'fold', draw.floats('columns2', 1, 8, 9), (4, 4), 2, dilation=0),
    refused('ValueError', 'max_pool2d', IMAGE, 3, padding='same'),
    refused('ValueError', 'conv2d', IMAGE, W, stride=None),
    refused('ShapeError', 'fold', draw.floats('columns', 1, 8, 5), (4, 4), 2),
]
ACTIVATION = [
    refused('DTypeError', 'leaky_relu', INTS),
    *(refused('DTypeError', name, INTS) for name in ('elu', 'selu', 'celu', 'gelu', 'silu', 'mish', 'softplus', 'logsigmoid', 'hardsigmoid', 'hardswish', 'softshrink', 'hardshrink', 'glu')),
    *(refused('DTypeError', name, const('truths', [True, False], 'bool'), *args) for name, args in (('relu6', ()), ('hardtanh', ()), ('threshold', (1, 2)))),
    refused('DTypeError', 'softmax', INTS, 0),
    refused('IndexError', 'softmax', FLAT, 2),
    refused('ShapeError', 'glu', OTHER),
    refused('ShapeError', 'prelu', FLAT, draw.floats('slopes', 3)),
    refused('ValueError', 'softshrink', FLAT, lambd=-1),
    refused('ValueError', 'gelu', FLAT, approximate='sigmoid'),
    refused('ValueError', 'dropout', FLAT, p=1.5),
    refused('ValueError', 'dropout', FLAT, p=-0.1),
]
LOSS = [
    refused('ShapeError', 'mse_loss', FLAT, OTHER),
    refused('ShapeError', 'l1_loss', FLAT, OTHER),
    refused('ValueError', 'mse_loss', FLAT, FLAT, reduction='average'),
    refused('ValueError', 'smooth_l1_loss', FLAT, FLAT, beta=-1.0),
    refused('ValueError', 'huber_loss', FLAT, FLAT, delta=0.0),
    refused('DTypeError', 'mse_loss', INTS, INTS),
    refused('DTypeError', 'binary_cross_entropy', const('sure', [1.0, 1.0]), const('sureWide', [1.0, 1.0]).to('float64')),
    refused('DTypeError', 'binary_cross_entropy_with_logits', const('sureToo', [1.0, 1.0]), const('ints2', [1, 1], 'int32')),
    refused('DTypeError', 'kl_div', const('logs', [1.0, 1.0]), const('ints3', [1, 1], 'int32')),
    refused('IndexError', 'nll_loss', LOGITS, TOO_LARGE),
    refused('IndexError', 'nll_loss', LOGITS, NEGATIVE),
    refused('IndexError', 'cross_entropy', LOGITS, TOO_LARGE),
    refused('ShapeError', 'cross_entropy', LOGITS, FOUR),
    refused('ShapeError', 'cross_entropy', LOGITS, CLASSES, weight=VECTOR),
    refused('ShapeError', 'nll_loss', LOGITS, CLASSES, weight=VECTOR),
    refused('ShapeError', 'nll_loss', LOGITS, FOUR),
    refused('DTypeError', 'nll_loss', LOGITS, const('floatClasses', [1.0, 0.0, 4.0])),
    refused('ValueError', 'cross_entropy', LOGITS, CLASSES, label_smoothing=1.5),
    refused('ValueError', 'cross_entropy', LOGITS, LOGITS, ignore_index=1),
    refused('ValueError', 'binary_cross_entropy', const('outside', [0.5, 1.5]), const('one', [1.0, 1.0])),
    refused('ShapeError', 'binary_cross_entropy', const('half', [0.5, 0.5]), const('three', [1.0, 1.0, 1.0])),
    refused('ShapeError', 'binary_cross_entropy_with_logits', FLAT, VECTOR),
]
NORMALIZATION = [
    refused('ValueError', 'batch_norm', draw.floats('single', 1, 3), None, None, training=True),
    refused('ValueError', 'batch_norm', FLAT, None, None),
    refused('ShapeError', 'batch_norm', FLAT, draw.floats('mean', 3), draw.floats('var', 3)),
    *(refused('DTypeError', 'batch_norm', SIGNAL, None, None, training=True, weight=v) for v in [draw.floats('wideScale', 2).to('float64')]),
    refused('DTypeError', 'layer_norm', FLAT, [4], weight=draw.floats('wideScale4', 4).to('float64')),
    refused('DTypeError', 'group_norm', SIGNAL, 1, bias=draw.floats('wideShift', 2).to('float64')),
    refused('ValueError', 'group_norm', draw.floats('oneRow', 1, 4), 4),
    refused('ShapeError', 'layer_norm', FLAT, [3]),
    refused('ShapeError', 'layer_norm', FLAT, [4], weight=draw.floats('scale', 3)),
    refused('ShapeError', 'group_norm', FLAT, 3),
    refused('IndexError', 'embedding', TOO_LARGE, TABLE),
    refused('DTypeError', 'embedding', VECTOR, TABLE),
    refused('ValueError', 'embedding', CLASSES, TABLE, padding_idx=5),
    refused('ValueError', 'one_hot', NEGATIVE),
    refused('ValueError', 'one_hot', CLASSES, num_classes=3),
    refused('DTypeError', 'one_hot', VECTOR),
]

PLANES = draw.floats('planes', 1, 4, 3, 3)
VOLUMES = draw.floats('volumes', 1, 2, 4, 4, 4)
INDICES = const('indices', [[[0, 3], [8, 10]]], 'int32')
VALUES = draw.floats('values', 1, 2, 2)
VOLUME = [
    refused('ShapeError', 'conv3d', VOLUMES, draw.floats('w3', 2, 3, 2, 2, 2)),
    refused('ShapeError', 'conv3d', IMAGE, draw.floats('w32', 2, 2, 2, 2, 2)),
    refused('ShapeError', 'conv3d', VOLUMES, draw.floats('w5', 2, 2, 5, 2, 2)),
    refused('ShapeError', 'conv_transpose2d', IMAGE, W),
    refused('ShapeError', 'conv_transpose2d', IMAGE, draw.floats('wT', 2, 3, 2, 2), bias=VECTOR),
    refused('ShapeError', 'conv_transpose2d', FLAT, draw.floats('wT2', 2, 3, 2, 2)),
    refused('ValueError', 'conv_transpose2d', IMAGE, draw.floats('wT3', 2, 3, 2, 2), output_padding=1),
    refused('ValueError', 'conv_transpose2d', IMAGE, draw.floats('wT4', 2, 3, 2, 2), stride=0),
    refused('ShapeError', 'conv_transpose2d', IMAGE, draw.floats('wT5', 2, 3, 2, 2), padding=6),
    refused('DTypeError', 'conv_transpose2d', IMAGE, draw.floats('wT6', 2, 3, 2, 2).to('float64')),
    refused('ShapeError', 'max_pool3d', VOLUMES, 5),
    refused('ShapeError', 'max_pool3d', FLAT, 2),
    refused('ValueError', 'max_pool3d', VOLUMES, 2, padding=2),
    refused('ShapeError', 'avg_pool3d', VOLUMES, (2, 2, 6)),
    refused('ValueError', 'avg_pool3d', VOLUMES, 2, divisor_override=0),
    refused('ShapeError', 'adaptive_avg_pool3d', SIGNAL, 2),
    refused('ShapeError', 'adaptive_max_pool3d', SIGNAL, 2),
    refused('ValueError', 'max_unpool2d', VALUES, INDICES, 2, output_size=(9, 9)),
    refused('IndexError', 'max_unpool2d', VALUES, INDICES, 1),
    refused('ShapeError', 'max_unpool2d', VALUES, FOUR, 2),
    refused('ValueError', 'fractional_max_pool2d', IMAGE, 2),
    refused('ShapeError', 'fractional_max_pool2d', IMAGE, 3, output_size=5),
    refused('ShapeError', 'fold', FLAT, (5, 5), 2),
]
SIGNS = const('signs', [1.0, -1.0, 1.0])
UNIT = const('positive', [1.0, 1.0, -1.0])
MARGIN = [
    refused('ShapeError', 'hinge_embedding_loss', FLAT, OTHER),
    refused('ShapeError', 'margin_ranking_loss', FLAT, OTHER, FLAT),
    refused('ShapeError', 'soft_margin_loss', FLAT, OTHER),
    refused('ValueError', 'soft_margin_loss', FLAT, FLAT, reduction='average'),
    refused('ValueError', 'multi_margin_loss', LOGITS, CLASSES, p=3),
    refused('IndexError', 'multi_margin_loss', LOGITS, TOO_LARGE),
    refused('ShapeError', 'multi_margin_loss', LOGITS, FOUR),
    refused('ShapeError', 'multilabel_margin_loss', LOGITS, FOUR),
    refused('IndexError', 'multilabel_margin_loss', VECTOR, FOUR),
    refused('ShapeError', 'cosine_embedding_loss', FLAT, OTHER, SIGNS),
    refused('ShapeError', 'cosine_embedding_loss', FLAT, FLAT, VECTOR),
    refused('ShapeError', 'triplet_margin_loss', FLAT, FLAT, VECTOR),
    refused('ValueError', 'gaussian_nll_loss', SIGNS, SIGNS, UNIT),
    refused('IndexError', 'ctc_loss', draw.floats('ctc', 3, 1, 4), const('label', [[4]], 'int32'), [3], [1], blank=5),
    refused('ShapeError', 'ctc_loss', draw.floats('ctc2', 3, 1, 4), const('labels', [[1, 2]], 'int32'), [4], [2]),
    refused('ShapeError', 'ctc_loss', draw.floats('ctc3', 3, 1, 4), const('labels3', [[1, 2]], 'int32'), [3], [3]),
]
OTHERS = [
    refused('ValueError', 'instance_norm', draw.floats('pixel', 2, 3, 1)),
    refused('ValueError', 'instance_norm', SIGNAL, use_input_stats=False),
    refused('ShapeError', 'instance_norm', SIGNAL, weight=VECTOR),
    refused('ShapeError', 'local_response_norm', FLAT, 2),
    refused('ValueError', 'embedding_bag', CLASSES, TABLE),
    refused('ValueError', 'embedding_bag', INTS, TABLE, offsets=CLASSES),
    refused('ValueError', 'embedding_bag', INTS, TABLE, mode='median'),
    refused('ValueError', 'embedding_bag', INTS, TABLE, mode='max', scale_grad_by_freq=True),
    refused('ValueError', 'embedding_bag', INTS, TABLE, mode='sum', per_sample_weights=VECTOR),
    refused('ValueError', 'embedding_bag', CLASSES, TABLE, offsets=const('late', [1, 2], 'int32')),
    refused('IndexError', 'embedding_bag', TOO_LARGE, TABLE, offsets=const('early', [0, 2], 'int32')),
    refused('ShapeError', 'pdist', VECTOR),
    refused('ValueError', 'pdist', FLAT, p=-1),
    refused('ValueError', 'interpolate', PLANES),
    refused('ValueError', 'interpolate', PLANES, size=2, scale_factor=2),
    refused('ValueError', 'interpolate', PLANES, size=(2, 2, 2)),
    refused('ValueError', 'interpolate', PLANES, size=2, align_corners=True),
    refused('ValueError', 'interpolate', PLANES, size=2, recompute_scale_factor=True),
    refused('ValueError', 'interpolate', PLANES, size=2, antialias=True),
    refused('ShapeError', 'interpolate', PLANES, size=2, mode='linear'),
    refused('ShapeError', 'interpolate', VOLUMES, size=2, mode='bicubic'),
    refused('ValueError', 'interpolate', PLANES, size=0),
    refused('ShapeError', 'affine_grid', FLAT, (1, 1, 2, 2), align_corners=False),
    refused('ValueError', 'affine_grid', draw.floats('theta', 1, 2, 3), (1, 1, 0, 2), align_corners=False),
    refused('ShapeError', 'grid_sample', PLANES, draw.floats('grid', 1, 2, 2, 3), align_corners=False),
    refused('ShapeError', 'grid_sample', PLANES, draw.floats('grid2', 2, 2, 2, 2), align_corners=False),
    refused('ValueError', 'grid_sample', PLANES, draw.floats('grid3', 1, 2, 2, 2), mode='cubic', align_corners=False),
    refused('ValueError', 'grid_sample', VOLUMES, draw.floats('grid4', 1, 2, 2, 2, 3), mode='bicubic', align_corners=False),
    refused('DTypeError', 'grid_sample', PLANES, draw.floats('grid5', 1, 2, 2, 2).to('float64'), align_corners=False),
    refused('ShapeError', 'pixel_shuffle', PLANES, 3),
    refused('ShapeError', 'pixel_unshuffle', PLANES, 2),
    refused('ValueError', 'pixel_shuffle', PLANES, 0),
    refused('ShapeError', 'channel_shuffle', PLANES, 3),
    refused('ValueError', 'dropout3d', VOLUMES, p=2),
    refused('ValueError', 'feature_alpha_dropout', PLANES, p=-1),
]

ROWS = CONVOLUTION + POOL + LINEAR + ACTIVATION + LOSS + NORMALIZATION + VOLUME + MARGIN + OTHERS
