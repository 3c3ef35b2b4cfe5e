"""Rows of a golden table from sample calls."""
import torch

from ..core.case import pattern, tensors_of
from ..core.dtypes import NAMES
from ..core.names import camel
from . import calls, database

DIGITS = 13


class TooLarge(Exception):
    """The call has more numbers than a row may hold."""


def shortened(v, digits):
    if isinstance(v, (bool, int)):
        return v
    if v != v:
        return 'NaN'
    if v in (float('inf'), float('-inf')):
        return 'Infinity' if v > 0 else '-Infinity'
    rounded = float(f'{v:.{digits}g}')
    return int(rounded) if rounded.is_integer() and abs(rounded) < 2**53 and not (rounded == 0 and str(rounded)[0] == '-') else rounded


def numbers(t, digits=DIGITS):
    real = torch.empty(t.shape, dtype=t.dtype).copy_(t.detach())
    digits = min(digits, 9) if t.dtype == torch.float32 else digits
    return [int(v) if t.dtype == torch.bool else shortened(v, digits) for v in real.reshape(-1).tolist()]


def rough(t):
    """The tensor with numbers of four digits, which are short to write."""
    if not t.is_floating_point():
        return t
    values = [float(f'{v:.4g}') for v in t.detach().double().reshape(-1).tolist()]
    return torch.tensor(values, dtype=t.dtype).reshape(t.shape)


def mapped(a, change):
    if torch.is_tensor(a):
        return change(a)
    if isinstance(a, (list, tuple)) and not hasattr(a, '_fields'):
        return type(a)(mapped(v, change) for v in a)
    if isinstance(a, dict):
        return {k: mapped(v, change) for k, v in a.items()}
    return a


class Row:
    """One sample call: its inputs by name, our call, PyTorch's answer and gradients."""

    def __init__(self, label, info, sample, limit):
        self.label = label
        self.info = info
        self.inputs = {}
        self.limit = limit
        same = {}

        def fresh(t):
            if t.numel() > limit:
                raise TooLarge
            if id(t) not in same:
                copy = rough(t).detach().clone().requires_grad_(t.requires_grad and t.is_floating_point())
                same[id(t)] = copy
                self.inputs[f'{label}{len(self.inputs)}'] = copy
            return same[id(t)]

        self.args = [mapped(sample.input, fresh), *mapped(list(sample.args), fresh)]
        self.kwargs = mapped(sample.kwargs, fresh)

    def name_of(self, t):
        return next(n for n, i in self.inputs.items() if i is t)

    def argument(self, a):
        if torch.is_tensor(a):
            return '$' + self.name_of(a)
        if isinstance(a, (list, tuple)):
            return [self.argument(v) for v in a]
        if isinstance(a, dict):
            return {camel(k): self.argument(v) for k, v in a.items()}
        if isinstance(a, slice):
            return {'slice': [a.start, a.stop, a.step]}
        if isinstance(a, torch.dtype):
            if a not in NAMES:
                raise calls.Untold(f'dtype {a}')
            return NAMES[a]
        if a is Ellipsis:
            return '...'
        if isinstance(a, complex):
            raise calls.Untold('complex')
        if isinstance(a, float) and (a != a or a in (float('inf'), float('-inf'))):
            return {'number': shortened(a, DIGITS)}
        if a is not None and not isinstance(a, (bool, int, float, str)):
            raise calls.Untold(type(a).__name__)
        return a

    def call(self, name, row):
        args, options = calls.told(name, row, self.args, self.kwargs)
        return [self.argument(a) for a in args] + ([self.argument(options)] if options else [])

    def stored(self):
        for t in self.inputs.values():
            if t.dtype not in NAMES or t.device.type != 'cpu':
                raise calls.Untold(f'dtype {t.dtype} on {t.device}')
        return {n: [NAMES[t.dtype], list(t.shape), numbers(t, 17)] for n, t in self.inputs.items()}

    def run(self, in_place):
        """PyTorch's result; in-place calls get a copy that gradients may pass."""
        if not in_place:
            return self.info.op(*self.args, **self.kwargs)
        first = self.args[0].clone()
        return self.info.inplace_variant(first, *self.args[1:], **self.kwargs)

    def answer(self, result):
        if isinstance(result, torch.Tensor):
            if result.dtype not in NAMES:
                raise calls.Untold(f'result {result.dtype}')
            if result.numel() > 4 * self.limit:
                raise TooLarge
            return [NAMES[result.dtype], list(result.shape), numbers(result)]
        if type(result).__module__ == 'torch.return_types':
            return {camel(n): self.answer(v) for n, v in zip(type(result).__match_args__, result)}
        if isinstance(result, tuple) and hasattr(result, '_fields'):
            return {camel(n): self.answer(v) for n, v in result._asdict().items()}
        if isinstance(result, (list, tuple)):
            return {'list': [self.answer(v) for v in result]}
        return shortened(result, DIGITS) if isinstance(result, float) else result

    def gradients(self, result):
        leaves = {n: t for n, t in self.inputs.items() if t.requires_grad}
        outs = [t for t in tensors_of(result) if t.requires_grad]
        if not leaves or not outs:
            return {}
        found = torch.autograd.grad(outs, list(leaves.values()), [pattern(t.shape, t.dtype) for t in outs], allow_unused=True)
        return {'grad': {n: None if g is None else numbers(g) for n, g in zip(leaves, found)}}


def rows_of(name, found, dtype, limit, label):
    """(inputs, row) of each sample, or (None, reason)."""
    database_infos, in_place = database.infos(found, name)
    row = calls.entry(name)
    count = 0
    for info in database_infos:
        backward = dtype == 'float64' and info.supports_autograd
        try:
            listed = database.samples(info, dtype, backward)
        except Exception as e:
            yield None, f'{name}: no samples ({type(e).__name__})'
            continue
        for sample in listed:
            if in_place and (not info.inplace_variant or sample.broadcasts_input):
                continue
            try:
                made = Row(f'{label}{count}_', info, sample, limit)
                stored = made.stored()
                result = made.run(in_place)
                head = {'fn': row['symbol'], 'args': made.call(name, row), 'as': form(row, in_place), 'out': made.answer(result)}
                gradients = made.gradients(result)
                if not in_place and made.stored() != stored:
                    raise calls.Untold('writes to its inputs')
                if in_place and gradients:
                    first = made.name_of(made.args[0])
                    stored[first] = [*stored[first], [['clone']]]  # what is written to is no leaf
                elif in_place:
                    head['after'] = numbers(result)
                yield stored, {**head, **gradients}
                count += 1
            except TooLarge:
                continue
            except calls.Untold as e:
                yield None, f'{name}: {e}'
            except Exception as e:
                yield None, f'{name}: PyTorch refuses ({type(e).__name__}: {str(e)[:80]})'


def form(row, in_place):
    if row['kind'] == 'property':
        return 'p'
    return 'm' if in_place or row['kind'] == 'method' else 'fm' if row.get('method') and 'asMethod' not in row else 'f'


def refusals_of(name, found, limit, label):
    """(inputs, row) of each sample call that PyTorch refuses, or (None, reason)."""
    row = calls.entry(name)
    listed, in_place = database.infos(found, name)
    for info in listed:
        if in_place or info.error_inputs_func is None:
            continue
        for i, error in enumerate(info.error_inputs('cpu')):
            try:
                made = Row(f'{label}{i}_', info, error.sample_input, limit)
                head = {'fn': row['symbol'], 'args': made.call(name, row), 'as': form(row, in_place), 'throws': '*'}
                stored = made.stored()
            except TooLarge:
                continue
            except calls.Untold as e:
                yield None, f'{name}: {e}'
                continue
            try:
                made.run(in_place)
                yield None, f'{name}: PyTorch does not refuse {head["args"]}'
            except Exception:
                yield stored, head
