"""Weight norm, spectral norm, and normalisations fused into the layer before: state, output and gradients of two calls."""
import torch
from torch import nn

from ..core import encode
from ..core.case import pattern
from ..core.inputs import Draw

draw = Draw(83)
X = draw.floats('x', 3, 4, low=-1, high=1)
PICTURE = draw.floats('picture', 2, 2, 4, 4, low=-1, high=1)
INPUTS = [X, PICTURE]
LAYERS = {
    'Linear': ((4, 3), X),
    'Conv2d': ((2, 3, 2), PICTURE),
    'ConvTranspose2d': ((2, 3, 2), PICTURE),
}
CHANGES = (
    ('weight_norm', 'Linear', {}),
    ('weight_norm', 'Linear', {'dim': None}),
    ('weight_norm', 'Conv2d', {'dim': 1}),
    ('weight_norm', 'ConvTranspose2d', {}),
    ('spectral_norm', 'Linear', {}),
    ('spectral_norm', 'Conv2d', {'n_power_iterations': 3, 'eps': 1e-6}),
    ('spectral_norm', 'ConvTranspose2d', {}),
    ('spectral_norm', 'Conv2d', {'dim': 1}),
)


def state(module):
    return {name: encode.tensor(value) for name, value in module.state_dict().items()}


def change(fn, cls, opts):
    args, given = LAYERS[cls]
    torch.manual_seed(0)
    module = getattr(nn.utils, fn)(getattr(nn, cls)(*args), **opts)
    row = {'change': encode.camel(fn), 'layer': cls, 'args': encode.call(args, {}), 'options': encode.call([], opts)[-1] if opts else {}, 'on': given.name, 'state': state(module)}
    x = given.fresh()[1]
    module(x)
    out = module(x)
    out.backward(pattern(out.shape, out.dtype))
    row |= {'after': state(module), 'out': encode.tensor(out), 'grad': {name: encode.values(p.grad) for name, p in module.named_parameters()}}
    getattr(nn.utils, f'remove_{fn}')(module)
    return row | {'removed': state(module)}


def rows():
    return [change(*c) for c in CHANGES]
