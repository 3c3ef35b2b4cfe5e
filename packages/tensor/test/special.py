"""Writes special.json beside this file: /usr/bin/python3 packages/tensor/test/special.py (needs mpmath; 40 digits, rounded once)."""
import json
import random
from pathlib import Path

from mpmath import digamma, erf, erfc, erfinv, gamma, log, mp, mpf

mp.dps = 40
random.seed(1)


def between(low, high, n):
    return [random.uniform(low, high) for _ in range(n)]


def powers(low, high, n):
    return [10**e for e in between(low, high, n)]


def log_gamma(x):
    return log(abs(gamma(x)))


TABLES = {
    'erf': (erf, between(-6, 6, 40) + powers(-300, 0, 10)),
    'erfc': (erfc, between(-6, 6, 40) + between(6, 26, 15)),
    'erfinv': (erfinv, between(-1, 1, 30) + [1 - p for p in powers(-15.6, -1, 20)] + powers(-300, 0, 10)),
    'lgamma': (log_gamma, between(0, 12, 40) + between(-8, 0, 20) + powers(-300, 3, 20) + between(0.99, 1.01, 5) + between(1.99, 2.01, 5)),
    'digamma': (digamma, between(0, 12, 40) + between(-8, 0, 20) + powers(-300, 300, 20)),
}

rows = {name: [[x, float(f(mpf(x)))] for x in inputs] for name, (f, inputs) in TABLES.items()}
lines = [f'"{name}":{json.dumps(row, separators=(",", ":"), allow_nan=False)}' for name, row in rows.items()]
Path(__file__).with_suffix('.json').write_text('{\n' + ',\n'.join(lines) + '\n}\n')
