"""Losses of scores, distances, distributions and sequences."""
from ..core.inputs import Draw, const
from ..core.module import module, new

draw = Draw(61)
A = draw.floats('a', 3, 4)
B = draw.floats('b', 3, 4)
C = draw.floats('c', 3, 4)
SIGNS = const('signs', [[1, -1, 1, 1], [-1, -1, 1, -1], [1, 1, -1, 1]])
SIGNS = SIGNS.fixed()
SIDES = const('sides', [1, -1, 1]).fixed()
SIDES_INT = const('sidesInt', [1, -1, 1], 'int32')
CLASSES = const('classes', [1, 0, 3], 'int32')
LABELS = const('labels', [[3, 0, -1, 1], [1, -1, 2, 3], [-1, 0, 1, 2]], 'int32')
HARD = const('hard', [[1, 0, 0, 1], [0, 0, 1, 1], [1, 1, 0, 0]]).fixed()
WEIGHT = const('weight', [0.5, 1.0, 2.0, 0.25]).fixed()
COUNTS = const('counts', [[0, 1, 2, 3], [5, 0, 1, 1], [2, 2, 0, 4]]).fixed()
POSITIVE = draw.floats('positive', 3, 4, low=0.1, high=3)
VARIANCE = draw.floats('variance', 3, 1, low=0.1, high=2)
REDUCTIONS = ('none', 'mean', 'sum')


def each(cls, *given, **opts):
    return [module(cls, reduction=reduction, **opts).on(*given) for reduction in REDUCTIONS]


CTC = (draw.floats('steps', 6, 2, 4), const('targets', [[1, 2, 2], [3, 1, 0]], 'int32'), const('inputLengths', [6, 5], 'int32'), const('targetLengths', [3, 2], 'int32'))

ROWS = [
    *each('HingeEmbeddingLoss', A, SIGNS),
    module('HingeEmbeddingLoss', margin=0.5).on(A, SIGNS),
    *each('MarginRankingLoss', A, B, SIGNS),
    module('MarginRankingLoss', margin=0.5).on(A, B, SIGNS),
    *each('SoftMarginLoss', A, SIGNS),
    *each('MultiMarginLoss', A, CLASSES),
    module('MultiMarginLoss', p=2, margin=0.5, weight=WEIGHT).on(A, CLASSES),
    *each('MultiLabelMarginLoss', A, LABELS),
    *each('MultiLabelSoftMarginLoss', A, HARD),
    module('MultiLabelSoftMarginLoss', weight=WEIGHT).on(A, HARD),
    *each('CosineEmbeddingLoss', A, B, SIDES_INT),
    module('CosineEmbeddingLoss', margin=0.25).on(A, B, SIDES),
    *each('TripletMarginLoss', A, B, C),
    module('TripletMarginLoss', margin=0.5, p=1.0, eps=0.125, swap=True).on(A, B, C),
    *each('TripletMarginWithDistanceLoss', A, B, C),
    module('TripletMarginWithDistanceLoss', distance_function=new('CosineSimilarity'), margin=0.5, swap=True).on(A, B, C),
    *each('PoissonNLLLoss', A, COUNTS),
    module('PoissonNLLLoss', log_input=False, full=True, eps=0.125).on(POSITIVE, COUNTS),
    *each('GaussianNLLLoss', A, B, POSITIVE),
    module('GaussianNLLLoss', full=True, eps=0.5).on(A, B, VARIANCE),
    *each('CTCLoss', *CTC),
    module('CTCLoss', blank=3, zero_infinity=True).on(CTC[0], const('otherTargets', [1, 2, 2, 0, 1], 'int32'), *CTC[2:]),
]
