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
    return written + [[[method, *map(argument, args)] for method, *args in i.view]] if i.view else written


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


def call(args, opts):
    """PyTorch's positional and keyword arguments as ours: keywords become one trailing options object."""
    options = {camel(k): argument(v) for k, v in opts.items()}
    return [argument(a) for a in args] + ([options] if options else [])


def result(r):
    if isinstance(r, torch.Tensor):
        return tensor(r)
    if type(r).__module__ == 'torch.return_types':
        return {name: result(v) for name, v in zip(type(r).__match_args__, r)}
    if isinstance(r, (list, tuple)):
        return {'list': [result(v) for v in r]}
    return number(r)
