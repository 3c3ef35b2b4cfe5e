"""Sample calls in our words: which arguments are positional and which are options is read from docs/coverage.json."""
import json

import torch

from ..core.dtypes import NAMES
from ..core.names import camel
from ..core.write import ROOT
from . import parameters

COVERAGE = json.loads((ROOT / 'docs' / 'coverage.json').read_text())['torch']

# Arguments that say nothing here
IGNORED = {'layout', 'memory_format', 'out', 'pin_memory', 'names', 'generator', 'device', 'requires_grad'}


# Entries of the database that take their arguments in an order of their own
REORDERED = {
    'arange': lambda args: args,
    'polygamma': lambda args: [args[1], args[0]],
    'special.polygamma': lambda args: [args[1], args[0]],
    'einsum': lambda args: [args[1], args[0]],
    'where': lambda args: [args[1], args[0], args[2]],
    'nn.functional.embedding': lambda args: [args[1], args[0]],
}


class Untold(Exception):
    """The call cannot be said in our words."""


def entry(name):
    found = COVERAGE.get(name)
    return found if found and 'symbol' in found else None


def signatures(row):
    return [row, *row.get('overloads', [])]


def plain(positional):
    return positional.removeprefix('...').removesuffix('?')


def arranged(signature, known, named):
    """Arguments in order and the options object, or None where this signature does not take them."""
    given = {camel(k): v for k, v in named.items() if k not in IGNORED}
    order = [camel(n) for n in known.names]
    defaults = {camel(k): v for k, v in known.defaults.items()}
    slots = [plain(p) for p in signature['positional']]
    options = signature['options']
    unnamed = [n for n in order if n in given and n not in slots and n not in options]
    taken = {}
    for slot in slots:
        if slot in given:
            taken[slot] = slot
        elif unnamed and slot not in order:
            taken[slot] = unnamed.pop(0)
    dropped = [n for n in unnamed if n in defaults and same(given[n], defaults[n])]
    if len(dropped) < len(unnamed):
        return None
    chosen = {o: given[o] for o in options if o in given and o not in taken.values() and not (o in defaults and same(given[o], defaults[o]))}
    last = max((i for i, s in enumerate(slots) if s in taken), default=-1)
    if chosen:
        last = len([s for s in slots if not s.startswith('...')]) - 1
    args = []
    for i, slot in enumerate(slots[: last + 1]):
        if slot in taken:
            args.append(given[taken[slot]])
        elif slot in defaults:
            args.append(defaults[slot])
        elif signature['positional'][i].endswith('?'):
            args.append(None)
        else:
            return None
    required = [s for s, p in zip(slots, signature['positional']) if not p.endswith('?') and not p.startswith('...')]
    return None if len(args) < len(required) else (args, chosen)


def same(a, b):
    return type(a) is type(b) and not torch.is_tensor(a) and a == b or (a is None and b is None)


def told(name, row, args, kwargs):
    """(positional arguments, options) of a call, in our order."""
    kwargs = {k: v for k, v in kwargs.items() if not (k in IGNORED and v is None)}
    if name == '__getitem__':
        index = args[1] if isinstance(args[1], (tuple, list)) and not is_list_index(args[1]) else [args[1]]
        return [args[0], *index], {}
    if row['kind'] == 'property':
        return [args[0]], {}
    if name in REORDERED:
        return REORDERED[name](args), {k: v for k, v in kwargs.items() if k not in IGNORED}
    if name.startswith('atleast') or name == 'block_diag':
        return args, {}
    base = name[:-1] if name.endswith('_') else name
    for found in [p for p in parameters.candidates(base)] + [p for p in parameters.candidates(base.replace('nn.functional.', ''))]:
        named = found.bind(args, kwargs)
        if named is None:
            continue
        named |= {k: v for k, v in kwargs.items() if k == 'dtype'}
        for signature in signatures(row):
            result = arranged(signature, found, named)
            if result:
                return result
    raise Untold(f'{name}({", ".join(map(short, args))}, {short(kwargs)})')


def is_list_index(index):
    return isinstance(index, list) and all(isinstance(i, (int, bool)) for i in index)


def short(a):
    if torch.is_tensor(a):
        return f'{NAMES.get(a.dtype, a.dtype)}{list(a.shape)}'
    if isinstance(a, (list, tuple)):
        return '[' + ', '.join(map(short, a)) + ']'
    if isinstance(a, dict):
        return '{' + ', '.join(f'{k}: {short(v)}' for k, v in a.items()) + '}'
    return repr(a)
