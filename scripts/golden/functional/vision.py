"""Pictures in another size, in other places, and with pixels for channels."""
from ..core.case import functional as call
from ..core.inputs import Draw, const

draw = Draw(31)
S = draw.floats('s', 2, 2, 5)
X = draw.floats('x', 1, 2, 4, 5)
V = draw.floats('v', 1, 2, 2, 3, 4)
X_STRIDED = draw.floats('base', 1, 4, 5, 2).via('strided', ('permute', 0, 3, 1, 2))

NEAREST = [
    call('interpolate', x, mode=m, **o)
    for x, sizes in ((S, 7), (X, (3, 7)), (V, (3, 2, 6)))
    for m in ('nearest', 'nearest-exact')
    for o in ({'size': sizes}, {'scale_factor': 2}, {'scale_factor': 1.7}, {'scale_factor': 0.6})
] + [call('interpolate', X, scale_factor=(1.5, 2.5)), call('interpolate', X, scale_factor=1.3, recompute_scale_factor=True), call('interpolate', X, size=4)]
SMOOTH = [
    call('interpolate', x, mode=m, align_corners=a, **o)
    for x, m, sizes in ((S, 'linear', 7), (X, 'bilinear', (3, 7)), (X, 'bicubic', (6, 3)), (V, 'trilinear', (3, 2, 6)))
    for a in (False, True)
    for o in ({'size': sizes}, {'scale_factor': 2}, {'scale_factor': 0.6})
] + [
    call('interpolate', X, size=(1, 8), mode='bilinear', align_corners=True),
    call('interpolate', X, size=(4, 5), mode='bicubic'),
    call('interpolate', X, scale_factor=1.7, mode='bilinear', recompute_scale_factor=True),
    call('interpolate', X, scale_factor=1.7, mode='bilinear'),
    call('interpolate', X_STRIDED, size=(7, 3), mode='bilinear'),
    call('interpolate', X, size=(7, 3), mode='bicubic').to('float64'),
    call('interpolate', const('none', [], shape=(0, 2, 4, 4)), size=3, mode='bilinear'),
]
SMOOTHED = [call('interpolate', X, mode=m, antialias=True, **o) for m in ('bilinear', 'bicubic') for o in ({'size': (2, 2)}, {'size': (3, 9)}, {'scale_factor': 0.5}, {'size': (2, 3), 'align_corners': True})]
AREA = [call('interpolate', S, size=3, mode='area'), call('interpolate', X, scale_factor=0.5, mode='area'), call('interpolate', X, size=(3, 7), mode='area'), call('interpolate', V, size=(1, 2, 3), mode='area')]
OLD_NAMES = [
    call('upsample', X, scale_factor=2),
    call('upsample', X, size=(3, 3), mode='bilinear', align_corners=True),
    call('upsample_nearest', X, scale_factor=2),
    call('upsample_nearest', X, size=3),
    call('upsample_bilinear', X, scale_factor=2),
    call('upsample_bilinear', X, size=(3, 7)),
]

THETA = draw.floats('theta', 2, 2, 3, low=-1, high=1)
THETA3 = draw.floats('theta3', 1, 3, 4, low=-1, high=1)
GRID = [
    call('affine_grid', t, size, align_corners=a)
    for t, size in ((THETA, (2, 1, 3, 4)), (THETA, (2, 3, 1, 5)), (THETA3, (1, 1, 2, 3, 4)))
    for a in (False, True)
] + [call('affine_grid', THETA.to('float64'), (2, 1, 3, 4), align_corners=False)]

PLACES = draw.floats('places', 1, 3, 2, 2, low=-1.6, high=1.6)
PLACES3 = draw.floats('places3', 1, 2, 2, 3, 3, low=-1.6, high=1.6)
FAR = draw.floats('far', 1, 2, 3, 2, low=-7, high=7)
EDGES = const('edges', [-1, -1, 1, 1, -1, 1, 0, 0], shape=(1, 2, 2, 2))
# bounds: positions are rounded in another order, and gradients of places are differences of neighbours times sizes
SAMPLE = (
    [
        call('grid_sample', X, g, mode=m, padding_mode=p, align_corners=a).tol(5e-6)
        for g in (PLACES, FAR)
        for m in ('bilinear', 'nearest', 'bicubic')
        for p in ('zeros', 'border', 'reflection')
        for a in (False, True)
    ]
    + [call('grid_sample', V, PLACES3, mode=m, padding_mode=p, align_corners=a).tol(5e-6) for m in ('bilinear', 'nearest') for p in ('zeros', 'border', 'reflection') for a in (False, True)]
    + [call('grid_sample', X, EDGES, padding_mode=p, align_corners=True) for p in ('zeros', 'border')]
    + [call('grid_sample', X.to('float64'), PLACES.to('float64'), mode=m, align_corners=False) for m in ('bilinear', 'bicubic')]
)

SHUFFLE = [
    call('pixel_shuffle', draw.floats('channels', 1, 8, 2, 3), 2),
    call('pixel_shuffle', draw.floats('nine', 9, 2, 1), 3),
    call('pixel_shuffle', draw.floats('deep', 2, 1, 4, 1, 2), 2),
    call('pixel_unshuffle', draw.floats('pixels', 1, 2, 4, 6), 2),
    call('pixel_unshuffle', draw.floats('plane', 1, 3, 3), 3),
    call('pixel_shuffle', draw.ints('ints', 4, 2, 2), 2),
    call('channel_shuffle', draw.floats('groups', 2, 6, 2, 2), 3).no_grad(),
    call('channel_shuffle', draw.floats('line', 1, 4, 3), 2).no_grad(),
    call('fold', draw.floats('columns', 1, 8, 6), (3, 4), 2),
    call('fold', draw.floats('columns2', 1, 12, 3), (5, 6), (2, 3), stride=2, padding=(1, 0), dilation=(1, 2)),
    call('fold', draw.floats('columns3', 8, 6), (3, 4), 2),
    call('unfold', X, 2, dilation=2, padding=1, stride=2),
    call('unfold', draw.floats('single', 2, 3, 4), 2),
]

ROWS = NEAREST + SMOOTH + SMOOTHED + AREA + OLD_NAMES + GRID + SAMPLE + SHUFFLE
