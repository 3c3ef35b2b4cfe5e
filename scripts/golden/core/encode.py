"""Tensors, arguments and results as JSON values.

tensor      ["float32", [2, 3], [1, 2, 3, 4, 5, 6]]; non-finite numbers are the strings "NaN", "Infinity", "-Infinity"
argument    "$x" is the input called x; {"slice": [start, stop, step]}; {"new": [class, ...arguments]}; other JSON as it is
result      a tensor, a number or boolean, {"list": [...]}, or {"values": ..., "indices": ...} for named tuples
"""
import math

import numpy
import torch

from .dtypes import NAMES, TORCH
from .inputs import Input, New, Slice
from .names import camel


def number(value, single=False):
    """A JSON number or string; `single` writes the shortest decimal that reads back as the same float32."""
    value = float(str(numpy.float32(value))) if single else value
    if isinstance(value, bool):
        return value
    if math.isnan(value):
        return 'NaN'
    if math.isinf(value):
        return 'Infinity' if value > 0 else '-Infinity'
    negative_zero = value == 0 and math.copysign(1, value) < 0
    return int(value) if float(value).is_integer() and abs(value) < 2**53 and not negative_zero else value


def values(t):
    single = t.dtype == torch.float32
    real = torch.empty(t.shape, dtype=t.dtype).copy_(t.detach())  # gradients may be zeros without a storage
    return [number(v if t.dtype != torch.bool else int(v), single) for v in real.reshape(-1).tolist()]


def tensor(t):
    return [NAMES[t.dtype], list(t.shape), values(t)]


def stored(i):
    """An input: a tensor, and the views over it where it has some."""
    written = tensor(i.base.to(TORCH[i.dtype]))
    return written + [[[camel(method), *map(argument, args)] for method, *args in i.view]] if i.view else written


def argument(a):
    if isinstance(a, Input):
        return '$' + a.name
    if isinstance(a, Slice):
        return {'slice': [a.start, a.stop, a.step]}
    if isinstance(a, New):
        return {'new': [a.cls, *call(a.args, a.opts)]}
    if isinstance(a, (list, tuple)):
        return [argument(v) for v in a]
    if isinstance(a, dict):
        return {k: argument(v) for k, v in a.items()}
    if isinstance(a, float) or (isinstance(a, int) and not isinstance(a, bool)):
        return number(a) if math.isfinite(a) else {'number': number(a)}
    return a


# Optional arguments that are positional in @x: those in front of them that are not given are written out
REDUCTIONS = ('sum', 'nansum', 'mean', 'prod', 'amax', 'amin', 'max', 'min', 'argmax', 'argmin', 'all', 'any', 'var', 'std', 'var_mean', 'std_mean',
              'count_nonzero', 'norm')  # fmt: skip
# name -> number of required arguments, the optional ones with their defaults
POSITIONAL = {name: (1, {'dim': None}) for name in REDUCTIONS} | {
    'sort': (1, {'dim': -1}),
    'argsort': (1, {'dim': -1}),
    'topk': (2, {'dim': -1}),
    'flatten': (1, {'start_dim': 0, 'end_dim': -1}),
    'roll': (2, {'dims': None}),
}


def call(args, opts, fn=None):
    """PyTorch's positional and keyword arguments as ours: keywords become one trailing options object."""
    required, optional = POSITIONAL.get(fn, (len(args), {}))
    given = dict(zip(optional, args[required:])) | {k: v for k, v in opts.items() if k in optional}
    rest = {k: v for k, v in opts.items() if k not in optional}
    count = len(optional) if rest else max((i + 1 for i, k in enumerate(optional) if k in given), default=0)
    positional = [*args[:required], *(given.get(k, default) for k, default in list(optional.items())[:count])]
    options = {camel(k): argument(v) for k, v in rest.items()}
    return [argument(a) for a in positional] + ([options] if options else [])


def result(r):
    if isinstance(r, torch.Tensor):
        return tensor(r)
    if type(r).__module__ == 'torch.return_types':
        return {name: result(v) for name, v in zip(type(r).__match_args__, r)}
    if isinstance(r, (list, tuple)):
        return {'list': [result(v) for v in r]}
    return None if r is None else number(r)
