"""The names of an operator's parameters, found in PyTorch's schemas and signatures."""
import functools
import inspect
import numbers

import torch

# What functions that make tensors take beside their own parameters
CREATION = ('dtype', 'device', 'layout', 'requires_grad', 'pin_memory')


class Parameters:
    """Names of the parameters in order, and the defaults of those that have one."""

    def __init__(self, names, defaults, types, variadic=False, keyword_only=()):
        self.names = names
        self.positional = [n for n in names if n not in keyword_only]
        self.variadic = variadic
        self.defaults = defaults
        self.types = types

    def bind(self, args, kwargs):
        """Arguments by name; None where they do not fit."""
        args = [args[0] if len(args) == 1 and isinstance(args[0], (list, tuple)) else list(args)] if self.variadic else list(args)
        if len(args) > len(self.positional) and all(isinstance(a, int) for a in args[1:]):
            args = [args[0], tuple(args[1:])]  # sizes and dimensions written one by one
        kwargs = {k: v for k, v in kwargs.items() if k in self.names or k not in CREATION}
        if len(args) > len(self.positional) or any(k not in self.names for k in kwargs):
            return None
        named = dict(zip(self.positional, args)) | kwargs
        if any(n not in named and n not in self.defaults for n in self.names):
            return None
        return named if all(fits(self.types.get(n), v) for n, v in named.items()) else None


def fits(kind, value):
    """Whether a value may be passed where a schema wants this type."""
    if kind is None or value is None:
        return True
    checks = {
        'Tensor': torch.is_tensor,
        'List[Tensor]': lambda v: isinstance(v, (list, tuple)) and all(torch.is_tensor(t) or t is None for t in v),
        'List[Optional[Tensor]]': lambda v: isinstance(v, (list, tuple)),
        'number': lambda v: isinstance(v, numbers.Number),
        'int': lambda v: isinstance(v, (int, torch.dtype)) and not isinstance(v, bool),
        'float': lambda v: isinstance(v, numbers.Real),
        'bool': lambda v: isinstance(v, (bool, int)),
        'str': lambda v: isinstance(v, str),
        'List[int]': lambda v: isinstance(v, int) or (isinstance(v, (list, tuple)) and all(isinstance(i, int) for i in v)),
        'List[float]': lambda v: isinstance(v, (list, tuple)) and all(isinstance(i, numbers.Real) for i in v),
    }
    check = checks.get(kind)
    return check is None or check(value)


def of_schema(schema):
    arguments = [a for a in schema.arguments if not a.is_out]
    kinds = {a.name: str(a.type).replace('Optional[', '').rstrip(']') + (']' if 'List[' in str(a.type) else '') for a in arguments}
    defaults = {a.name: a.default_value for a in arguments if a.has_default_value()}
    return Parameters([a.name for a in arguments], defaults, kinds, keyword_only=[a.name for a in arguments if a.kwarg_only])


def of_signature(function):
    try:
        signature = inspect.signature(function)
    except (TypeError, ValueError):
        return None
    found = [p for p in signature.parameters.values() if p.kind != p.VAR_KEYWORD]
    if any(p.kind == p.VAR_POSITIONAL for p in found):
        return Parameters([p.name for p in found], {p.name: p.default for p in found if p.default is not p.empty}, {}, variadic=True)
    return Parameters([p.name for p in found], {p.name: p.default for p in found if p.default is not p.empty}, {})


# Operators whose parameters neither a signature nor a schema tells
KNOWN = {
    **{name: (['self'], {}) for name in ('T', 'mT', 'bool', 'byte', 'double', 'float', 'int', 'long')},
    'expand': (['self', 'size'], {}),
    'eye': (['n', 'm'], {'m': None}),
    'lu': (['self', 'pivot', 'get_infos'], {'pivot': True, 'get_infos': False}),
    'nonzero': (['self', 'as_tuple'], {'as_tuple': False}),
    'round': (['self', 'decimals'], {'decimals': 0}),
    'unfold': (['self', 'dimension', 'size', 'step'], {}),
    'unique': (['self', 'sorted', 'return_inverse', 'return_counts', 'dim'], {'sorted': True, 'return_inverse': False, 'return_counts': False, 'dim': None}),
    'unique_consecutive': (['self', 'return_inverse', 'return_counts', 'dim'], {'return_inverse': False, 'return_counts': False, 'dim': None}),
    'view': (['self', 'size'], {}),
}


@functools.cache
def candidates(name):
    """All parameter lists of a name: Python's signature where there is one, then the schemas."""
    if name in KNOWN:
        return [Parameters(*KNOWN[name], {})]
    base = name.replace('nn.functional.', '').replace('linalg.', 'linalg_').replace('special.', 'special_')
    schemas = [of_schema(s) for n in dict.fromkeys((base, name.split('.')[-1])) for s in torch._C._jit_get_schemas_for_operator(f'aten::{n}')]
    function = torch
    for part in name.split('.'):
        function = getattr(function, part, None)
    signature = of_signature(function) if function else None
    return ([signature] if signature else []) + schemas


def bind(name, args, kwargs):
    """(parameters, arguments by name) of the first list that the call fits, or None."""
    for parameters in candidates(name):
        named = parameters.bind(args, kwargs)
        if named is not None:
            return parameters, named
    return None
