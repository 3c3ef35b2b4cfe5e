"""One row about a module: initial state, printed text, value, gradients, buffers afterwards."""
from dataclasses import dataclass, replace

import torch
from torch import nn

from . import encode
from .case import inputs_in, pattern, resolve
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


@dataclass(frozen=True, eq=False)
class ModuleCase:
    """`new` is made after manualSeed(0); `given` goes through it after manualSeed(1)."""

    new: New
    given: tuple = ()
    training: bool = True
    backward: bool = True

    def on(self, *given):
        return replace(self, given=given)

    def eval(self):
        return replace(self, training=False)

    def no_grad(self):
        return replace(self, backward=False)

    @property
    def inputs(self):
        return list({i.name: i for i in self.given + tuple(inputs_in(self.new.opts))}.values())

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
        out = module(*resolve(self.given, {name: t for name, (_, t) in made.items()}))
        row |= {'on': [encode.argument(i) for i in self.given], 'out': encode.result(out)}
        buffers = {k: encode.tensor(v) for k, v in module.named_buffers()}
        if buffers:
            row['buffers'] = buffers
        return {**row, **self.gradients(module, made, out)} if self.backward and out.requires_grad else row

    def gradients(self, module, made, out):
        out.backward(pattern(out.shape, out.dtype))
        found = {'grad': {name: encode.values(leaf.grad) for name, (leaf, _) in made.items() if leaf.grad is not None}}
        parameters = {k: encode.values(p.grad) for k, p in module.named_parameters() if p.grad is not None}
        return {**found, 'parameters': parameters} if parameters else found


def new(cls, *args, **opts):
    return New(cls, args, opts)


def module(cls, *args, **opts):
    return ModuleCase(new(cls, *args, **opts))
