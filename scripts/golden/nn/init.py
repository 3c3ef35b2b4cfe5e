"""torch.nn.init: tensors of zeros, filled after manualSeed(0); and recommended gains."""
import torch
from torch.nn import init

from ..core import encode
from ..core.dtypes import NAMES
from ..core.names import camel

MATRIX = (3, 7)
FILTERS = (4, 3, 2, 3)
# function, shape, options
FILLS = (
    ('uniform_', MATRIX, {}),
    ('uniform_', FILTERS, {'a': -0.3, 'b': 0.7}),
    ('normal_', MATRIX, {'mean': 1.5, 'std': 0.25}),
    ('trunc_normal_', MATRIX, {}),
    ('trunc_normal_', FILTERS, {'mean': 0.5, 'std': 0.25, 'a': 0.0, 'b': 0.75}),
    ('constant_', MATRIX, {'val': 0.3}),
    ('ones_', MATRIX, {}),
    ('zeros_', MATRIX, {}),
    ('eye_', MATRIX, {}),
    ('dirac_', FILTERS, {}),
    ('dirac_', (4, 2, 3), {'groups': 2}),
    ('dirac_', (2, 2, 2, 3, 2), {}),
    ('xavier_uniform_', MATRIX, {}),
    ('xavier_uniform_', FILTERS, {'gain': 0.5}),
    ('xavier_normal_', FILTERS, {}),
    ('kaiming_uniform_', MATRIX, {}),
    ('kaiming_uniform_', FILTERS, {'a': 0.5, 'mode': 'fan_out'}),
    ('kaiming_uniform_', (8, 16), {'nonlinearity': 'relu'}),
    ('kaiming_normal_', FILTERS, {'mode': 'fan_out', 'nonlinearity': 'relu'}),
    ('orthogonal_', MATRIX, {}),
    ('orthogonal_', (7, 3), {'gain': 2.0}),
    ('orthogonal_', FILTERS, {}),
    ('orthogonal_', (20, 16), {}),
    ('sparse_', MATRIX, {'sparsity': 0.4, 'std': 0.5}),
)
GAINS = (('linear', {}), ('conv2d', {}), ('sigmoid', {}), ('tanh', {}), ('relu', {}), ('leaky_relu', {}), ('leaky_relu', {'param': 0.2}), ('selu', {}))
REQUIRED = ('val', 'sparsity')


def fill(fn, shape, opts, dtype):
    torch.manual_seed(0)
    tensor = getattr(init, fn)(torch.zeros(shape, dtype=dtype), **opts)
    args = [v for k, v in opts.items() if k in REQUIRED]
    rest = {k: v for k, v in opts.items() if k not in REQUIRED}
    return {'fn': camel(fn), 'shape': list(shape), 'dtype': NAMES[dtype], 'args': encode.call(args, rest), 'out': encode.tensor(tensor)}


def gain(nonlinearity, opts):
    return {'fn': 'calculateGain', 'args': encode.call([nonlinearity], opts), 'out': init.calculate_gain(nonlinearity, **opts)}


def rows():
    return [fill(*f, dtype) for f in FILLS for dtype in (torch.float32, torch.float64)] + [gain(*g) for g in GAINS]
