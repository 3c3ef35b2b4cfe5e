"""Sequences of different lengths: packed, padded, and given to recurrent networks."""
import torch
from torch import nn
from torch.nn.utils import rnn

from ..core import encode
from ..core.case import pattern
from ..core.inputs import Draw

draw = Draw(53)
# lengths of sequences, sorted and not
SORTED = (4, 2, 2, 1)
MIXED = (2, 4, 1, 3)
SEQUENCES = {n: [draw.floats(f's{i}x{n}', n, 3, low=-1, high=1) for i in range(3)] for n in (1, 2, 3, 4)}
INPUTS = [i for list_ in SEQUENCES.values() for i in list_]


def sequences(lengths):
    """The inputs for sequences of these lengths."""
    counts = {}
    found = []
    for n in lengths:
        found.append(SEQUENCES[n][counts.get(n, 0)])
        counts[n] = counts.get(n, 0) + 1
    return found


def parts(packed):
    indices = lambda t: None if t is None else encode.tensor(t)
    return {'data': encode.tensor(packed.data), 'batchSizes': packed.batch_sizes.tolist(), 'sortedIndices': indices(packed.sorted_indices), 'unsortedIndices': indices(packed.unsorted_indices)}


def packing(lengths, opts):
    inputs = sequences(lengths)
    leaves = [i.fresh(True)[0] for i in inputs]
    packed = rnn.pack_sequence(leaves, enforce_sorted=lengths == SORTED)
    padded, found = rnn.pad_packed_sequence(packed, **opts)
    padded.backward(pattern(padded.shape, padded.dtype))
    direct = rnn.pad_sequence(leaves, **{k: v for k, v in opts.items() if k != 'total_length'})
    again = rnn.pack_padded_sequence(direct, torch.tensor(lengths), batch_first=opts.get('batch_first', False), enforce_sorted=lengths == SORTED)
    assert torch.equal(again.data, packed.data)
    return {
        'sequences': ['$' + i.name for i in inputs],
        'sorted': lengths == SORTED,
        'options': encode.call([], opts)[-1] if opts else {},
        'packed': parts(packed),
        'padded': encode.tensor(padded),
        'lengths': encode.tensor(found),
        'direct': encode.tensor(direct),
        'grad': {i.name: encode.values(t.grad) for i, t in zip(inputs, leaves)},
    }


def network(cls, lengths, opts, given):
    """A recurrent layer over packed sequences; `given` is whether it starts with states."""
    inputs = sequences(lengths)
    leaves = [i.fresh(True)[0] for i in inputs]
    torch.manual_seed(0)
    module = getattr(nn, cls)(3, 2, **opts)
    places = opts.get('num_layers', 1) * (2 if opts.get('bidirectional') else 1)
    hidden = pattern((places, len(lengths), opts.get('proj_size') or 2), torch.float32) / 2
    memory = pattern((places, len(lengths), 2), torch.float32)
    start = ((hidden, memory) if cls == 'LSTM' else hidden) if given else None
    torch.manual_seed(1)
    out, state = module(rnn.pack_sequence(leaves, enforce_sorted=lengths == SORTED), start)
    states = list(state) if cls == 'LSTM' else [state]
    results = [out.data, *states]
    torch.autograd.backward(results, [pattern(t.shape, t.dtype) for t in results])
    return {
        'layer': cls,
        'options': encode.call([], opts)[-1] if opts else {},
        'sequences': ['$' + i.name for i in inputs],
        'sorted': lengths == SORTED,
        'start': [encode.tensor(t) for t in ((hidden, memory) if cls == 'LSTM' else (hidden,))] if given else [],
        'out': [encode.tensor(t) for t in results],
        'grad': {i.name: encode.values(t.grad) for i, t in zip(inputs, leaves)},
        'parameters': {name: encode.values(p.grad) for name, p in module.named_parameters()},
    }


PADDINGS = ({}, {'batch_first': True}, {'padding_value': -1.5}, {'batch_first': True, 'total_length': 6, 'padding_value': 0.5})
NETWORKS = ({}, {'bidirectional': True}, {'num_layers': 2, 'bidirectional': True}, {'num_layers': 2, 'dropout': 0.5})


def packings():
    return [packing(lengths, opts) for lengths in (SORTED, MIXED) for opts in PADDINGS]


def networks():
    for lengths in (SORTED, MIXED):
        for cls in ('RNN', 'GRU', 'LSTM'):
            yield from (network(cls, lengths, opts, given) for opts in NETWORKS for given in (False, True))
        yield network('LSTM', lengths, {'proj_size': 1, 'bidirectional': True}, True)
