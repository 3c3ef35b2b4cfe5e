"""Writes special.json beside this file: /usr/bin/python3 packages/tensor/test/numeric/special.py (needs mpmath and PyTorch 1.13).

`values` are computed with 40 digits and rounded once; `edges` are what PyTorch gives at the ends of the functions' domains.
"""
import json
import random
from pathlib import Path

import mpmath as m
import torch
from mpmath import mpf

m.mp.dps = 40
random.seed(1)


def between(low, high, n):
    return [random.uniform(low, high) for _ in range(n)]


def powers(low, high, n):
    return [10**e for e in between(low, high, n)]


def area(x):
    return m.erfc(-x / m.sqrt(2)) / 2


def quantile(p):
    if p > 1e-4:
        return m.sqrt(2) * m.erfinv(2 * p - 1)
    return m.findroot(lambda x: m.log(area(x)) - m.log(p), -m.sqrt(-2 * m.log(p)))


def hurwitz(s, q):
    if q > 0:
        return m.zeta(s, q)
    return sum((q + k) ** -int(s) for k in range(12)) + m.zeta(int(s), q + 12)


ONE = {
    'erfcx': (lambda x: m.exp(x * x) * m.erfc(x), between(-5, 30, 30) + powers(-300, 10, 10)),
    'ndtr': (area, between(-8, 8, 30)),
    'logNdtr': (lambda x: m.log(area(x)), between(-60, 6, 30)),
    'ndtri': (quantile, between(0, 1, 30) + powers(-300, -1, 15)),
    'i0': (lambda x: m.besseli(0, x), between(-40, 40, 20) + [700]),
    'i0e': (lambda x: m.besseli(0, x) * m.exp(-abs(x)), between(-40, 40, 30) + powers(-300, 5, 10)),
    'i1': (lambda x: m.besseli(1, x), between(-40, 40, 20)),
    'i1e': (lambda x: m.besseli(1, x) * m.exp(-abs(x)), between(-40, 40, 30) + powers(-300, 5, 10)),
    'k0': (lambda x: m.besselk(0, x), between(0, 20, 20) + powers(-300, 2, 10)),
    'k1': (lambda x: m.besselk(1, x), between(0, 20, 20) + powers(-300, 2, 10)),
    'scaledK0': (lambda x: m.besselk(0, x) * m.exp(x), between(0, 50, 20)),
    'scaledK1': (lambda x: m.besselk(1, x) * m.exp(x), between(0, 50, 20)),
    'j0': (lambda x: m.besselj(0, x), between(-50, 50, 40)),
    'j1': (lambda x: m.besselj(1, x), between(-50, 50, 40)),
    'y0': (lambda x: m.bessely(0, x), between(0, 50, 40)),
    'y1': (lambda x: m.bessely(1, x), between(0, 50, 40)),
    'airyAi': (m.airyai, between(-20, 10, 50)),
}
TWO = {
    'gammainc': (lambda a, x: m.gammainc(a, 0, x, regularized=True), [(a := 10 ** random.uniform(-1, 4), a * random.uniform(0.3, 1.7)) for _ in range(40)]),
    'gammaincc': (lambda a, x: m.gammainc(a, x, m.inf, regularized=True), [(a := 10 ** random.uniform(-1, 4), a * random.uniform(0.3, 1.7)) for _ in range(40)] + [(random.random(), random.random()) for _ in range(20)]),
    'zeta': (hurwitz, [(random.uniform(1, 11), random.uniform(0, 20)) for _ in range(30)] + [(k % 5 + 2, random.uniform(-8, 0)) for k in range(20)]),
    'polygamma': (lambda n, x: m.psi(int(n), x), [(k % 5, random.uniform(0, 20)) for k in range(30)] + [(k % 5, random.uniform(-5, 0)) for k in range(20)]),
}
ENDS = [0.0, -0.0, float('inf'), float('-inf'), float('nan'), 1.0, -1.0, -2.5]
UNARY = {
    'entr': 'entr', 'erfcx': 'erfcx', 'ndtr': 'ndtr', 'logNdtr': 'log_ndtr', 'ndtri': 'ndtri', 'i0': 'i0', 'i0e': 'i0e', 'i1': 'i1', 'i1e': 'i1e',
    'sinc': 'sinc', 'k0': 'modified_bessel_k0', 'k1': 'modified_bessel_k1', 'j0': 'bessel_j0', 'j1': 'bessel_j1', 'y0': 'bessel_y0', 'y1': 'bessel_y1',
}
PAIRS = {
    'gammainc': [(0, 0), (0, 1), (1, 0), (-1, 1), (1, -1), (float('inf'), 1), (1, float('inf')), (float('nan'), 1), (2, 3)],
    'gammaincc': [(0, 0), (0, 1), (1, 0), (-1, 1), (1, -1), (float('inf'), 1), (1, float('inf')), (float('nan'), 1), (2, 3)],
    'zeta': [(1, 2), (0.5, 2), (2, 0), (2, -3), (2.5, -0.5), (2, -0.5), (2, float('inf')), (float('nan'), 1), (2, float('nan'))],
}


def plain(v):
    if v != v:
        return 'NaN'
    return ('-' if v < 0 else '') + 'Infinity' if abs(v) == float('inf') else v


values = {name: [[x, float(f(mpf(x)))] for x in inputs] for name, (f, inputs) in ONE.items()}
values |= {name: [[a, x, float(m.re(f(mpf(a), mpf(x))))] for a, x in inputs] for name, (f, inputs) in TWO.items()}
ends = torch.tensor(ENDS, dtype=torch.float64)
edges = {name: [[plain(x), plain(y)] for x, y in zip(ENDS, getattr(torch.special, own)(ends).tolist())] for name, own in UNARY.items()}
for name, inputs in PAIRS.items():
    a, x = (torch.tensor(side, dtype=torch.float64) for side in zip(*inputs))
    edges[name] = [[plain(p), plain(q), plain(y)] for (p, q), y in zip(inputs, getattr(torch.special, name)(a, x).tolist())]


def table(rows):
    return '{\n' + ',\n'.join(f'"{name}":{json.dumps(row, separators=(",", ":"), allow_nan=False)}' for name, row in rows.items()) + '\n}'


Path(__file__).with_suffix('.json').write_text(f'{{"values":{table(values)},\n"edges":{table(edges)}}}\n')
