"""Layers, containers and losses."""
from ..core.inputs import Draw, const
from ..core.module import module, new

draw = Draw(31)
small = {'low': -1, 'high': 1}
X = draw.floats('x', 3, 4, **small)
CUBE = draw.floats('cube', 2, 3, 4, **small)
SIGNAL = draw.floats('signal', 2, 3, 7, **small)
PICTURE = draw.floats('picture', 2, 2, 5, 5, **small)
ONE = draw.floats('one', 2, 5, 5, **small)
FOUR = draw.floats('four', 1, 4, 4, 4, **small)
WIDE = draw.floats('wide', 4, 20, **small)
IDS = const('ids', [[0, 4, 2], [2, 2, 1]], 'int32')

LAYERS = [
    module('Linear', 4, 2).on(X),
    module('Linear', 4, 2, bias=False).on(CUBE),
    module('Linear', 4, 3, dtype='float64').on(X.to('float64')),
    module('Bilinear', 4, 4, 2).on(X, draw.floats('y', 3, 4, **small)),
    module('Conv1d', 3, 2, 3).on(SIGNAL),
    module('Conv1d', 3, 6, 3, stride=2, padding=1, groups=3, bias=False).on(SIGNAL),
    module('Conv2d', 2, 3, 3).on(PICTURE),
    module('Conv2d', 2, 3, (3, 2), stride=(2, 1), padding=(1, 0)).on(PICTURE),
    module('Conv2d', 2, 4, 3, padding=1, groups=2, bias=False).on(PICTURE),
    module('Conv2d', 2, 3, 2, dilation=2).on(ONE),
    module('Conv2d', 2, 2, 3, padding='same').on(PICTURE),
    module('Conv2d', 2, 2, 3, padding='valid', padding_mode='zeros').on(PICTURE),
    module('Embedding', 5, 3).on(IDS),
    module('Embedding', 5, 3, padding_idx=2).on(IDS),
    module('Embedding', 5, 3, padding_idx=-1, max_norm=1.5, norm_type=1.0).on(IDS),
    module('Conv1d', 3, 2, 2, padding='same', padding_mode='circular').on(SIGNAL),
    module('Conv2d', 2, 2, 3, padding=(1, 2), padding_mode='reflect').on(PICTURE),
    module('Conv2d', 2, 2, 2, padding='same', padding_mode='replicate').on(PICTURE),
]
POOLS = [
    module('MaxPool2d', 2).on(FOUR),
    module('MaxPool2d', 3, stride=2, padding=1, dilation=1, ceil_mode=True).on(PICTURE),
    module('MaxPool2d', (2, 3), stride=(1, 2)).on(PICTURE),
    module('MaxPool1d', 2).on(SIGNAL),
    module('AvgPool2d', 2).on(FOUR),
    module('AvgPool2d', 3, stride=2, padding=1, count_include_pad=False).on(PICTURE),
    module('AvgPool1d', 2).on(SIGNAL),
    module('AdaptiveAvgPool2d', (2, 3)).on(PICTURE),
    module('AdaptiveAvgPool2d', 1).on(PICTURE),
    module('AdaptiveAvgPool2d', (None, 2)).on(PICTURE),
    module('AdaptiveAvgPool1d', 3).on(SIGNAL),
    module('AdaptiveMaxPool2d', (2, 3)).on(PICTURE),
    module('AdaptiveMaxPool1d', 2).on(SIGNAL),
    module('MaxPool1d', 3, stride=1, padding=1).on(SIGNAL),
    module('AvgPool1d', 3, stride=2, padding=1, count_include_pad=False).on(SIGNAL),
    module('AvgPool2d', 2, ceil_mode=True, divisor_override=3).on(PICTURE),
]
ACTIVATIONS = [module(cls, **opts).on(X) for cls, opts in (
    ('ReLU', {}), ('ReLU6', {}), ('LeakyReLU', {}), ('LeakyReLU', {'negative_slope': 0.25}), ('ELU', {}), ('ELU', {'alpha': 0.5}), ('SELU', {}),
    ('GELU', {}), ('GELU', {'approximate': 'tanh'}), ('SiLU', {}), ('Mish', {}), ('Sigmoid', {}), ('Tanh', {}), ('Softplus', {}), ('Softplus', {'beta': 2}),
    ('Softsign', {}), ('Hardtanh', {}), ('Hardtanh', {'min_val': -0.5, 'max_val': 0.25}), ('Hardsigmoid', {}), ('Hardswish', {}), ('LogSigmoid', {}),
    ('CELU', {'alpha': 0.5}), ('GLU', {}), ('GLU', {'dim': 1}), ('Hardshrink', {}), ('Softshrink', {'lambd': 0.25}), ('Tanhshrink', {}),
    ('PReLU', {}), ('PReLU', {'num_parameters': 4, 'init': 0.5}), ('Identity', {}), ('Flatten', {}), ('Dropout', {'p': 0.0}),
)]  # fmt: skip
SHAPES = [
    module('Softmax', 1).on(X),
    module('Softmin', 0).on(X),
    module('Threshold', 0.25, -1.0).on(X),
    module('LogSoftmax', -1).on(CUBE),
    module('Flatten').on(PICTURE),
    module('Flatten', start_dim=0).on(CUBE),
    module('Flatten', start_dim=1, end_dim=2).on(PICTURE),
    module('Unflatten', 1, (2, 2)).on(X),
    # the mask is drawn after manualSeed(1)
    module('Dropout').on(WIDE),
    module('Dropout', p=0.25).on(WIDE),
    module('Dropout').eval().on(WIDE),
    module('Dropout1d').on(SIGNAL),
    module('Dropout2d').on(PICTURE),
    module('AlphaDropout').on(WIDE),
]
NORMALIZATION = [
    module('BatchNorm1d', 4).on(X),
    module('BatchNorm1d', 3).on(CUBE),
    module('BatchNorm1d', 4, momentum=0.5, eps=0.125).on(X),
    module('BatchNorm1d', 4, affine=False).on(X),
    module('BatchNorm1d', 4, track_running_stats=False).on(X),
    module('BatchNorm1d', 4).eval().on(X),
    module('BatchNorm2d', 2).on(PICTURE),
    module('BatchNorm2d', 2, momentum=None).on(PICTURE),
    module('BatchNorm2d', 2).eval().on(PICTURE),
    module('LayerNorm', 4).on(X),
    module('LayerNorm', [3, 4]).on(CUBE),
    module('LayerNorm', 4, eps=0.125, elementwise_affine=False).on(X),
    module('GroupNorm', 2, 4).on(FOUR),
    module('GroupNorm', 1, 4, eps=0.125, affine=False).on(FOUR),
    module('BatchNorm1d', 4, track_running_stats=False).eval().on(X),
]
CONTAINERS = [
    module('Sequential').on(X),
    module('Sequential', new('Linear', 4, 5), new('ReLU'), new('Linear', 5, 2), new('Softmax', 1)).on(X),
    # without bias: in front of a batch normalisation its gradient is nothing but rounding errors
    module('Sequential', new('Conv2d', 2, 3, 3, bias=False), new('BatchNorm2d', 3), new('ReLU'), new('MaxPool2d', 2), new('Flatten'), new('Linear', 3, 2)).on(PICTURE),
    module('Sequential', new('Linear', 4, 4), new('Sequential', new('Tanh'), new('Linear', 4, 1))).on(X),
    module('ModuleList', [new('Linear', 2, 2), new('ReLU'), new('Sequential', new('Linear', 2, 1))]),
    module('ModuleList'),
    module('ModuleDict', {'conv': new('Conv2d', 1, 2, 3), 'act': new('ReLU')}),
]
A = draw.floats('a', 3, 4)
B = draw.floats('b', 3, 4)
LOGITS = draw.floats('logits', 4, 5)
CLASSES = const('classes', [1, 0, 4, 2], 'int32')
UNIT = draw.floats('unit', 3, 4, low=0.05, high=0.95)
HARD = draw.bools('hard', 3, 4).to('float32').fixed()
LOSSES = [
    module('MSELoss').on(A, B),
    module('MSELoss', reduction='sum').on(A, B),
    module('L1Loss').on(A, B),
    module('SmoothL1Loss', beta=0.5).on(A, B),
    module('HuberLoss', delta=2.0).on(A, B),
    module('CrossEntropyLoss').on(LOGITS, CLASSES),
    module('CrossEntropyLoss', ignore_index=2, label_smoothing=0.125, reduction='none').on(LOGITS, CLASSES),
    module('CrossEntropyLoss', weight=const('weight', [0.5, 1.0, 2.0, 0.25, 1.5])).on(LOGITS, CLASSES),
    module('NLLLoss').on(LOGITS, CLASSES),
    module('BCELoss').on(UNIT, HARD),
    module('BCEWithLogitsLoss').on(A, HARD),
    module('BCEWithLogitsLoss', pos_weight=const('posWeight', [0.5, 1.0, 2.0, 3.0])).on(A, HARD),
    module('NLLLoss', weight=const('weight', [0.5, 1.0, 2.0, 0.25, 1.5]), ignore_index=4, reduction='sum').on(LOGITS, CLASSES),
    module('BCELoss', weight=const('posWeight', [0.5, 1.0, 2.0, 3.0]), reduction='none').on(UNIT, HARD),
    module('CosineSimilarity').on(A, B),
    module('PairwiseDistance', p=1.0, keepdim=True).on(A, B),
    module('KLDivLoss', reduction='batchmean').on(draw.floats('logProbabilities', 3, 4, low=-4, high=-0.1), UNIT),
]

ROWS = LAYERS + POOLS + ACTIVATIONS + SHAPES + NORMALIZATION + CONTAINERS + LOSSES
