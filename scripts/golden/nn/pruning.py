"""Pruned parameters: masks after each of several calls, and what is left of the parameter at the end."""
import torch
from torch import nn
from torch.nn.utils import prune

from ..core import encode

# layer, calls of (function, property, further arguments)
PRUNINGS = (
    (('Linear', 4, 3), (('l1_unstructured', 'weight', 0.3),)),
    (('Linear', 4, 3), (('l1_unstructured', 'weight', 5), ('l1_unstructured', 'bias', 1))),
    (('Linear', 5, 2), (('l1_unstructured', 'weight', 0.25), ('l1_unstructured', 'weight', 0.5))),
    (('Conv2d', 2, 3, 2), (('random_unstructured', 'weight', 0.4),)),
    (('Linear', 4, 3), (('random_unstructured', 'weight', 3), ('l1_unstructured', 'weight', 0.5))),
    (('Linear', 4, 3), (('identity', 'weight'), ('identity', 'bias'))),
    (('Conv2d', 2, 4, 2), (('ln_structured', 'weight', 0.5, 2, 0),)),
    (('Conv2d', 4, 3, 2), (('ln_structured', 'weight', 1, 1, 1), ('ln_structured', 'weight', 2, float('inf'), -3))),
    (('Conv2d', 4, 3, 2), (('random_structured', 'weight', 2, 1), ('random_structured', 'weight', 0.3, 0))),
    (('Linear', 6, 4), (('random_structured', 'weight', 0.25, -1), ('l1_unstructured', 'weight', 4), ('ln_structured', 'weight', 1, 2, 0))),
)
# parameters of Sequential(Linear(4, 3), Linear(3, 2)), pruned together
GLOBAL = (
    ('L1Unstructured', 0.4, (('0', 'weight'), ('1', 'weight'))),
    ('L1Unstructured', 5, (('0', 'weight'), ('1', 'bias'), ('0', 'bias'))),
    ('RandomUnstructured', 0.5, (('0', 'weight'), ('1', 'weight'), ('1', 'bias'))),
)


def row(layer, calls):
    cls, *args = layer
    torch.manual_seed(0)
    module = getattr(nn, cls)(*args)
    states = []
    for fn, name, *rest in calls:
        getattr(prune, fn)(module, name, *rest)
        states.append({k: encode.tensor(v) for k, v in module.state_dict().items()})
    for name in dict.fromkeys(name for _, name, *_ in calls):
        prune.remove(module, name)
    return {'layer': cls, 'args': args, 'calls': [[encode.camel(fn), name, *map(encode.argument, rest)] for fn, name, *rest in calls], 'states': states, 'removed': {k: encode.tensor(v) for k, v in module.state_dict().items()}}


def together(method, amount, parameters):
    """Several parameters pruned together, twice."""
    torch.manual_seed(0)
    net = nn.Sequential(nn.Linear(4, 3), nn.Linear(3, 2))
    states = []
    for _ in range(2):
        prune.global_unstructured([(net.get_submodule(path), name) for path, name in parameters], getattr(prune, method), amount=amount)
        states.append({k: encode.tensor(v) for k, v in net.state_dict().items()})
    return {'method': method[0].lower() + method[1:], 'amount': amount, 'parameters': parameters, 'states': states}


def rows():
    return [row(*p) for p in PRUNINGS] + [together(*g) for g in GLOBAL]
