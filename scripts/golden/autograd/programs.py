"""Random programs of arithmetic, views and in-place writes, and the gradients that PyTorch gives them.

A program works on a list of tensors, at first two matrices made of the leaves. A step is [op, tensor, ...]: `binary` ops name
two tensors of one shape, and every step but an in-place one appends its result. In the end the loss is the sum of all tensors,
each times sin(0), sin(1), … Programs whose gradients PyTorch refuses, because a saved tensor was overwritten, are left out."""
import random

import torch

from .semantics import grown, ramp

LEAVES = ((3, 4), (3, 4))
UNARY = ('sin', 'tanh', 'neg', 'square', 'clone')
BINARY = ('add', 'sub', 'mul')
UNARY_INPLACE = ('sin_', 'tanh_', 'neg_', 'zero_')
BINARY_INPLACE = ('add_', 'sub_', 'mul_', 'copy_')
COUNT = 60
STEPS = 12


def step(rng, pool):
    """A random step that the tensors allow."""
    at = rng.randrange(len(pool))
    t = pool[at]
    same = [i for i, other in enumerate(pool) if other.shape == t.shape]
    kind = rng.choice(('unary', 'binary', 'view', 'view', 'inplace', 'inplace'))
    if kind == 'unary':
        return [rng.choice(UNARY), at]
    if kind == 'binary':
        return [rng.choice(BINARY), at, rng.choice(same)]
    if kind == 'inplace':
        return [rng.choice(UNARY_INPLACE), at] if rng.random() < 0.4 else [rng.choice(BINARY_INPLACE), at, rng.choice(same)]
    if t.dim() == 0:
        return ['unsqueeze', at, 0]
    dim = rng.randrange(t.dim())
    size = t.shape[dim]
    choices = [['select', at, dim, rng.randrange(size)], ['unsqueeze', at, dim]]
    if t.dim() == 2:
        choices += [['t', at], ['diagonal', at]]
    if size > 1:
        start = rng.randrange(size - 1)
        choices += [['narrow', at, dim, start, rng.randrange(1, size - start)]]
    return rng.choice([c for c in choices if c[0] != 'unsqueeze' or t.dim() < 3])


def run(pool, steps):
    """Runs steps one after the other; each may be made of the tensors so far."""
    done = []
    for make in steps:
        op, at, *args = s = make(pool)
        if op in BINARY + BINARY_INPLACE:
            args = [pool[args[0]]]
        result = getattr(pool[at], op)(*args)
        if not op.endswith('_'):
            pool.append(result)
        done.append(s)
    return done


def program(seed):
    """Steps and gradients, or None where PyTorch refuses."""
    rng = random.Random(seed)
    leaves = [grown(*shape) for shape in LEAVES]
    pool = [leaf * 1 for leaf in leaves]
    try:
        steps = run(pool, [lambda p: step(rng, p)] * STEPS)
        sum((t * ramp(*t.shape) if t.dim() else t).sum() for t in pool).backward()
    except RuntimeError:
        return None
    return {'steps': steps, 'grads': [[round(v, 12) for v in leaf.grad.flatten().tolist()] for leaf in leaves]}


def rows():
    """The first programs that work."""
    found = []
    seed = 0
    while len(found) < COUNT:
        row = program(seed)
        if row:
            found.append(row)
        seed += 1
    return found
