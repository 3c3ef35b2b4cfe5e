"""Named input tensors. Values are multiples of 1/64: exact in every float dtype and short to write."""
from dataclasses import dataclass, field, replace

import torch

from .dtypes import TORCH


@dataclass(frozen=True, eq=False)
class Slice:
    """start:stop:step of an index; None is an open end."""

    start: int | None = None
    stop: int | None = None
    step: int | None = None

    def python(self):
        return slice(self.start, self.stop, self.step)


@dataclass(frozen=True, eq=False)
class New:
    """A module made in place, as an argument of another."""

    cls: str
    args: tuple
    opts: dict


@dataclass(frozen=True, eq=False)
class Input:
    """A tensor a case is given: base values, and the views (method, ...arguments) that make it non-contiguous."""

    name: str
    base: torch.Tensor
    dtype: str
    view: tuple = field(default=())
    constant: bool = False

    def fresh(self, requires_grad=False):
        """(leaf, tensor): the base, copied, and what the call gets."""
        base = self.base.to(TORCH[self.dtype]).clone().requires_grad_(requires_grad)
        t = base
        for method, *args in self.view:
            t = getattr(t, method)(*[a.python() if isinstance(a, Slice) else a for a in args])
        return base, t

    @property
    def floating(self):
        return self.dtype in ('float32', 'float64')

    @property
    def differentiable(self):
        return self.floating and not self.constant

    def to(self, dtype):
        return replace(self, name=f'{self.name}_{dtype}', dtype=dtype)

    def via(self, name, *view):
        """The same values through views: `x.via('xT', ('t',))`."""
        return replace(self, name=name, view=self.view + view)

    def fixed(self):
        """The same, without a gradient: class weights, targets, running statistics."""
        return replace(self, constant=True)

    def same(self, other):
        return self.dtype == other.dtype and self.view == other.view and self.base.shape == other.base.shape and torch.equal(*(i.base.double().nan_to_num(nan=12345.0) for i in (self, other)))


class Draw:
    """Draws inputs from one seeded generator, so that a table gives the same file every time."""

    def __init__(self, seed):
        self.generator = torch.Generator().manual_seed(seed)

    def floats(self, name, *shape, low=-3.0, high=3.0, dtype='float32'):
        u = torch.rand(shape, generator=self.generator, dtype=torch.float64)
        return Input(name, ((low + (high - low) * u) * 64).round() / 64, dtype)

    def ints(self, name, *shape, low=0, high=10, dtype='int32'):
        return Input(name, torch.randint(low, high, shape, generator=self.generator), dtype)

    def bools(self, name, *shape):
        return Input(name, torch.randint(0, 2, shape, generator=self.generator), 'bool')


def const(name, values, dtype='float32', shape=None):
    base = torch.tensor(values, dtype=torch.float64)
    return Input(name, base if shape is None else base.reshape(shape), dtype)
