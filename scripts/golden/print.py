"""Writes packages/tensor/test/golden/print.json: /usr/bin/python3 -m scripts.golden.print, with PyTorch 1.13.

Every case is a view (dtype, shape, strides, offset, storage), suffixes, print options, and the text that PyTorch prints.
int64 tensors stand for int32, which takes their place. A storage that is a number n means n elements, element i being
((7919 i) mod 1009 - 500) / 64; values that JSON does not have are strings.
"""
import json
import math
import pathlib
import random

import torch

OUT = pathlib.Path(__file__).parents[2] / 'packages/tensor/test/golden/print.json'
NAMES = {
    torch.float32: 'float32',
    torch.float64: 'float64',
    torch.int64: 'int32',
    torch.int32: 'int32',
    torch.uint8: 'uint8',
    torch.bool: 'bool',
}
PATTERN_FROM = 400
SNAKE = {'precision': 'precision', 'threshold': 'threshold', 'edgeitems': 'edgeitems', 'linewidth': 'linewidth',
         'sci_mode': 'sciMode', 'profile': 'profile'}


def pattern(n, dtype=torch.float32):
    return (((7919 * torch.arange(n)) % 1009 - 500) / 64).to(dtype)


def encoded(v):
    if isinstance(v, float) and (not math.isfinite(v) or (v == 0 and math.copysign(1, v) < 0)):
        return '-0' if v == 0 else str(v)
    if isinstance(v, float) and v.is_integer() and abs(v) < 1e15:
        return int(v)
    return v


def storage(tensor):
    flat = torch.tensor([], dtype=tensor.dtype).set_(tensor.detach().storage())
    if len(flat) >= PATTERN_FROM:
        assert torch.equal(flat, pattern(len(flat), tensor.dtype)), 'long storages hold the pattern'
        return len(flat)
    return [encoded(v) for v in (flat.byte() if flat.dtype == torch.bool else flat).tolist()]


def suffixes(tensor):
    if tensor.grad_fn is not None:
        return [f'grad_fn=<{type(tensor.grad_fn).__name__}>']
    return ['requires_grad=True'] if tensor.requires_grad else []


def case(tensor, **options):
    """What PyTorch prints, with these options set before and the default ones after."""
    torch.set_printoptions(**options)
    text = repr(tensor)
    torch.set_printoptions(profile='default')
    row = {'dtype': NAMES[tensor.dtype], 'shape': list(tensor.shape), 'values': storage(tensor), 'text': text}
    if not tensor.is_contiguous():
        row |= {'strides': list(tensor.stride())}
    if tensor.storage_offset():
        row |= {'offset': tensor.storage_offset()}
    if suffixes(tensor):
        row |= {'suffixes': suffixes(tensor)}
    if options:
        row |= {'options': {SNAKE[k]: 'inf' if v == math.inf else v for k, v in options.items()}}
    return row


def floats(values, dtype=torch.float32):
    return torch.tensor(values, dtype=dtype)


FLOAT_DTYPES = (torch.float32, torch.float64)
INF, NAN = math.inf, math.nan


def notation():
    """The values that decide between 1., 1.0000 and 1.0000e+00."""
    lists = [
        [1], [0], [-1], [0.5], [1, 2, 3], [1.5, 2, 3], [-1, 2], [-1.5, 2], [10, 200, 3000], [1, 1000], [1, 1001], [0.5, 500],
        [0.5, 501], [1e8], [1e8 + 8], [99999999], [1e8, 1e8], [12345678.5], [1e-4], [0.00011], [9e-5], [1e-4, 0.1], [1e-4, 0.11],
        [1e-5, 1], [0.0, 1e-5], [1e10], [1e16, 1e17], [3e20, 5e20], [1e38, 1e37], [123456789.0, 123456000.0], [0.1, 0.2, 0.3],
        [0, 0, 0], [0.0, 1.5], [0.0, 0.001], [1, 0, -0.0], [-0.0], [-0.0, 0.0], [-0.0, 1.5], [NAN], [INF], [-INF], [NAN, INF, -INF],
        [NAN, 1], [NAN, 1.5], [INF, 1], [-INF, 1], [-INF, 1.5, NAN], [INF, 1e-6], [-INF, 1e-6, NAN, 0], [0, NAN], [-0.0, INF],
        [1000.5, 1], [1000, 0.9999], [9.99995, 1], [0.99999, 1.5], [99999.5, 200.25], [1e5 + 0.5, 200], [65504, 0.25, 100],
        [1e-45], [1e-40, 2e-40], [1e-45, 1], [-1e-45, 3], [3.4028234663852886e38], [1.1754943508222875e-38, 1],
        [-1234.5, 12.25], [-5, 100], [100, -5], [-99.99999, 100], [0.00005], [0.00015, 0.00025, 0.00035], [2.5, 3.5, 4.5],
    ]
    for values in lists:
        for dtype in FLOAT_DTYPES:
            yield case(floats(values, dtype))
    doubles = [[1e300, 1e299], [1e-300], [5e-324], [5e-324, 1], [1e100], [1e-100, 1e-99], [1.7976931348623157e308], [1e16 + 2, 1e16],
               [1e21, 1e22], [9007199254740993.0], [1e-10, 1e-9, 1e-8]]
    for values in doubles:
        yield case(floats(values, torch.float64))


def halves():
    """Decimal ties, which C rounds to the even digit."""
    for scale in (2, 4, 8, 16, 32, 64, 128, 1024):
        values = [(2 * i + 1) / scale for i in range(-4, 5)]
        for precision in range(8):
            yield case(floats(values, torch.float64), precision=precision)
            yield case(floats(values, torch.float64), precision=precision, sci_mode=True)
    for values in ([25, 35, 45, 5], [125, 375, 1.5], [1250000, 3750000, 6250000], [95, 9.5, 0.5], [995, 5]):
        for precision in range(3):
            yield case(floats(values), precision=precision, sci_mode=True)


def magnitudes():
    """Random values over narrow and wide ranges."""
    rng = random.Random(0)
    for spread in (0, 0.5, 1, 2, 3, 6, 12, 30):
        for center in (-5, -2, 0, 3, 7):
            for dtype in FLOAT_DTYPES:
                n = rng.randrange(1, 14)
                values = [rng.choice((-1, 1)) * 10 ** (center + rng.uniform(-spread, spread) / 2) for _ in range(n)]
                if rng.random() < 0.3:
                    values[rng.randrange(n)] = rng.choice((NAN, INF, -INF, 0.0, -0.0))
                yield case(floats(values, dtype))
    for top in (2, 10, 1000, 10**5, 10**9):
        whole = [float(rng.randrange(-top, top)) for _ in range(10)]
        for dtype in FLOAT_DTYPES:
            yield case(floats(whole, dtype))


def shapes():
    """Nesting, indentation and line breaks."""
    for shape in ((), (1,), (7,), (8,), (9,), (23,), (1, 1), (2, 3), (3, 2), (4, 12), (1, 30), (2, 1, 3), (2, 3, 4), (3, 1, 1),
                  (2, 2, 2, 2), (1, 1, 1, 1), (2, 1, 3, 2), (1, 2, 1, 2, 2)):
        n = math.prod(shape)
        yield case(pattern(n).reshape(shape))
        yield case(torch.arange(n).reshape(shape))
        yield case((torch.arange(n) % 3 == 0).reshape(shape))
    for n in range(1, 30, 4):
        yield case(torch.arange(n) * 997)
        yield case(torch.arange(n).double() / 7)
        yield case(torch.arange(n).byte() * 9)


def views():
    """Tensors that are not contiguous."""
    x = pattern(24)
    yield case(x.reshape(4, 6).t())
    yield case(x.reshape(2, 3, 4).permute(2, 0, 1))
    yield case(x[::3])
    yield case(x[5:])
    yield case(x.reshape(4, 6)[1:3, ::2])
    yield case(x[3])
    yield case(x[:3].unsqueeze(1).expand(3, 4))
    yield case(torch.tensor(2.5).expand(2, 3))
    yield case(pattern(3000).reshape(50, 60).t())
    yield case(pattern(3000)[::2])
    yield case(pattern(3000)[7:].reshape(41, 73)[:, 3:70])
    yield case(torch.tensor([1e-7, 1.0, 2.0, 3.0])[1:])


def empties():
    for dtype in NAMES:
        if dtype != torch.int64:
            for shape in ((0,), (0, 3), (2, 0), (1, 0, 4)):
                yield case(torch.empty(shape, dtype=dtype))
    yield case(torch.empty(0, requires_grad=True))
    yield case(torch.empty(2, 0, dtype=torch.float64, requires_grad=True))


def summaries():
    for shape in ((1000,), (1001,), (5000,), (40, 40), (2, 600), (600, 2), (6, 200), (7, 200), (3, 20, 30), (20, 2, 40), (10, 10, 11),
                  (6, 6, 6, 6), (2, 2, 300, 2), (8, 8, 8, 8)):
        yield case(pattern(math.prod(shape)).reshape(shape))
    yield case(pattern(2000).requires_grad_())
    yield case(pattern(2000, torch.float64).reshape(50, 40))
    yield case(pattern(3000, torch.int64).reshape(100, 30))
    yield case(pattern(3000, torch.bool))
    for edgeitems in (1, 2, 4, 10):
        yield case(pattern(1200).reshape(30, 40), edgeitems=edgeitems)
        yield case(pattern(1200), edgeitems=edgeitems)
    for threshold in (0, 5, 6, 7, 100):
        yield case(pattern(7), threshold=threshold)
        yield case(pattern(48).reshape(8, 6), threshold=threshold, edgeitems=2)
    yield case(pattern(3), threshold=0)
    yield case(torch.tensor(1.5), threshold=0)
    yield case(pattern(420), threshold=math.inf)
    yield case(pattern(1100), profile='full')


def options():
    mixed = floats([1.23456789, -123.456, 0.001234, 0])
    whole = floats([1, -20, 300])
    wide = floats([1e-6, 1, 123456.789], torch.float64)
    odd = floats([NAN, INF, 2.5, -0.0])
    for tensor in (mixed, whole, wide, odd, torch.arange(4), torch.zeros(3), torch.tensor(3.14159)):
        for precision in (0, 1, 2, 6, 10):
            yield case(tensor, precision=precision)
        for sci_mode in (True, False):
            yield case(tensor, sci_mode=sci_mode)
            yield case(tensor, sci_mode=sci_mode, precision=1)
        yield case(tensor, profile='short')
        yield case(tensor, profile='short', precision=3)
    for linewidth in (10, 20, 30, 40, 60, 79, 81, 120, 200, 10000):
        yield case(pattern(36), linewidth=linewidth)
        yield case(pattern(36).reshape(3, 12), linewidth=linewidth)
        yield case(pattern(36, torch.float64), linewidth=linewidth)
    yield case(floats([1e25, 2e25], torch.float64), sci_mode=False)
    yield case(floats([1e25, 0.5], torch.float64), sci_mode=False)
    yield case(floats([1e300, 1], torch.float64), sci_mode=False)
    yield case(floats([1e-30, 1.5], torch.float64), sci_mode=False)
    yield case(floats([1e25]), sci_mode=False)


def ends():
    """Suffixes on the last line, and on a line of their own."""
    for n in range(1, 16):
        leaf = pattern(n).requires_grad_()
        yield case(leaf)
        yield case(pattern(n, torch.float64).requires_grad_())
        yield case(leaf * 2)
        yield case(pattern(n, torch.float64))
    for shape in ((2, 3), (2, 9), (2, 2, 8), (1, 7)):
        yield case(pattern(math.prod(shape)).reshape(shape).requires_grad_())
        yield case(pattern(math.prod(shape), torch.float64).reshape(shape).requires_grad_())
    x = torch.arange(6.0).reshape(2, 3).requires_grad_()
    for y in (x + 1, x.sum(), torch.addmm(torch.ones(4), x, torch.ones(3, 4)), x.softmax(1), x.relu(), (x @ x.t()) * 1e-7):
        yield case(y)
    yield case(torch.tensor(1.0, requires_grad=True))
    yield case(torch.tensor(1.0, dtype=torch.float64, requires_grad=True) * 3)
    yield case(floats([1.0, 2.0]).requires_grad_(), linewidth=20)
    yield case(floats([1.0, 2.0], torch.float64).requires_grad_(), linewidth=25)


def integers():
    yield case(torch.tensor(7))
    yield case(torch.tensor(True))
    yield case(torch.tensor(7, dtype=torch.uint8))
    for values in ([0], [-1, 2, 300], [2147483647, -2147483648], [10, 9, -10], list(range(-30, 30))):
        yield case(torch.tensor(values))
    yield case(torch.tensor([0, 255, 3], dtype=torch.uint8))
    yield case(torch.tensor([[True, False], [False, False]]))
    yield case(torch.tensor([True]))
    yield case(torch.tensor([False] * 20))


def main():
    assert torch.__version__.startswith('1.13'), f'the texts are those of PyTorch 1.13, this is {torch.__version__}'
    groups = (notation, halves, magnitudes, shapes, views, empties, summaries, options, ends, integers)
    rows = {group.__name__: list(group()) for group in groups}
    lines = [f'"{name}":[\n' + ',\n'.join(json.dumps(r, separators=(',', ':')) for r in group) + '\n]'
             for name, group in rows.items()]
    OUT.write_text('{\n' + ',\n'.join(lines) + '\n}\n')
    print(OUT.stat().st_size, {name: len(group) for name, group in rows.items()})


if __name__ == '__main__':
    main()
