"""One row of a golden table: a call in PyTorch's words, and what PyTorch answers."""
from dataclasses import dataclass, replace

import torch
import torch.nn.functional as F

from . import encode
from .dtypes import TORCH
from .inputs import Input, Slice
from .names import camel

# Functions whose method takes its arguments in another order, or that have no method in @x
NO_METHOD = {'where', 'get', 'set'}


def pattern(shape, dtype=torch.float64):
    """The gradient put on every output: ((5 i + 3) mod 11 - 5) / 4 at flat index i, exact in every float dtype."""
    i = torch.arange(int(torch.tensor(shape, dtype=torch.int64).prod()))
    return (((5 * i + 3) % 11 - 5) / 4).to(dtype).reshape(shape)


def inputs_in(a):
    """The Inputs among nested arguments, in order of appearance."""
    if isinstance(a, Input):
        return [a]
    children = a.values() if isinstance(a, dict) else a if isinstance(a, (list, tuple)) else ()
    return [i for c in children for i in inputs_in(c)]


def resolve(a, tensors):
    """The argument as Python's PyTorch takes it."""
    if isinstance(a, Input):
        return tensors[a.name]
    if isinstance(a, Slice):
        return a.python()
    if isinstance(a, (list, tuple)):
        return type(a)(resolve(v, tensors) for v in a)
    if isinstance(a, dict):
        return {k: TORCH[v] if k == 'dtype' else resolve(v, tensors) for k, v in a.items()}
    return a


def map_inputs(a, change):
    """The argument with every Input replaced."""
    if isinstance(a, Input):
        return change(a)
    if isinstance(a, (list, tuple)):
        return type(a)(map_inputs(v, change) for v in a)
    if isinstance(a, dict):
        return {k: map_inputs(v, change) for k, v in a.items()}
    return a


def tensors_of(r):
    """The floating tensors of a result, in order."""
    if isinstance(r, torch.Tensor):
        return [r] if r.is_floating_point() else []
    return [t for v in r for t in tensors_of(v)] if isinstance(r, (list, tuple)) else []


@dataclass(frozen=True, eq=False)
class Case:
    fn: str
    args: tuple
    opts: dict
    ref: object = None
    tolerance: tuple | None = None
    differentiable: bool = True
    second: bool = False
    forms: str | None = None
    error: str | None = None

    def tol(self, relative, absolute=None):
        """Looser bounds: relative, and absolute as a fraction of the largest expected value; say why in the table."""
        return replace(self, tolerance=(relative, relative if absolute is None else absolute))

    def no_grad(self):
        return replace(self, differentiable=False)

    def twice(self):
        """Also compare gradients of gradients."""
        return replace(self, second=True)

    def function_only(self):
        return replace(self, forms='f')

    def method_only(self):
        return replace(self, forms='m')

    def to(self, dtype):
        """The same case with every float32 input in another dtype."""
        change = lambda i: i.to(dtype) if i.dtype == 'float32' else i
        return replace(self, args=map_inputs(self.args, change), opts=map_inputs(self.opts, change), tolerance=None)

    @property
    def inputs(self):
        return list({i.name: i for i in inputs_in(self.args) + inputs_in(self.opts)}.values())

    @property
    def in_place(self):
        return self.fn == 'set' or (self.fn.endswith('_') and not self.fn.endswith('__'))

    @property
    def how(self):
        """f: the function; m: the method; fm: both, which must agree."""
        if self.forms:
            return self.forms
        if self.in_place or self.fn in ('get', 'set'):
            return 'm'
        return 'fm' if self.args and isinstance(self.args[0], Input) and hasattr(torch.Tensor, self.fn) and self.fn not in NO_METHOD else 'f'

    def function(self):
        return self.ref or getattr(torch, self.fn)

    def run(self, requires_grad=False):
        """(leaves by input name, tensors by input name, result)."""
        made = {i.name: i.fresh(requires_grad and i.differentiable) for i in self.inputs}
        leaves = {name: leaf for name, (leaf, _) in made.items()}
        tensors = {name: t for name, (_, t) in made.items()}
        return leaves, tensors, self.answer(tensors)

    def answer(self, tensors):
        """What PyTorch returns for these inputs."""
        return self.function()(*resolve(self.args, tensors), **resolve(self.opts, tensors))

    def head(self):
        row = {'fn': camel(self.fn), 'args': encode.call(self.args, self.opts, self.fn), 'as': self.how}
        if self.tolerance:
            row['tol'] = list(self.tolerance)
        return row

    def forward(self):
        """The row with the expected result; for in-place calls also the base after the call."""
        if self.error:
            return self.refusal()
        leaves, _, result = self.run()
        row = self.head() if result is None else {**self.head(), 'out': encode.result(result)}
        return {**row, 'after': encode.values(leaves[self.inputs[0].name])} if self.in_place else row

    def refusal(self):
        try:
            self.run()
        except (RuntimeError, TypeError, IndexError, ValueError, AssertionError):
            return {**self.head(), 'throws': self.error}
        raise AssertionError(f'{self.head()}: PyTorch accepts this')

    def gradients(self):
        """The gradient part of a row, or None where nothing is differentiable."""
        if not self.differentiable or not any(i.differentiable for i in self.inputs):
            return None
        leaves, tensors, result = self.run(requires_grad=True)
        outs = [t for t in tensors_of(tensors[self.inputs[0].name] if self.in_place else result) if t.requires_grad]
        if not outs:
            return None
        floats = {name: leaf for name, leaf in leaves.items() if leaf.requires_grad}
        first = torch.autograd.grad(outs, list(floats.values()), [pattern(t.shape, t.dtype) for t in outs], create_graph=self.second, allow_unused=True)
        row = {'grad': written(floats, first)}
        if self.second:
            tracked = [g for g in first if g is not None and g.requires_grad]
            assert tracked, f'{self.fn}: its gradient is constant, there is no second order'
            again = torch.autograd.grad(tracked, list(floats.values()), [pattern(g.shape, g.dtype) for g in tracked], allow_unused=True)
            row['grad2'] = written(floats, again)
        return row

    def both(self):
        """Result and gradients in one row."""
        row = self.forward()
        return row if self.error else {**row, **(self.gradients() or {})}

    def backward(self):
        """The row with gradients only, or None."""
        if self.error:
            return None
        found = self.gradients()
        return found and {**self.head(), **found}


def written(leaves, grads):
    return {name: None if g is None else encode.values(g) for name, g in zip(leaves, grads)}


def call(fn, *args, **opts):
    """A case: positional arguments are positional in @x, keywords go to its options object."""
    return Case(fn, args, opts)


def ref(fn, function, *args, **opts):
    """A case whose reference is `function`, where PyTorch spells the call otherwise."""
    return Case(fn, args, opts, ref=function)


def method(fn, *args, **opts):
    """A case of the method alone, for what PyTorch has no function of, or a function with other arguments."""
    return Case(fn, args, opts, ref=getattr(torch.Tensor, fn), forms='m')


def functional(fn, *args, **opts):
    """A case of torch.nn.functional."""
    return Case(fn, args, opts, ref=getattr(F, fn), forms='f')


def throws(error, fn, *args, **opts):
    """A call that @x must refuse with this error class, as PyTorch does."""
    return Case(fn, args, opts, error=error)
