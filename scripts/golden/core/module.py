"""One row about a module: initial state, printed text, value, gradients, buffers afterwards."""
from dataclasses import dataclass, field, replace

import torch
from torch import nn

from . import encode
from .case import inputs_in, pattern, resolve, tensors_of
from .dtypes import TORCH
from .inputs import Input, New

SEED = 0
FORWARD_SEED = 1


def build(a):
    """New as a module, also inside other arguments."""
    if isinstance(a, New):
        return getattr(nn, a.cls)(*build(list(a.args)), **build(a.opts))
    if isinstance(a, Input):
        return a.fresh()[1]
    if isinstance(a, list):
        return [build(v) for v in a]
    if isinstance(a, dict):
        return {k: TORCH[v] if k == 'dtype' else build(v) for k, v in a.items()}
    return a


def tracked(out):
    """The outputs that gradients can start at."""
    return [t for t in tensors_of(out) if t.requires_grad]


@dataclass(frozen=True, eq=False)
class ModuleCase:
    """`new` is made after manualSeed(0); `given` and `options` go through it after manualSeed(1)."""

    new: New
    given: tuple = ()
    options: dict = field(default_factory=dict)
    training: bool = True
    backward: bool = True

    def on(self, *given, **options):
        return replace(self, given=given, options=options)

    def eval(self):
        return replace(self, training=False)

    def no_grad(self):
        return replace(self, backward=False)

    @property
    def inputs(self):
        return list({i.name: i for i in inputs_in([self.given, self.options, self.new.opts])}.values())

    def head(self):
        return {'new': encode.argument(self.new)['new'], 'training': self.training}

    def row(self):
        torch.manual_seed(SEED)
        module = build(self.new).train(self.training)
        row = {**self.head(), 'repr': repr(module), 'state': {k: encode.tensor(v) for k, v in module.state_dict().items()}}
        if not self.given:
            return row
        made = {i.name: i.fresh(self.backward and i.differentiable) for i in self.inputs}
        torch.manual_seed(FORWARD_SEED)
        tensors = {name: t for name, (_, t) in made.items()}
        out = module(*resolve(self.given, tensors), **resolve(self.options, tensors))
        row |= {'on': encode.call(self.given, self.options), 'out': encode.result(out)}
        buffers = {k: encode.tensor(v) for k, v in module.named_buffers()}
        if buffers:
            row['buffers'] = buffers
        return {**row, **self.gradients(module, made, out)} if self.backward and tracked(out) else row

    def gradients(self, module, made, out):
        outs = tracked(out)
        torch.autograd.backward(outs, [pattern(t.shape, t.dtype) for t in outs])
        found = {'grad': {name: encode.values(leaf.grad) for name, (leaf, _) in made.items() if leaf.grad is not None}}
        parameters = {k: encode.values(p.grad) for k, p in module.named_parameters() if p.grad is not None}
        return {**found, 'parameters': parameters} if parameters else found


def new(cls, *args, **opts):
    return New(cls, args, opts)


def module(cls, *args, **opts):
    return ModuleCase(new(cls, *args, **opts))
