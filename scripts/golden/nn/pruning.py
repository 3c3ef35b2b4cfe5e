"""Pruned parameters: masks after each of several calls, and what is left of the parameter at the end."""
import torch
from torch import nn
from torch.nn.utils import prune

from ..core import encode

# layer, calls of (function, property, amount)
PRUNINGS = (
    (('Linear', 4, 3), (('l1_unstructured', 'weight', 0.3),)),
    (('Linear', 4, 3), (('l1_unstructured', 'weight', 5), ('l1_unstructured', 'bias', 1))),
    (('Linear', 5, 2), (('l1_unstructured', 'weight', 0.25), ('l1_unstructured', 'weight', 0.5))),
    (('Conv2d', 2, 3, 2), (('random_unstructured', 'weight', 0.4),)),
    (('Linear', 4, 3), (('random_unstructured', 'weight', 3), ('l1_unstructured', 'weight', 0.5))),
)


def row(layer, calls):
    cls, *args = layer
    torch.manual_seed(0)
    module = getattr(nn, cls)(*args)
    states = []
    for fn, name, amount in calls:
        getattr(prune, fn)(module, name, amount)
        states.append({k: encode.tensor(v) for k, v in module.state_dict().items()})
    for name in dict.fromkeys(name for _, name, _ in calls):
        prune.remove(module, name)
    return {'layer': cls, 'args': args, 'calls': [[encode.camel(fn), name, amount] for fn, name, amount in calls], 'states': states, 'removed': {k: encode.tensor(v) for k, v in module.state_dict().items()}}


def rows():
    return [row(*p) for p in PRUNINGS]
