"""PyTorch's database of operators, which its own tests draw from."""
import sys
import types
import unittest

import torch


def load():
    """OpInfos by name; the module wants a test helper that plays no part here."""
    stand_in = types.ModuleType('expecttest')
    stand_in.TestCase = unittest.TestCase
    stand_in.ACCEPT = False
    sys.modules.setdefault('expecttest', stand_in)
    from torch.testing._internal.common_methods_invocations import op_db

    found = {}
    for info in op_db:
        found.setdefault(info.name, []).append(info)
    return found


DTYPES = {'float64': torch.float64, 'float32': torch.float32, 'int32': torch.int64, 'bool': torch.bool, 'uint8': torch.uint8}

# Names that are calls of another entry of the database
ALIASES = {
    'nn.functional.log_softmax': 'log_softmax',
    'nn.functional.softmax': 'softmax',
    'nn.functional.sigmoid': 'sigmoid',
    'nn.functional.tanh': 'tanh',
    'relu': 'nn.functional.relu',
    'swapaxes': 'transpose',
    'special.polygamma': 'polygamma',
}


def infos(database, name):
    """The entries of a name, and whether the in-place form of them is meant."""
    if name in database:
        return database[name], False
    if name in ALIASES:
        return database[ALIASES[name]], False
    base = name[:-1] if name.endswith('_') else None
    base = ALIASES.get(base, base) if base not in database else base
    return (database.get(base, []), True) if base else ([], False)


def samples(info, dtype, requires_grad):
    """The database's sample calls of an operator in one dtype."""
    torch.manual_seed(0)
    if DTYPES[dtype] not in info.dtypes:
        return []
    return list(info.sample_inputs('cpu', DTYPES[dtype], requires_grad=requires_grad))
