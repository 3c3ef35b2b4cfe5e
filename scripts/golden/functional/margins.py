"""Losses of margins, distances, distributions and sequences."""
from ..core.case import functional as call
from ..core.inputs import Draw, const

draw = Draw(28)
REDUCTIONS = ('mean', 'sum', 'none')
A = draw.floats('a', 3, 4)
B = draw.floats('b', 3, 4)
C = draw.floats('c', 3, 4)
SIGNS = const('signs', [[1, -1, 1, 1], [-1, -1, 1, -1], [1, 1, -1, 1]]).fixed()
SIGN = const('sign', [1, -1, 1]).fixed()
V1 = draw.floats('v1', 4)
V2 = draw.floats('v2', 4)
V3 = draw.floats('v3', 4)
ONE = const('oneSign', -1.0).fixed()
EDGE = const('edge', [1.0, 0.0, -1.0, 2.0])
EDGE_SIGNS = const('edgeSigns', [1, -1, -1, -1]).fixed()

MARGIN = (
    [call(name, A, SIGNS, reduction=r) for name in ('hinge_embedding_loss', 'soft_margin_loss') for r in REDUCTIONS]
    + [call('hinge_embedding_loss', A, SIGNS, margin=2.0), call('hinge_embedding_loss', EDGE, EDGE_SIGNS, reduction='none')]
    + [call('hinge_embedding_loss', A, SIGNS).to('float64'), call('soft_margin_loss', A, SIGNS.to('int32'))]
    + [call('margin_ranking_loss', A, B, SIGNS, reduction=r) for r in REDUCTIONS]
    + [call('margin_ranking_loss', A, B, SIGNS, margin=0.5), call('margin_ranking_loss', V1, V2, EDGE_SIGNS, margin=1.5, reduction='none')]
)

CLASSES = const('classes', [2, 0, 3], 'int32')
CLASS = const('class', 1, 'int32')
WEIGHT = const('weight', [0.5, 1.0, 2.0, 0.25]).fixed()
LISTS = const('lists', [[3, 0, -1, 1], [1, -1, -1, -1], [-1, 2, 1, 0]], 'int32')
LIST = const('list', [2, 0, -1, 1], 'int32')
DOUBLES = const('doubles', [[3, 3, 1, -1], [0, 1, 2, 3], [0, 0, 0, 0]], 'int32')
HARD = draw.bools('hard', 3, 4).to('float32').fixed()
MULTI = (
    [call('multi_margin_loss', A, CLASSES, reduction=r, **o) for r in REDUCTIONS for o in ({}, {'p': 2}, {'weight': WEIGHT}, {'margin': 0.5, 'p': 2, 'weight': WEIGHT})]
    + [call('multi_margin_loss', V1, CLASS), call('multi_margin_loss', V1, CLASS, reduction='none')]
    + [call('multilabel_margin_loss', A, LISTS, reduction=r) for r in REDUCTIONS]
    + [call('multilabel_margin_loss', A, DOUBLES), call('multilabel_margin_loss', V1, LIST), call('multilabel_margin_loss', V1, LIST, reduction='none')]
    + [call('multilabel_soft_margin_loss', A, HARD, reduction=r, **o) for r in REDUCTIONS for o in ({}, {'weight': WEIGHT})]
    + [call('multilabel_soft_margin_loss', A, B), call('multilabel_soft_margin_loss', V1, V2)]
)

DISTANCE = (
    [call('cosine_embedding_loss', A, B, SIGN, reduction=r) for r in REDUCTIONS]
    + [call('cosine_embedding_loss', A, B, SIGN, margin=-0.75).twice(), call('cosine_embedding_loss', V1, V2, ONE), call('cosine_embedding_loss', V1, V2, ONE, margin=-0.5, reduction='none')]
    + [call('triplet_margin_loss', A, B, C, reduction=r) for r in REDUCTIONS]
    + [call('triplet_margin_loss', A, B, C, **o) for o in ({'swap': True, 'margin': 4.0}, {'p': 1, 'margin': 3.0}, {'margin': 5.0, 'eps': 0.125}, {'p': 3.0, 'margin': 3.0, 'swap': True, 'reduction': 'none'})]
    + [call('triplet_margin_loss', V1, V2, V3, margin=6.0)]
    + [call('triplet_margin_with_distance_loss', A, B, C, reduction=r, margin=3.0) for r in REDUCTIONS]
    + [call('triplet_margin_with_distance_loss', A, B, C, swap=True, margin=5.0)]
)

MEANS = draw.floats('means', 3, 4)
COUNTS = const('counts', [[0, 1, 2, 5], [3, 0, 1, 1], [7, 2, 0, 4]]).fixed()
RATES = draw.floats('rates', 3, 4, low=0.25, high=3)
VARIANCES = draw.floats('variances', 3, 4, low=0.25, high=3)
ROW_VARIANCE = draw.floats('rowVariance', 3, low=0.25, high=3)
COLUMN_VARIANCE = draw.floats('columnVariance', 3, 1, low=0.25, high=3)
TINY = const('tiny', [[0.0, 0.5, 0.25, 1.0]] * 3)
DISTRIBUTION = (
    [call('poisson_nll_loss', MEANS, COUNTS, reduction=r) for r in REDUCTIONS]
    + [call('poisson_nll_loss', RATES, COUNTS, log_input=False, **o) for o in ({}, {'eps': 0.5}, {'full': True, 'reduction': 'sum'})]
    + [call('poisson_nll_loss', MEANS, COUNTS, full=True), call('poisson_nll_loss', MEANS, RATES, full=True)]
    + [call('gaussian_nll_loss', A, B, VARIANCES, reduction=r) for r in REDUCTIONS]
    + [call('gaussian_nll_loss', A, B, v) for v in (ROW_VARIANCE, COLUMN_VARIANCE)]
    + [call('gaussian_nll_loss', A, B, VARIANCES, full=True).twice(), call('gaussian_nll_loss', A, B, TINY, eps=0.5)]
)


LOGITS = draw.floats('logits', 6, 3, 4)
LOGS = LOGITS.via('logs', ('log_softmax', -1))
LOGS2 = draw.floats('logits2', 6, 4).via('logs2', ('log_softmax', -1))
LABELS = const('labels', [[1, 2, 2, 0], [3, 1, 0, 0], [1, 1, 1, 2]], 'int32')
JOINED = const('joined', [1, 2, 2, 3, 1, 3], 'int32')
LENGTHS = const('lengths', [6, 5, 6], 'int32')
SIZES = const('sizes', [3, 2, 1], 'int32')
NOTHING = const('nothing', [0, 2, 1], 'int32')
SHORT = const('short', [2, 5, 6], 'int32')
LAST = const('lastBlank', [[0, 2, 2], [1, 1, 0], [1, 0, 1]], 'int32')
SINGLE = const('single', [1, 3, 1], 'int32')
ZERO_INFINITY = {'zero_infinity': True}


def ctc(*args, **opts):
    return call('ctc_loss', *args, **opts)


SEQUENCE = (
    [ctc(LOGS, LABELS, LENGTHS, SIZES, reduction=r) for r in REDUCTIONS]
    + [ctc(LOGS, JOINED, LENGTHS, SIZES, reduction=r) for r in REDUCTIONS]
    + [ctc(LOGS, LABELS, LENGTHS, NOTHING, reduction='none'), ctc(LOGS, LABELS, [6, 5, 6], [3, 2, 1]), ctc(LOGS, LAST, LENGTHS, SIZES, blank=3)]
    + [ctc(LOGS, LABELS, SHORT, SIZES, reduction=r, **ZERO_INFINITY) for r in REDUCTIONS]
    + [ctc(LOGS, LABELS, SHORT, SIZES, reduction='none').no_grad(), ctc(LOGS.to('float64'), LABELS, LENGTHS, SIZES)]
    + [ctc(LOGS2, SINGLE, const('length', 6, 'int32'), const('size', 3, 'int32'), reduction=r) for r in REDUCTIONS]
)

ROWS = MARGIN + MULTI + DISTANCE + DISTRIBUTION + SEQUENCE
