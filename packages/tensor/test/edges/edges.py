"""Special values and small shapes in PyTorch: /usr/bin/python3 packages/tensor/test/edges/edges.py writes edges.json.

Elementwise functions of zeros, infinities, NaN and large numbers in every dtype; reductions of 0-d and empty tensors over every
dimension. A row holds all calls of one function in one dtype; calls that PyTorch has no kernel for are left out.
"""
import math
import random
import sys
from pathlib import Path

import torch

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parents[3]))
from scripts.golden.core import encode  # noqa: E402
from scripts.golden.core.case import call  # noqa: E402
from scripts.golden.core.inputs import const  # noqa: E402
from scripts.golden.core.write import dump  # noqa: E402

inf, nan = math.inf, math.nan
FLOATS = [0.0, -0.0, 1, -1, 0.5, -0.5, 1.5, 2.5, -2.5, 3, 100, -100, inf, -inf, nan]
VALUES = {'float32': [*FLOATS, 1e10, 88.5, -104], 'float64': [*FLOATS, 1e300], 'int32': [0, 1, -1, 2, -2, 3, 7, -7, 100], 'uint8': [0, 1, 2, 3, 100, 255], 'bool': [0, 1]}
UNARY = """neg abs sign ceil floor round trunc exp exp2 expm1 log log2 log10 log1p sqrt rsqrt reciprocal sin cos tan asin acos
atan sinh cosh tanh asinh acosh atanh erf erfc sigmoid relu bitwise_not square frac isnan isinf isfinite logical_not nan_to_num""".split()
BINARY = """add sub mul div pow maximum minimum fmax fmin atan2 hypot copysign xlogy logaddexp bitwise_and bitwise_xor eq lt ge
logical_or remainder fmod floor_divide""".split()
NUMBERS = 'add sub mul div pow eq lt remainder fmod floor_divide'.split()
REDUCTIONS = 'sum mean prod amax max min argmax argmin all any var std logsumexp count_nonzero nansum cumsum cumprod softmax log_softmax sort'.split()
PAIRS = [('float32', 'float32'), ('float64', 'float32'), ('int32', 'int32'), ('int32', 'float32'), ('uint8', 'int32'), ('uint8', 'uint8'), ('bool', 'uint8'), ('bool', 'bool')]
FEW = {dtype: [0.0, -0.0, 1, -1, 0.5, -2.5, 3, inf, -inf, nan] if 'float' in dtype else values for dtype, values in VALUES.items()}
SHAPES = [(), (1,), (0,), (3,), (2, 3), (0, 3), (3, 0), (2, 3, 2)]
INTEGRAL = ('int32', 'uint8', 'bool')
draw = random.Random(0)


def unary():
    for dtype, values in VALUES.items():
        x = const(f'x_{dtype}', values, dtype)
        for fn in UNARY:
            yield [call(fn, x)]
        for fn in NUMBERS:
            yield [call(fn, x, n) for n in (2, -3, 1.5, 0.5)]


def binary():
    for left, right in PAIRS:
        a = const(f'a_{left}_{right}', [a for a in FEW[left] for b in FEW[right]], left)
        b = const(f'b_{left}_{right}', [b for a in FEW[left] for b in FEW[right]], right)
        for fn in BINARY:
            # a division by zero is refused, and PyTorch's powers are those of int64
            left_out = fn in ('remainder', 'fmod', 'floor_divide', 'pow') and right in INTEGRAL and left in INTEGRAL
            if not left_out:
                yield [call(fn, a, b)]


def reductions():
    for dtype in ('float32', 'int32', 'uint8', 'bool'):
        for shape in SHAPES:
            values = [draw.choice(VALUES[dtype][:8] + ([nan] if dtype == 'float32' else [])) for _ in range(math.prod(shape))]
            x = const(f'r_{dtype}_{"_".join(map(str, shape))}', values, dtype, shape=shape)
            for fn in REDUCTIONS:
                along = fn in ('cumsum', 'cumprod', 'softmax', 'log_softmax', 'sort', 'logsumexp')
                cases = [] if along else [call(fn, x)]
                for dim in range(-max(len(shape), 1), max(len(shape), 1)):
                    cases.append(call(fn, x, dim))
                    if not along and fn != 'count_nonzero':
                        cases.append(call(fn, x, dim, keepdim=True))
                yield cases


inputs, rows = {}, []
for cases in (*unary(), *binary(), *reductions()):
    answered = []
    for c in cases:
        try:
            if c.fn in ('softmax', 'log_softmax') and not c.inputs[0].floating:
                continue
            answered.append((c, encode.result(c.run()[2])))
        except (RuntimeError, TypeError, IndexError, NotImplementedError):
            continue
    if answered:
        inputs.update((i.name, encode.stored(i)) for c, _ in answered for i in c.inputs)
        heads = [c.head() for c, _ in answered]
        rows.append({'fn': heads[0]['fn'], 'as': 'm', 'each': [h['args'] for h in heads], 'outs': [out for _, out in answered]})
named = [f'{dump(k)}:{dump(v)}' for k, v in inputs.items()]
(HERE / 'edges.json').write_text('{"inputs":{\n' + ',\n'.join(named) + '\n},"cases":[\n' + ',\n'.join(map(dump, rows)) + '\n]}\n')
