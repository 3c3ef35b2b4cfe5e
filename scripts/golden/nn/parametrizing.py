"""Parametrized tensors: printed text, state, output and gradients of two calls, an assignment, and what is left after removal."""
import torch
import torch.nn.utils.parametrize as parametrize
from torch import nn
from torch.nn.utils import parametrizations

from ..core import encode
from ..core.case import pattern
from ..core.inputs import Draw

draw = Draw(89)
X = draw.floats('x', 3, 4, low=-1, high=1)
PICTURE = draw.floats('picture', 2, 2, 4, 4, low=-1, high=1)
VALUE = draw.floats('value', 4, 4, low=-1, high=1)
INPUTS = [X, PICTURE, VALUE]
LAYERS = {'Linear': ((4, 4), X), 'Tall': ((4, 6), X), 'Wide': ((4, 3), X), 'Conv2d': ((2, 3, 2), PICTURE), 'ConvTranspose2d': ((2, 3, 2), PICTURE), 'BatchNorm1d': ((4,), X)}


class Symmetric(nn.Module):
    def forward(self, x):
        return x.triu() + x.triu(1).t()

    def right_inverse(self, value):
        return value.triu()


class Scaled(nn.Module):
    def __init__(self, by):
        super().__init__()
        self.by = nn.Parameter(torch.tensor(by))

    def forward(self, x):
        return x * self.by

    def right_inverse(self, value):
        return value / self.by


class Squared(nn.Module):
    def forward(self, x):
        return x.square()

    def right_inverse(self, value):
        return value.sqrt()


class Product(nn.Module):
    def forward(self, a, b):
        return a * b

    def right_inverse(self, value):
        return value / 2, torch.full_like(value, 2)


class _WeightNorm(nn.Module):
    """As in PyTorch 2, whose functions the older version has too."""

    def __init__(self, dim):
        super().__init__()
        self.dim = -1 if dim is None else dim

    def forward(self, g, v):
        return torch._weight_norm(v, g, self.dim)

    def right_inverse(self, weight):
        return torch.norm_except_dim(weight, 2, self.dim), weight


MAKERS = {'Squared': Squared, 'Symmetric': Symmetric, 'Scaled': Scaled, 'Product': Product}

# layer, (function, arguments and options), the property that is assigned to and removed, whether the computed value is left
CHANGES = (
    ('Linear', [('register', 'weight', ['Symmetric'])], 'weight', True),
    ('Linear', [('register', 'weight', ['Symmetric'])], 'weight', False),
    ('Linear', [('register', 'weight', ['Scaled', 2.5]), ('register', 'weight', ['Symmetric'])], 'weight', True),
    ('Linear', [('register', 'weight', ['Product']), ('register', 'bias', ['Scaled', 0.5])], 'weight', True),
    ('BatchNorm1d', [('register', 'running_var', ['Squared'])], 'running_var', True),
    ('Linear', [('weight_norm', {})], 'weight', True),
    ('Linear', [('weight_norm', {'dim': None})], 'weight', True),
    ('Conv2d', [('weight_norm', {'dim': 1})], 'weight', True),
    ('Linear', [('spectral_norm', {})], 'weight', True),
    ('Linear', [('spectral_norm', {'name': 'bias'})], 'bias', True),
    ('Conv2d', [('spectral_norm', {'n_power_iterations': 3, 'eps': 1e-6})], 'weight', True),
    ('Conv2d', [('spectral_norm', {'dim': -1})], 'weight', True),
    ('ConvTranspose2d', [('spectral_norm', {})], 'weight', False),
    ('Linear', [('orthogonal', {})], 'weight', True),
    ('Linear', [('orthogonal', {'orthogonal_map': 'cayley'})], 'weight', True),
    ('Linear', [('orthogonal', {'orthogonal_map': 'householder'})], 'weight', True),
    ('Linear', [('orthogonal', {'orthogonal_map': 'householder', 'use_trivialization': False})], 'weight', True),
    ('Tall', [('orthogonal', {})], 'weight', True),
    ('Tall', [('orthogonal', {'orthogonal_map': 'matrix_exp'})], 'weight', True),
    ('Wide', [('orthogonal', {'orthogonal_map': 'cayley'})], 'weight', True),
    ('Wide', [('orthogonal', {})], 'weight', False),
)


def state(module):
    return {name: encode.tensor(value) for name, value in module.state_dict().items()}


def change(module, fn, *args):
    if fn == 'register':
        name, (cls, *rest) = args
        parametrize.register_parametrization(module, name, MAKERS[cls](*rest))
    elif fn == 'weight_norm':
        parametrize.register_parametrization(module, 'weight', _WeightNorm(args[0].get('dim', 0)), unsafe=True)
    else:
        getattr(parametrizations, fn)(module, **args[0])


def written(fn, *args):
    if fn == 'register':
        return [encode.camel(fn), encode.camel(args[0]), args[1]]
    return [encode.camel(fn), {encode.camel(k): v for k, v in args[0].items()}]


def row(layer, changes, name, leave):
    args, given = LAYERS[layer]
    torch.manual_seed(0)
    cls = {'Tall': 'Linear', 'Wide': 'Linear'}.get(layer, layer)
    module = getattr(nn, cls)(*args)
    for c in changes:
        change(module, *c)
    found = {'layer': cls, 'args': list(args), 'changes': [written(*c) for c in changes], 'on': given.name, 'repr': repr(module), 'state': state(module)}
    x = given.fresh()[1]
    module(x)
    out = module(x)
    out.backward(pattern(out.shape, out.dtype))
    found |= {'out': encode.tensor(out), 'grad': {n: encode.values(p.grad) for n, p in module.named_parameters() if p.grad is not None}, 'after': state(module)}
    if layer == 'Linear' and name == 'weight':
        module.weight = VALUE.fresh()[1]
        found['assigned'] = state(module)
    parametrize.remove_parametrizations(module, name, leave_parametrized=leave)
    return found | {'remove': [encode.camel(name), leave], 'removed': state(module), 'plain': repr(module)}


def rows():
    return [row(*c) for c in CHANGES]
