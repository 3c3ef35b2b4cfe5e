"""Writes packages/tensor/src/numeric/special/tables.ts: /usr/bin/python3 scripts/tables/chebyshev.py (needs mpmath; 40 digits).

Every table holds the Chebyshev coefficients, the first one counting half, of a smooth function of t in [-1, 1]; what t is of
the argument stands in the comment above it.
"""
from pathlib import Path

from mpmath import airyai, airybi, besseli, besselj, besselk, bessely, cos, exp, inf, log, mp, mpf, pi, sin, sqrt

mp.dps = 40
NODES = 64


def coefficients(f):
    angles = [pi * (k + mpf(1) / 2) / NODES for k in range(NODES)]
    values = [f(cos(a)) for a in angles]
    found = [float(2 * sum(v * cos(j * a) for v, a in zip(values, angles)) / NODES) for j in range(NODES)]
    least = 1e-17 * max(map(abs, found))
    while abs(found[-1]) < least:
        found.pop()
    return found


def far(start, power=1):
    """The argument that t = 2 · (start / x)^power − 1 stands for."""
    return lambda t: start / ((t + 1) / 2) ** (mpf(1) / power)


def waves(order):
    """What multiplies sine and cosine in Bessel functions of large x: P, and x · Q."""

    def parts(x):
        phase = x - (2 * order + 1) * pi / 4
        j, y, scale = besselj(order, x), bessely(order, x), sqrt(pi * x / 2)
        return scale * (j * cos(phase) + y * sin(phase)), scale * (y * cos(phase) - j * sin(phase)) * x

    x = far(8, 2)
    return (lambda t: parts(x(t))[0]), (lambda t: parts(x(t))[1])


def zeta_of(x):
    return 2 * x ** mpf(1.5) / 3


def airy_waves():
    def parts(z):
        x = (3 * z / 2) ** (mpf(2) / 3)
        scale = sqrt(pi) * sqrt(sqrt(x))
        a, b, phase = airyai(-x), airybi(-x), z + pi / 4
        return scale * (a * sin(phase) + b * cos(phase)), scale * (b * sin(phase) - a * cos(phase)) * z

    z = far(zeta_of(mpf(6)), 2)
    return (lambda t: parts(z(t))[0]), (lambda t: parts(z(t))[1])


def near(span):
    return lambda t: span * (t + 1) / 2


def squared(f, span):
    """A function of x by t = 2 · x² / span² − 1."""
    return lambda t: f(sqrt(span**2 * (t + 1) / 2))


def airy_tail(t):
    z = far(zeta_of(mpf(2)))(t)
    x = (3 * z / 2) ** (mpf(2) / 3)
    return airyai(x) * exp(z) * 2 * sqrt(pi) * sqrt(sqrt(x))


def scaled(f, x):
    return f(x) * exp(-x)


P0, Q0 = waves(0)
P1, Q1 = waves(1)
F, G = airy_waves()

TABLES = {
    'i0Near': ('`e⁻ˣ·I₀(x)` on [0, 8], t = x / 4 − 1', lambda t: scaled(lambda x: besseli(0, x), near(8)(t))),
    'i0Far': ('`√x·e⁻ˣ·I₀(x)` from 8 on, t = 16 / x − 1', lambda t: (lambda x: sqrt(x) * scaled(lambda y: besseli(0, y), x))(far(8)(t))),
    'i1Near': ('`e⁻ˣ·I₁(x) / x` on [0, 8], t = x / 4 − 1', lambda t: (lambda x: scaled(lambda y: besseli(1, y), x) / x)(near(8)(t))),
    'i1Far': ('`√x·e⁻ˣ·I₁(x)` from 8 on, t = 16 / x − 1', lambda t: (lambda x: sqrt(x) * scaled(lambda y: besseli(1, y), x))(far(8)(t))),
    'k0Near': ('`K₀(x) + log(x / 2)·I₀(x)` on [0, 2], t = x² / 2 − 1', squared(lambda x: besselk(0, x) + log(x / 2) * besseli(0, x), 2)),
    'k0Far': ('`√x·eˣ·K₀(x)` from 2 on, t = 4 / x − 1', lambda t: (lambda x: sqrt(x) * exp(x) * besselk(0, x))(far(2)(t))),
    'k1Near': ('`x·(K₁(x) − log(x / 2)·I₁(x))` on [0, 2], t = x² / 2 − 1', squared(lambda x: x * (besselk(1, x) - log(x / 2) * besseli(1, x)), 2)),
    'k1Far': ('`√x·eˣ·K₁(x)` from 2 on, t = 4 / x − 1', lambda t: (lambda x: sqrt(x) * exp(x) * besselk(1, x))(far(2)(t))),
    'j0Near': ('`J₀(x)` on [0, 8], t = x² / 32 − 1', squared(lambda x: besselj(0, x), 8)),
    'j1Near': ('`J₁(x) / x` on [0, 8], t = x² / 32 − 1', squared(lambda x: besselj(1, x) / x, 8)),
    'y0Near': ('`Y₀(x) − 2/π·log(x)·J₀(x)` on [0, 8], t = x² / 32 − 1', squared(lambda x: bessely(0, x) - 2 / pi * log(x) * besselj(0, x), 8)),
    'y1Near': ('`(Y₁(x) − 2/π·(log(x)·J₁(x) − 1/x)) / x` on [0, 8], t = x² / 32 − 1', squared(lambda x: (bessely(1, x) - 2 / pi * (log(x) * besselj(1, x) - 1 / x)) / x, 8)),
    'p0': ('the even part of the amplitude of J₀ and Y₀ from 8 on, t = 128 / x² − 1', P0),
    'q0': ('x times the odd part', Q0),
    'p1': ('the even part of the amplitude of J₁ and Y₁ from 8 on, t = 128 / x² − 1', P1),
    'q1': ('x times the odd part', Q1),
    'airyNear': ('Ai(x) on [-6, 2], t = (x + 2) / 4', lambda t: airyai(4 * t - 2)),
    'airyTail': ('`2·√π·x^¼·e^ζ·Ai(x)`, ζ = 2/3·x^1.5, from 2 on, t = 2·ζ(2) / ζ − 1', airy_tail),
    'airyEven': ('the even part of the amplitude of Ai(-x) from 6 on, t = 2·(ζ(6) / ζ)² − 1', F),
    'airyOdd': ('ζ times the odd part', G),
}

OUT = Path(__file__).parents[2] / 'packages/tensor/src/numeric/special/tables.ts'
parts = ['/**\n * @file Chebyshev coefficients of Bessel and Airy functions, written by scripts/tables/chebyshev.py.\n */\n']
for name, (what, f) in TABLES.items():
    rows = [repr(c) for c in coefficients(f)]
    parts.append(f'/** Of {what}. */\nexport const {name}: readonly number[] = [{", ".join(rows)}];\n')
OUT.write_text('\n'.join(parts))
