"""Layers that pad, cut into windows or rearrange; and layers over volumes."""
from ..core.inputs import Draw
from ..core.module import module

draw = Draw(67)
small = {'low': -1, 'high': 1}
SIGNAL = draw.floats('signal', 2, 3, 5, **small)
PICTURE = draw.floats('picture', 2, 2, 4, 5, **small)
ONE = draw.floats('one', 2, 4, 5, **small)
VOLUME = draw.floats('volume', 2, 2, 3, 3, 4, **small)
COLUMNS = draw.floats('columns', 2, 8, 9, **small)

PADDINGS = [
    module('ConstantPad1d', 2, 3.5).on(SIGNAL),
    module('ConstantPad1d', (1, -1), 0.0).on(ONE),
    module('ConstantPad2d', (1, 2, 0, 1), 1.0).on(PICTURE),
    module('ConstantPad3d', (1, 0, 0, 1, 2, 0), -0.5).on(VOLUME),
    module('ZeroPad2d', 1).on(PICTURE),
    module('ZeroPad2d', (1, 1, 2, 0)).on(ONE),
    module('ReflectionPad1d', (2, 1)).on(SIGNAL),
    module('ReflectionPad2d', (1, 2, 0, 1)).on(PICTURE),
    module('ReflectionPad2d', 1).on(ONE),
    module('ReflectionPad3d', 1).on(VOLUME),
    module('ReplicationPad1d', 3).on(SIGNAL),
    module('ReplicationPad2d', (1, 2, 0, 1)).on(PICTURE),
    module('ReplicationPad3d', (1, 0, 0, 1, 2, 0)).on(VOLUME),
]
WINDOWS = [
    module('Unfold', 2).on(PICTURE),
    module('Unfold', (2, 3), dilation=1, padding=1, stride=2).on(PICTURE),
    module('Unfold', 2, padding=(0, 1)).on(ONE),
    module('Fold', (4, 4), 2).on(COLUMNS),
    module('Fold', 4, (2, 2), dilation=2, padding=1, stride=(2, 2)).on(draw.floats('dilated', 2, 8, 4, **small)),
]
VOLUMES = [
    module('BatchNorm3d', 2).on(VOLUME),
    module('BatchNorm3d', 2, affine=False, momentum=None).on(VOLUME),
    module('BatchNorm3d', 2).eval().on(VOLUME),
]
SOFTMAX = [module('Softmax2d').on(PICTURE), module('Softmax2d').on(ONE)]
SHUFFLES = [
    module('PixelShuffle', 2).on(draw.floats('channels', 2, 8, 2, 3, **small)),
    module('PixelUnshuffle', 2).on(draw.floats('places', 2, 2, 4, 2, **small)),
    # PyTorch gives it no gradient
    module('ChannelShuffle', 2).no_grad().on(draw.floats('groups', 2, 4, 2, 2, **small)),
]
UPSAMPLING = [
    module('Upsample', scale_factor=2).on(SIGNAL),
    module('Upsample', size=(3, 7)).on(PICTURE),
    module('Upsample', scale_factor=(2, 1.5), mode='bilinear').on(PICTURE),
    module('Upsample', scale_factor=2, mode='bicubic', align_corners=True).on(PICTURE),
    module('Upsample', size=8, mode='linear').on(SIGNAL),
    module('Upsample', scale_factor=1.5, mode='trilinear', recompute_scale_factor=True).on(VOLUME),
    module('UpsamplingNearest2d', scale_factor=2).on(PICTURE),
    module('UpsamplingBilinear2d', size=(5, 6)).on(PICTURE),
]

ROWS = PADDINGS + WINDOWS + VOLUMES + SOFTMAX + SHUFFLES + UPSAMPLING
