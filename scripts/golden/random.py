"""Writes packages/tensor/test/golden/random.json: /usr/bin/python3 -m scripts.golden.random, with PyTorch 1.13 on CPU.

Every row is a program on one generator: a seed, draws one after the other, and the 32-bit word that comes after them,
which shows that the engine stands where PyTorch's does. Short draws are listed; long ones are given by their first and
last values and by the sum of their bits, taken as 32-bit words, modulo 2^32.
"""
import base64
import json
import pathlib

import numpy as np
import torch

OUT = pathlib.Path(__file__).parents[2] / 'packages/tensor/test/golden/random.json'
DTYPES = {
    'float32': torch.float32,
    'float64': torch.float64,
    'int32': torch.int32,
    'uint8': torch.uint8,
    'bool': torch.bool,
}
LISTED = 40
ENDS = 8


def plain(array):
    """Numbers as JSON numbers: the shortest text that gives the same float32, float64 or integer."""
    if array.dtype == np.float32:
        return [json.loads(str(v)) for v in array]
    return array.astype(np.uint8).tolist() if array.dtype == bool else array.tolist()


def described(tensor):
    array = tensor.contiguous().numpy().reshape(-1)
    if len(array) <= LISTED:
        return {'values': plain(array)}
    row = {'head': plain(array[:ENDS]), 'tail': plain(array[-ENDS:])}
    if tensor.dtype != torch.float64 and array.nbytes % 4 == 0:
        row['sum'] = int(array.view(np.uint32).astype(np.uint64).sum() % 2**32)
    return row


def word(generator):
    return int(torch.empty((), dtype=torch.int32).random_(-(2**31), 2**31, generator=generator)) + 2**31


def inplace(method, dtype, n, *args):
    """A draw into a contiguous tensor."""
    spec = {'draw': method, 'dtype': dtype, 'n': n, 'args': list(args)}
    return spec, lambda g: getattr(torch.empty(n, dtype=DTYPES[dtype]), method)(*args, generator=g)


def strided(method, dtype, n, *args):
    """A draw into a tensor that is not contiguous."""
    spec = {'draw': method, 'strided': True, 'dtype': dtype, 'n': n, 'args': list(args)}
    return spec, lambda g: getattr(torch.empty(n, 2, dtype=DTYPES[dtype])[:, 0], method)(*args, generator=g)


def permutation(dtype, n):
    spec = {'draw': 'randperm', 'dtype': dtype, 'n': n, 'args': []}
    return spec, lambda g: torch.randperm(n, generator=g, dtype=DTYPES[dtype])


def coins(dtype, p_dtype, p):
    spec = {'draw': 'bernoulli_from', 'dtype': dtype, 'n': len(p), 'args': [], 'pDtype': p_dtype, 'p': p}
    return spec, lambda g: torch.empty(len(p), dtype=DTYPES[dtype]).bernoulli_(
        torch.tensor(p, dtype=DTYPES[p_dtype]), generator=g
    )


def categories(dtype, weights, samples, replacement):
    spec = {'draw': 'multinomial', 'dtype': dtype, 'n': len(weights) * samples, 'args': []}
    spec |= {'weights': weights, 'samples': samples, 'replacement': replacement}
    return spec, lambda g: torch.multinomial(
        torch.tensor(weights, dtype=DTYPES[dtype]), samples, replacement, generator=g
    ).int()


def program(seed, *draws):
    generator = torch.Generator()
    generator.manual_seed(seed)
    steps = [spec | described(draw(generator)) for spec, draw in draws]
    return {'seed': str(seed), 'steps': steps, 'next': word(generator)}


FLOATS = ('float32', 'float64')
INTEGERS = ('int32', 'uint8')


def uniform():
    for dtype in FLOATS:
        for n in (0, 1, 5, 16, 40, 1300):
            yield program(n, inplace('uniform_', dtype, n))
        for bounds in ((-1, 1), (0, 5.5), (-0.07, 0.07), (1e-30, 3.25), (-3.7, 1.3), (1e6, 1e6 + 1), (2, 2)):
            yield program(7, inplace('uniform_', dtype, 30, *bounds))
    bound = 1 / 784**0.5
    yield program(0, inplace('uniform_', 'float32', 784 * 512, -bound, bound), inplace('uniform_', 'float32', 512, -bound, bound))


def normal():
    for dtype in FLOATS:
        for n in (1, 2, 3, 15, 16, 17, 31, 32, 40):
            yield program(n, inplace('normal_', dtype, n), inplace('normal_', dtype, 3), inplace('normal_', dtype, 2))
        for parameters in ((0, 0.02), (5, 2), (-1e3, 0.5), (3, 0), (0.1, 1e-8)):
            yield program(11, inplace('normal_', dtype, 9, *parameters), inplace('normal_', dtype, 40, *parameters))
        yield program(12, strided('normal_', dtype, 20), strided('normal_', dtype, 19, 1, 3), inplace('normal_', dtype, 5))
    yield program(2, inplace('normal_', 'float32', 3), inplace('normal_', 'float64', 4), inplace('normal_', 'float32', 1))
    yield program(0, inplace('normal_', 'float32', 100_000))
    yield program(1, inplace('normal_', 'float32', 100_001, 0.5, 0.1))


def integers():
    for dtype in FLOATS + INTEGERS:
        for low, high in ((0, 2), (0, 10), (3, 4), (0, 255), (17, 200)):
            yield program(low + high, inplace('random_', dtype, 20, low, high))
        yield program(5, inplace('random_', dtype, 30))
    yield program(6, inplace('random_', 'uint8', 12, 0, 256), inplace('random_', 'uint8', 13, 0, 256))
    for bounds in ((-5, 5), (-(2**31), 2**31), (-(2**31), -(2**31) + 1), (0, 2**31 - 1), (-7, 2**31 - 1)):
        yield program(8, inplace('random_', 'int32', 20, *bounds))
    for bounds in ((-5, 5), (0, 2**31), (0, 2**32 - 1), (0, 2**32), (0, 2**32 + 1), (-(2**24), 2**24), (16777217, 33554437),
                   (-33554437, -16777217), (-33554435, 33554435), (2**40 + 1, 2**41 + 3), (-(2**52), 2**52)):
        for dtype in FLOATS:
            yield program(9, inplace('random_', dtype, 20, *bounds))
    yield program(10, inplace('random_', 'bool', 20), inplace('random_', 'bool', 20, 0, 2), inplace('random_', 'bool', 4, 1, 2))
    yield program(11, inplace('random_', 'int32', 60_000, 0, 10))


def permutations():
    for n in (0, 1, 2, 3, 10, 40, 1000, 60_000):
        yield program(n, permutation('int32', n), permutation('int32', n))
    for dtype in ('float32', 'float64', 'uint8'):
        yield program(13, permutation(dtype, 30))


def chances():
    p = [0, 1, 0.5, 0.25, 0.125, 0.9, 0.999, 1e-3, 0.5, 0.5, 0.5, 0.1, 0.2, 0.3]
    for dtype in ('float32', 'float64', 'int32', 'uint8', 'bool'):
        for chance in (0, 0.2, 0.5, 1):
            yield program(21, inplace('bernoulli_', dtype, 30, chance))
        for p_dtype in FLOATS:
            yield program(22, coins(dtype, p_dtype, p * 2))
    yield program(23, inplace('bernoulli_', 'float32', 50_000, 0.9))


def formulas():
    for dtype in FLOATS:
        for method, parameters in (('exponential_', ((), (0.1,), (25,))), ('cauchy_', ((), (3, 0.5), (-1, 100))),
                                   ('log_normal_', ((), (0, 0.25), (-3, 1)))):
            for p in parameters:
                yield program(31, inplace(method, dtype, 39, *p), inplace(method, dtype, 20, *p))
        yield program(32, inplace('log_normal_', dtype, 3), inplace('normal_', dtype, 2), inplace('log_normal_', dtype, 2))
    yield program(33, inplace('exponential_', 'float32', 100_000))
    yield program(34, inplace('cauchy_', 'float32', 50_000))
    yield program(35, inplace('log_normal_', 'float32', 50_000, 0, 1))
    for dtype in FLOATS + INTEGERS:
        for p in (0.01, 0.5, 0.99):
            yield program(36, inplace('geometric_', dtype, 30, p))
    yield program(37, inplace('geometric_', 'int32', 50_000, 0.01))


def multinomials():
    table = [[0, 10, 3, 0, 1.5], [1, 1, 1, 1, 1], [0.1, 0.2, 0.3, 0.4, 0.5]]
    many = [[(i * 7919 % 101) / 8 for i in range(300)]]
    for dtype in FLOATS:
        for samples, replacement in ((1, False), (2, False), (3, False), (1, True), (12, True)):
            yield program(41, categories(dtype, table, samples, replacement))
        for samples, replacement in ((1, False), (250, False), (2000, True)):
            yield program(42, categories(dtype, many, samples, replacement))


def seeds():
    yield from (program(s, inplace('random_', 'int32', 4, -(2**31), 2**31)) for s in (
        0, 1, 5489, -1, -2, 2**31, 2**32 - 1, 2**32, 2**32 + 5, 2**53, 2**63, 2**64 - 1, -(2**63), 67280421310721))


def initial(seed):
    generator = torch.Generator()
    generator.manual_seed(seed)
    return str(generator.initial_seed())


def state(seed, *draws):
    """The bytes of a generator's state after some draws, in base64."""
    generator = torch.Generator()
    if seed is not None:
        generator.manual_seed(seed)
    for _, draw in draws:
        draw(generator)
    specs = [spec for spec, _ in draws]
    data = base64.b64encode(generator.get_state().numpy().tobytes()).decode()
    return {'seed': None if seed is None else str(seed), 'steps': specs, 'state': data, 'next': word(generator)}


def main():
    assert torch.__version__.startswith('1.13'), f'the golden values are those of PyTorch 1.13, this is {torch.__version__}'
    torch.set_num_threads(1)
    groups = (seeds, uniform, normal, integers, permutations, chances, formulas, multinomials)
    rows = {group.__name__: list(group()) for group in groups}
    rows['initialSeeds'] = [[str(s), initial(s)] for s in (0, 7, -1, -(2**63), 2**64 - 1)]
    rows['states'] = [
        state(None),
        state(5),
        state(5, inplace('normal_', 'float64', 3)),
        state(-3, inplace('uniform_', 'float32', 623)),
        state(6, inplace('uniform_', 'float32', 624)),
        state(7, inplace('uniform_', 'float32', 625)),
    ]
    lines = [f'"{name}":[\n' + ',\n'.join(json.dumps(r, separators=(',', ':')) for r in group) + '\n]'
             for name, group in rows.items()]
    OUT.write_text('{\n' + ',\n'.join(lines) + '\n}\n')
    print(OUT.stat().st_size, sum(map(len, rows.values())))


if __name__ == '__main__':
    main()
