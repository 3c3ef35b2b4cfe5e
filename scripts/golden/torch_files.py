"""Writes packages/io/test/golden/torch-files.json: /usr/bin/python3 -m scripts.golden.torch_files, with PyTorch 1.13.

Of each case, `bytes` is a file of torch.save in base64 and `value` what it holds: tensors as {dtype, shape, values} with the
dtype that they have in @x/tensor, OrderedDicts as {ordered: pairs}, dicts as {dict: pairs}, sets as {set: items}, lists and tuples
as lists; numbers that JSON has not are text. `network` is a file with the weights of a network beside an input and what
PyTorch computes from it. `refused` are files that hold something else than data, with a part of the message.
"""
import base64
import collections
import io
import json
import math
import pathlib
import pickle

import torch

OUT = pathlib.Path(__file__).parents[2] / 'packages/io/test/golden/torch-files.json'
READ_AS = {
    torch.bool: 'bool', torch.uint8: 'uint8', torch.int8: 'int32', torch.int16: 'int32', torch.int32: 'int32', torch.int64: 'int32',
    torch.float16: 'float32', torch.bfloat16: 'float32', torch.float32: 'float32', torch.float64: 'float64',
}


def number(x):
    if isinstance(x, float) and not math.isfinite(x):
        return {'number': str(x).replace('inf', 'Infinity').replace('nan', 'NaN')}
    return {'bigint': str(x)} if isinstance(x, int) and abs(x) >= 2**53 else x


def describe(x):
    if isinstance(x, torch.Tensor):
        flat = x.detach()
        flat = (flat.double() if flat.is_floating_point() else flat).reshape(-1).tolist()
        return {'dtype': READ_AS[x.dtype], 'shape': list(x.shape), 'values': [number(v) for v in flat]}
    if isinstance(x, (collections.OrderedDict, dict)):
        pairs = [[describe(k), describe(v)] for k, v in x.items()]
        return {'ordered' if isinstance(x, collections.OrderedDict) else 'dict': pairs}
    if isinstance(x, set):
        return {'set': [describe(v) for v in sorted(x)]}
    if isinstance(x, (list, tuple)):
        return [describe(v) for v in x]
    if isinstance(x, (torch.dtype, torch.device)):
        return str(x).replace('torch.', '')
    return number(x)


def saved(x, **options):
    out = io.BytesIO()
    torch.save(x, out, **options)
    return base64.b64encode(out.getvalue()).decode()


def network():
    torch.manual_seed(0)
    return torch.nn.Sequential(
        torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2), torch.nn.ReLU(), torch.nn.Flatten(), torch.nn.Linear(8, 3))


def training():
    net = network()
    optimizer = torch.optim.Adam(net.parameters(), lr=0.01)
    scheduler = torch.optim.lr_scheduler.MultiStepLR(optimizer, [2, 4])
    for _ in range(3):
        optimizer.zero_grad()
        net(torch.rand(2, 1, 4, 4)).square().sum().backward()
        optimizer.step()
        scheduler.step()
    state = scheduler.state_dict()
    return {'epoch': 3, 'loss': float('inf'), 'model': net.state_dict(), 'optimizer': optimizer.state_dict(), 'scheduler': state}


def values():
    base = torch.arange(12.0)
    return {
        'dtypes': [torch.tensor([0, 1, 2]).to(dtype) for dtype in READ_AS],
        'floats': torch.tensor([1.5, -0.0, math.inf, -math.inf, math.nan]),
        'scalar': torch.tensor(7, dtype=torch.int64), 'empty': torch.zeros(0, 3),
        'views': [base.view(3, 4).t(), base[5:9], base[::3], torch.tensor([2.0]).expand(3)],
        'parameter': torch.nn.Parameter(torch.tensor([1.0, 2.0])),
        'plain': [None, True, False, -1, 255, 65536, -2**31, 2**40, 2**70, 1.5, math.nan, 'text é 😀', '', (), (1,), (1, 2, 3, 4), {1, 2}, [[]]],
        'keys': {1: 'a', 'b': 2}, 'others': {None: 1, True: 2}, '__proto__': 5, 'size': torch.Size([2, 3]),
        'dtype': torch.float16, 'device': torch.device('cuda', 1), 'ordered': collections.OrderedDict([('x', 1), ('a', 2)]),
        'counted': collections.Counter([5, 5, 9]), 'defaulted': collections.defaultdict(list, {'x': [1]}),
    }


class Custom:
    pass


class Evil:
    def __reduce__(self):
        import os
        return (os.system, ('echo executed',))


def network_case():
    net = network().eval()
    x = torch.linspace(-1, 1, 16).view(1, 1, 4, 4)
    return {'bytes': saved(net.state_dict()), 'input': x.reshape(-1).tolist(), 'output': net(x).reshape(-1).tolist()}


def main():
    objects = {'values': values(), 'state dict': network().state_dict(), 'training': training()}
    cases = {name: {'bytes': saved(x), 'value': describe(x)} for name, x in objects.items()}
    for name, x in {'legacy': values(), 'legacy training': objects['training']}.items():
        cases[name] = {'bytes': saved(x, _use_new_zipfile_serialization=False), 'value': describe(x)}
    for protocol in (3, 4, 5):
        cases[f'protocol {protocol}'] = {'bytes': saved(values(), pickle_protocol=protocol), 'value': describe(values())}
    refused = {
        'a class': [saved({'x': Custom()}), '"__main__.Custom", which is not on the list'],
        'code': [saved(Evil()), 'system", which is not on the list'],
        'a module': [saved(torch.nn.Linear(1, 1)), '"torch.nn.modules.linear.Linear", which is not on the list'],
        'complex': [saved(torch.zeros(2, dtype=torch.complex64)), 'tensors of ComplexFloatStorage are not read'],
        'a plain pickle': [base64.b64encode(pickle.dumps({'x': 1})).decode(), 'not a file of torch.save'],
        'a large integer': [saved(torch.tensor([1, 2**31])), 'element 1 is 2147483648, outside of int32'],
    }
    OUT.write_text(json.dumps({'cases': cases, 'network': network_case(), 'refused': refused}, separators=(',', ':')) + '\n')


if __name__ == '__main__':
    main()
