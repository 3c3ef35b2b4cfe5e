"""Random indices, read and written by PyTorch: /usr/bin/python3 packages/tensor/test/indexing/walks.py writes walks.json.

Integers, slices, None, '...', lists of positions that broadcast and masks in any order, as x.get(...) and x.set([...], value).
A mask of two dimensions only comes last: what follows one, PyTorch 1.13 applies to the wrong dimension.
"""
import math
import random
import sys
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[3]))
from scripts.golden.core import encode  # noqa: E402
from scripts.golden.core.inputs import Input  # noqa: E402
from scripts.golden.core.write import dump  # noqa: E402

COUNT = 400
draw = random.Random(0)
torch.manual_seed(0)
inputs = {}


def stored(tensor, dtype):
    """The name of an input that holds the tensor; equal ones share it."""
    encoded = encode.stored(Input('', tensor, dtype))
    name = next((n for n, known in inputs.items() if known == encoded), f't{len(inputs)}')
    inputs[name] = encoded
    return f'${name}'


def position(size):
    v = draw.randint(-size, size - 1)
    return v, v


def range_(_):
    parts = [draw.choice([None, draw.randint(-4, 4)]), draw.choice([None, draw.randint(-4, 4)]), draw.choice([None, 1, 2, 3])]
    return slice(*parts), {'slice': parts}


def positions(size, shape):
    t = torch.randint(-size, size, draw.choice([shape, [1], [2, 1], []]))
    return t, stored(t, 'int32')


def mask(shape):
    t = torch.randint(0, 2, shape).bool()
    return t, stored(t, 'bool')


def index_of(sizes):
    """PyTorch's index, and ours."""
    parts, dim, ellipsis = [], 0, False
    shape = draw.choice([[2], [3], [1, 2]])
    while dim < len(sizes) and draw.random() < 0.9:
        kind = draw.random()
        if kind < 0.1:
            parts.append((None, None))
        elif kind < 0.15 and not ellipsis:
            parts.append((..., '...'))
            ellipsis, dim = True, dim + draw.randint(0, 1)
        elif kind < 0.9 or ellipsis:
            make = draw.choice([position, range_, lambda n: positions(n, shape)])
            parts.append(make(min(sizes) if ellipsis else sizes[dim]))
            dim += 1
        else:
            last = dim + 2 >= len(sizes) and draw.random() < 0.5
            parts.append(mask(sizes[dim:] if last else sizes[dim : dim + 1]))
            dim += len(sizes) if last else 1
    return tuple(p for p, _ in parts), [o for _, o in parts]


def value_for(shape):
    if draw.random() < 0.3:
        return 5, 5
    sizes = [1 if draw.random() < 0.3 else n for n in shape][draw.randint(0, 1) :]
    t = torch.arange(100, 100 + math.prod(sizes)).reshape(sizes)
    return t, stored(t, 'int32')


def row():
    """A call and PyTorch's answer; an IndexError or RuntimeError where PyTorch refuses it."""
    sizes = [draw.randint(1, 4) for _ in range(draw.randint(1, 4))]
    x = torch.arange(math.prod(sizes)).reshape(sizes)
    python, ours = index_of(sizes)
    name = stored(x, 'int32')
    picked = x[python]
    if draw.random() < 0.6:
        return {'fn': 'get', 'as': 'm', 'args': [name, *ours], 'out': encode.tensor(picked.int())}
    value, encoded = value_for(picked.shape)
    x[python] = value
    return {'fn': 'set', 'as': 'm', 'args': [name, ours, encoded], 'after': encode.values(x.int())}


rows = []
while len(rows) < COUNT:
    try:
        rows.append(row())
    except (IndexError, RuntimeError):
        continue
named = [f'{dump(k)}:{dump(v)}' for k, v in inputs.items() if any(f'"${k}"' in dump(r) for r in rows)]
text = '{"inputs":{\n' + ',\n'.join(named) + '\n},"cases":[\n' + ',\n'.join(map(dump, rows)) + '\n]}\n'
(HERE / 'walks.json').write_text(text)
