"""Losses with all reductions and options."""
from ..core.case import functional as call
from ..core.inputs import Draw, const

draw = Draw(23)
A = draw.floats('a', 3, 4)
B = draw.floats('b', 3, 4)
ROW = draw.floats('row', 4)
NEAR = const('near', [0.0, 0.5, -0.25, 1.0, 2.0, -3.0])
ZERO = const('origin', [0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
UNIT = draw.floats('unit', 3, 4, low=0.05, high=0.95)
HARD = draw.bools('hard', 3, 4).to('float32').fixed()
CERTAIN = const('certain', [0.0, 1.0, 0.0, 1.0])
CERTAIN_TARGET = const('certainTarget', [0.0, 1.0, 1.0, 0.0]).fixed()
EMPTY = const('empty', [], shape=(0, 3))
REDUCTIONS = ('mean', 'sum', 'none')

REGRESSION = (
    [call(name, A, B, reduction=r) for name in ('mse_loss', 'l1_loss', 'smooth_l1_loss', 'huber_loss') for r in REDUCTIONS]
    + [call('mse_loss', A, B).twice(), call('mse_loss', EMPTY, EMPTY), call('l1_loss', NEAR, ZERO), call('smooth_l1_loss', NEAR, ZERO), call('huber_loss', NEAR, ZERO)]
    + [call('smooth_l1_loss', A, B, beta=0.5), call('smooth_l1_loss', A, B, beta=0.0), call('huber_loss', A, B, delta=2.0)]
)

LOGITS = draw.floats('logits', 4, 5)
CLASSES = const('classes', [1, 0, 4, 2], 'int32')
IGNORED = const('ignored', [1, -100, 4, 2], 'int32')
TWOS = const('twos', [1, 2, 4, 2], 'int32')
WEIGHT = const('weight', [0.5, 1.0, 2.0, 0.25, 1.5]).fixed()
PROBABILITIES = const('probabilities', [[0.5, 0.25, 0.25, 0, 0], [0, 0, 1, 0, 0], [0.125, 0.125, 0.25, 0.25, 0.25], [0, 0.5, 0, 0.5, 0]])
SINGLE = draw.floats('single', 5)
CLASS = const('class', 3, 'int32')
PIXELS = draw.floats('pixels', 2, 3, 2, 2)
LABELS = draw.ints('labels', 2, 2, 2, high=3)
BORDER = const('border', [[[1, -100], [0, 2]], [[-100, -100], [2, 1]]], 'int32')
PIXEL_WEIGHT = const('pixelWeight', [0.5, 1.0, 2.0]).fixed()
CLASSIFICATION = (
    [call('cross_entropy', LOGITS, CLASSES).twice()]
    + [call('cross_entropy', LOGITS, CLASSES, reduction=r) for r in ('sum', 'none')]
    + [call('cross_entropy', LOGITS, CLASSES, weight=WEIGHT, reduction=r) for r in REDUCTIONS]
    + [call('cross_entropy', LOGITS, IGNORED, **o) for o in ({}, {'weight': WEIGHT}, {'reduction': 'none'}, {'reduction': 'sum'}, {'label_smoothing': 0.125})]
    + [call('cross_entropy', LOGITS, TWOS, ignore_index=2)]
    + [call('cross_entropy', LOGITS, CLASSES, label_smoothing=0.125, **o) for o in ({}, {'weight': WEIGHT}, {'reduction': 'none'}, {'weight': WEIGHT, 'reduction': 'sum'})]
    + [call('cross_entropy', LOGITS, PROBABILITIES, **o) for o in ({}, {'reduction': 'none'}, {'weight': WEIGHT}, {'label_smoothing': 0.25}, {'weight': WEIGHT, 'label_smoothing': 0.25, 'reduction': 'sum'})]
    + [call('cross_entropy', SINGLE, CLASS), call('cross_entropy', SINGLE, CLASS, weight=WEIGHT)]
    + [call('cross_entropy', PIXELS, LABELS, **o) for o in ({}, {'reduction': 'none'}, {'weight': PIXEL_WEIGHT}, {'label_smoothing': 0.125})]
    + [call('cross_entropy', PIXELS, BORDER, **o) for o in ({}, {'weight': PIXEL_WEIGHT, 'reduction': 'none'})]
    + [call('nll_loss', LOGITS, CLASSES, reduction=r) for r in REDUCTIONS]
    + [call('nll_loss', LOGITS, IGNORED, weight=WEIGHT, reduction=r) for r in REDUCTIONS]
    + [call('nll_loss', LOGITS, TWOS, ignore_index=2), call('nll_loss', PIXELS, LABELS), call('nll_loss', PIXELS, BORDER, weight=PIXEL_WEIGHT), call('nll_loss', SINGLE, CLASS)]
    + [call('cross_entropy', LOGITS, const('allIgnored', [-100, -100, -100, -100], 'int32'))]
)
POS_WEIGHT = const('posWeight', [0.5, 1.0, 2.0, 3.0]).fixed()
BINARY = (
    [call('binary_cross_entropy', UNIT, HARD, reduction=r) for r in REDUCTIONS]
    + [call('binary_cross_entropy', UNIT, HARD, weight=POS_WEIGHT), call('binary_cross_entropy', UNIT, HARD).twice()]
    + [call('binary_cross_entropy', CERTAIN, CERTAIN_TARGET, reduction='none').no_grad(), call('binary_cross_entropy', UNIT, draw.floats('soft', 3, 4, low=0, high=1).fixed())]
    + [call('binary_cross_entropy_with_logits', A, HARD, reduction=r) for r in REDUCTIONS]
    + [call('binary_cross_entropy_with_logits', A, HARD, pos_weight=POS_WEIGHT), call('binary_cross_entropy_with_logits', A, HARD, weight=UNIT.fixed())]
    + [call('binary_cross_entropy_with_logits', A, HARD, weight=ROW.fixed(), pos_weight=POS_WEIGHT, reduction='none')]
    + [call('binary_cross_entropy_with_logits', const('farOut', [-120.0, 120.0, 40.0, -40.0]), CERTAIN_TARGET, reduction='none')]
)
LOG_PROBABILITIES = draw.floats('logProbabilities', 3, 4, low=-4, high=-0.1)
DIVERGENCE = (
    [call('kl_div', LOG_PROBABILITIES, UNIT, reduction=r) for r in (*REDUCTIONS, 'batchmean')]
    + [call('kl_div', LOG_PROBABILITIES, A, log_target=True, reduction=r) for r in ('sum', 'batchmean')]
    + [call('kl_div', LOG_PROBABILITIES, HARD, reduction='sum')]
)

ROWS = REGRESSION + CLASSIFICATION + BINARY + DIVERGENCE
