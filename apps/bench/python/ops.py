"""Single ops and layers with PyTorch. Each function makes (step, results) of a case, as the adapters in TypeScript do."""
import torch
import torch.nn.functional as F
from inputs import SEEDS, integers, uniform

REDUCTIONS = {
    'sum': lambda x, dim: x.sum(dim),
    'max': lambda x, dim: x.max(dim).values,
    'argmax': lambda x, dim: x.argmax(dim),
}


def _make(seed, shape, offset=0.0):
    return uniform(SEEDS[seed], shape, 1.0, offset)


def _leaf(seed, shape):
    return _make(seed, shape).requires_grad_()


def _forward(run):
    def step():
        with torch.no_grad():
            run()

    return step, lambda: {'y': run()}


def _with_gradients(leaves, run, gradient=None):
    def go():
        for x in leaves.values():
            x.grad = None
        y = run()
        y.backward(gradient)
        return y

    def results():
        y = go()
        return {'y': y, **{f'gradient of {name}': x.grad for name, x in leaves.items()}}

    return go, results


def matmul(c):
    a, b = _make('a', c['a']), _make('b', c['b'])
    return _forward(lambda: torch.matmul(a, b))


def unary(c):
    a, fn = _make('a', c['a'], c['offset']), getattr(torch, c['fn'])
    return _forward(lambda: fn(a))


def binary(c):
    a, b, fn = _make('a', c['a']), _make('b', c['b'], c['offset']), getattr(torch, c['fn'])
    return _forward(lambda: fn(a, b))


def reduce(c):
    a, fn, dim = _make('a', c['a']), REDUCTIONS[c['fn']], c['dim']
    return _forward(lambda: fn(a, dim))


def softmax(c):
    a = _make('a', c['a'])
    return _forward(lambda: torch.softmax(a, -1))


def transpose(c):
    a = _make('a', c['a'])
    return _forward(lambda: a.t().contiguous())


def cumsum(c):
    a = _make('a', c['a'])
    return _forward(lambda: torch.cumsum(a, -1))


def sort(c):
    a = _make('a', c['a'])
    return _forward(lambda: torch.sort(a).values)


def cat(c):
    parts = [_make('a', c['a']), _make('b', c['b'])]
    return _forward(lambda: torch.cat(parts))


def index_select(c):
    a, ids = _make('a', c['a']), integers(SEEDS['ids'], c['ids'], c['a'][0])
    return _forward(lambda: torch.index_select(a, 0, ids))


def conv2d(c):
    x, w, pad = _make('x', c['x']), _make('w', c['w']), c['pad']
    return _forward(lambda: F.conv2d(x, w, padding=pad))


def conv2d_grad(c):
    x, w, pad = _leaf('x', c['x']), _leaf('w', c['w']), c['pad']
    return _with_gradients({'x': x, 'w': w}, lambda: F.conv2d(x, w, padding=pad), _make('gradient', c['y']))


def maxpool_grad(c):
    x, k = _leaf('x', c['x']), c['k']
    return _with_gradients({'x': x}, lambda: F.max_pool2d(x, k), _make('gradient', c['y']))


def _norm_grad(c, shape, run):
    leaves = {'x': _leaf('x', c['x']), 'weight': _leaf('w', shape), 'bias': _leaf('bias', shape)}
    return _with_gradients(leaves, lambda: run(*leaves.values()), _make('gradient', c['x']))


def batchnorm_grad(c):
    eps = c['eps']
    return _norm_grad(c, c['x'][1:2], lambda x, w, b: F.batch_norm(x, None, None, w, b, training=True, eps=eps))


def layernorm_grad(c):
    eps, shape = c['eps'], c['x'][-1:]
    return _norm_grad(c, shape, lambda x, w, b: F.layer_norm(x, shape, w, b, eps))


def embedding_grad(c):
    table, ids = _leaf('w', c['table']), integers(SEEDS['ids'], c['ids'], c['table'][0])
    gradient = _make('gradient', [*c['ids'], *c['table'][1:]])
    return _with_gradients({'table': table}, lambda: F.embedding(ids, table), gradient)


def tiny(c):
    a, b = _leaf('a', c['a']), _make('b', c['a'])

    def run():
        y = a
        for _ in range(c['n']):
            y = y + b
        return y.sum()

    return _with_gradients({'a': a}, run)


OPS = {
    'matmul': matmul,
    'unary': unary,
    'binary': binary,
    'reduce': reduce,
    'softmax': softmax,
    'transpose': transpose,
    'cumsum': cumsum,
    'sort': sort,
    'cat': cat,
    'indexSelect': index_select,
    'conv2d': conv2d,
    'conv2dGrad': conv2d_grad,
    'maxpoolGrad': maxpool_grad,
    'batchnormGrad': batchnorm_grad,
    'layernormGrad': layernorm_grad,
    'embeddingGrad': embedding_grad,
    'tiny': tiny,
}
