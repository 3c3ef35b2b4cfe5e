"""Writes packages/data/test/golden/transforms.json: /usr/bin/python3 -m scripts.golden.transforms, with PyTorch 1.13.

What the transforms of torchvision make of a few pictures: the formulas of its documentation, computed by PyTorch, with random
numbers drawn as torchvision draws them for tensors. Each case has the name and arguments of a transform, the seed, the picture
(by name), the result, and the next number that the generator gives afterwards.
"""
import json
import math
import pathlib

import torch
import torch.nn.functional as F

OUT = pathlib.Path(__file__).parents[2] / 'packages/data/test/golden/transforms.json'


def pictures():
    torch.manual_seed(0)
    floats = torch.rand(3, 6, 8).mul(1e4).round().div(1e4)
    bytes_ = torch.randint(0, 256, (3, 7, 5), dtype=torch.uint8)
    return {'floats': floats, 'bytes': bytes_, 'grey': torch.randint(0, 256, (1, 9, 9), dtype=torch.uint8)}


def uniform(low, high):
    return torch.empty(1).uniform_(low, high).item()


def integer(high):
    return torch.randint(0, high, size=(1,)).item()


def in_float(x, f):
    return f(x) if x.is_floating_point() else f(x.float()).round().clamp(0, 255).to(x.dtype)


def resize(x, size, interpolation='bilinear', antialias=True, max_size=None):
    h, w = x.shape[-2:]
    if isinstance(size, int):
        short, long = min(h, w), max(h, w)
        a, b = size, int(size * long / short)
        if max_size and b > max_size:
            a, b = int(max_size * a / b), max_size
        size = (a, b) if h < w else (b, a)
    if tuple(size) == (h, w):
        return x
    options = {'antialias': antialias, 'align_corners': False} if interpolation in ('bilinear', 'bicubic') else {}
    return in_float(x, lambda y: F.interpolate(y[None], size=size, mode=interpolation, **options)[0])


def crop(x, top, left, h, w):
    return x[..., top:top + h, left:left + w]


def center_crop(x, size):
    th, tw = size
    h, w = x.shape[-2:]
    if tw > w or th > h:
        pad = [(tw - w) // 2 if tw > w else 0, (tw - w + 1) // 2 if tw > w else 0, (th - h) // 2 if th > h else 0, (th - h + 1) // 2 if th > h else 0]
        x = F.pad(x, pad)
        h, w = x.shape[-2:]
    return crop(x, round((h - th) / 2), round((w - tw) / 2), th, tw)


def random_crop(x, size, padding=0, pad_if_needed=False, fill=0):
    x = F.pad(x, [padding] * 4, value=fill)
    if pad_if_needed and x.shape[-1] < size[1]:
        x = F.pad(x, [size[1] - x.shape[-1]] * 2 + [0, 0], value=fill)
    if pad_if_needed and x.shape[-2] < size[0]:
        x = F.pad(x, [0, 0] + [size[0] - x.shape[-2]] * 2, value=fill)
    h, w = x.shape[-2:]
    if (h, w) == tuple(size):
        return x
    return crop(x, integer(h - size[0] + 1), integer(w - size[1] + 1), *size)


def resized_crop_part(x, scale, ratio):
    h, w = x.shape[-2:]
    log_ratio = torch.log(torch.tensor(ratio))
    for _ in range(10):
        area = h * w * uniform(*scale)
        aspect = torch.exp(torch.empty(1).uniform_(log_ratio[0], log_ratio[1])).item()
        cw, ch = int(round(math.sqrt(area * aspect))), int(round(math.sqrt(area / aspect)))
        if 0 < cw <= w and 0 < ch <= h:
            return integer(h - ch + 1), integer(w - cw + 1), ch, cw
    if w / h < min(ratio):
        cw, ch = w, int(round(w / min(ratio)))
    elif w / h > max(ratio):
        ch, cw = h, int(round(h * max(ratio)))
    else:
        cw, ch = w, h
    return (h - ch) // 2, (w - cw) // 2, ch, cw


def random_resized_crop(x, size, scale=(0.08, 1.0), ratio=(3 / 4, 4 / 3), interpolation='bilinear', antialias=True):
    return resize(crop(x, *resized_crop_part(x, scale, ratio)), size, interpolation, antialias)


def flip(x, dim, p=0.5):
    return x.flip(dim) if torch.rand(1) < p else x


def matrix(angle, translate, scale, shear):
    rot, sx, sy = (math.radians(v) for v in (angle, *shear))
    a, b = math.cos(rot - sy) / math.cos(sy), -math.cos(rot - sy) * math.tan(sx) / math.cos(sy) - math.sin(rot)
    c, d = math.sin(rot - sy) / math.cos(sy), -math.sin(rot - sy) * math.tan(sx) / math.cos(sy) + math.cos(rot)
    m = [d / scale, -b / scale, 0.0, -c / scale, a / scale, 0.0]
    tx, ty = translate
    m[2], m[5] = m[0] * -tx + m[1] * -ty, m[3] * -tx + m[4] * -ty
    return m


def affine(x, angle, translate, scale, shear, interpolation='nearest', fill=0):
    h, w = x.shape[-2:]
    theta = torch.tensor(matrix(angle, translate, scale, shear)).reshape(1, 2, 3)
    base = torch.empty(1, h, w, 3)
    base[..., 0] = torch.linspace(-w * 0.5 + 0.5, w * 0.5 + 0.5 - 1, w)
    base[..., 1] = torch.linspace(-h * 0.5 + 0.5, h * 0.5 + 0.5 - 1, h).unsqueeze(-1)
    base[..., 2] = 1
    grid = base.view(1, h * w, 3).bmm(theta.transpose(1, 2) / torch.tensor([0.5 * w, 0.5 * h])).view(1, h, w, 2)

    def sample(y):
        both = torch.cat((y[None], torch.ones(1, 1, h, w)), dim=1)
        both = F.grid_sample(both, grid, mode=interpolation, padding_mode='zeros', align_corners=False)
        y, mask = both[:, :-1], both[:, -1:].expand(-1, y.shape[0], -1, -1)
        if interpolation == 'nearest':
            return torch.where(mask < 0.5, torch.full_like(y, fill), y)[0]
        return (y * mask + (1 - mask) * fill)[0]

    return in_float(x, sample)


def random_rotation(x, degrees, **options):
    return affine(x, -uniform(*degrees), (0, 0), 1, (0, 0), **options)


def random_affine(x, degrees, translate=None, scale=None, shear=None, **options):
    h, w = x.shape[-2:]
    angle = uniform(*degrees)
    shift = [int(round(uniform(-t * n, t * n))) for t, n in zip(translate, (w, h))] if translate else (0, 0)
    factor = uniform(*scale) if scale else 1.0
    sheared = [0.0, 0.0]
    if shear:
        sheared[0] = uniform(*shear[:2])
        if len(shear) == 4:
            sheared[1] = uniform(*shear[2:])
    return affine(x, angle, shift, factor, sheared, **options)


def luma(x):
    r, g, b = x.unbind(-3)
    return (0.2989 * r + 0.587 * g + 0.114 * b).to(x.dtype).unsqueeze(-3)


def blend(x, y, ratio):
    return (ratio * x + (1 - ratio) * y).clamp(0, 1.0 if x.is_floating_point() else 255.0).to(x.dtype)


def hue(x, factor):
    if x.shape[0] == 1:
        return x
    y = x if x.is_floating_point() else x.float() / 255
    r, g, b = y.unbind(-3)
    high, low = y.max(-3).values, y.min(-3).values
    same, span = high == low, high - low
    one = torch.ones_like(high)
    s = span / torch.where(same, one, high)
    d = torch.where(same, one, span)
    rc, gc, bc = (high - r) / d, (high - g) / d, (high - b) / d
    h = (high == r) * (bc - gc) + ((high == g) & (high != r)) * (2 + rc - bc) + ((high != g) & (high != r)) * (4 + gc - rc)
    h = torch.fmod(h / 6 + 1, 1)
    h = (h + factor) % 1
    i = torch.floor(h * 6)
    f = h * 6 - i
    i = i.to(torch.int32) % 6
    v = high
    p, q, t = (v * (1 - s)).clamp(0, 1), (v * (1 - s * f)).clamp(0, 1), (v * (1 - s * (1 - f))).clamp(0, 1)
    rows = [[v, q, p, p, t, v], [t, v, v, q, p, p], [p, p, t, v, v, q]]
    out = torch.stack([sum(torch.where(i == k, c, torch.zeros_like(c)) for k, c in enumerate(row)) for row in rows], -3)
    return out if x.is_floating_point() else out.mul(256 - 1e-3).to(x.dtype)


def color_jitter(x, brightness=None, contrast=None, saturation=None, hues=None):
    order = torch.randperm(4)
    drawn = [None if r is None else uniform(*r) for r in (brightness, contrast, saturation, hues)]
    for k in order.tolist():
        if drawn[k] is None:
            continue
        grey = luma(x) if x.shape[0] == 3 else x
        mean = torch.mean(grey if x.is_floating_point() else grey.float(), dim=(-3, -2, -1), keepdim=True)
        x = [lambda: blend(x, torch.zeros_like(x), drawn[k]), lambda: blend(x, mean, drawn[k]), lambda: blend(x, grey, drawn[k]), lambda: hue(x, drawn[k])][k]()
    return x


def erasing(x, p=0.5, scale=(0.02, 0.33), ratio=(0.3, 3.3), value=0):
    if not torch.rand(1) < p:
        return x
    h, w = x.shape[-2:]
    log_ratio = torch.log(torch.tensor(ratio))
    for _ in range(10):
        area = h * w * uniform(*scale)
        aspect = torch.exp(torch.empty(1).uniform_(log_ratio[0], log_ratio[1])).item()
        eh, ew = int(round(math.sqrt(area * aspect))), int(round(math.sqrt(area / aspect)))
        if not (eh < h and ew < w):
            continue
        content = torch.empty(x.shape[0], eh, ew).normal_() if value == 'random' else torch.tensor(value)
        top, left = integer(h - eh + 1), integer(w - ew + 1)
        x = x.clone()
        x[..., top:top + eh, left:left + ew] = content
        return x
    return x


def cases():
    """Name, arguments in TypeScript, pictures, the same in Python."""
    both, every = ['floats', 'bytes'], ['floats', 'bytes', 'grey']
    yield 'Resize', [[4, 5]], every, lambda x: resize(x, (4, 5))
    yield 'Resize', [[13, 9]], every, lambda x: resize(x, (13, 9))
    yield 'Resize', [4], every, lambda x: resize(x, 4)
    yield 'Resize', [5, {'maxSize': 6}], every, lambda x: resize(x, 5, max_size=6)
    yield 'Resize', [[4, 3], {'antialias': False}], both, lambda x: resize(x, (4, 3), antialias=False)
    yield 'Resize', [[4, 10], {'interpolation': 'nearest'}], both, lambda x: resize(x, (4, 10), 'nearest')
    yield 'Resize', [[4, 10], {'interpolation': 'bicubic'}], both, lambda x: resize(x, (4, 10), 'bicubic')
    yield 'CenterCrop', [4], every, lambda x: center_crop(x, (4, 4))
    yield 'CenterCrop', [[3, 10]], every, lambda x: center_crop(x, (3, 10))
    yield 'CenterCrop', [[12, 12]], every, lambda x: center_crop(x, (12, 12))
    yield 'RandomCrop', [4], every, lambda x: random_crop(x, (4, 4))
    yield 'RandomCrop', [[6, 8], {'padding': 2, 'fill': 1}], both, lambda x: random_crop(x, (6, 8), 2, fill=1)
    yield 'RandomCrop', [[8, 9], {'padIfNeeded': True}], every, lambda x: random_crop(x, (8, 9), pad_if_needed=True)
    yield 'RandomResizedCrop', [4], every, lambda x: random_resized_crop(x, (4, 4))
    yield 'RandomResizedCrop', [[5, 3], {'scale': [1.5, 2], 'ratio': [3, 4]}], every, lambda x: random_resized_crop(x, (5, 3), (1.5, 2.0), (3.0, 4.0))
    yield 'RandomHorizontalFlip', [], every, lambda x: flip(x, -1)
    yield 'RandomVerticalFlip', [{'p': 0.3}], every, lambda x: flip(x, -2, 0.3)
    yield 'RandomRotation', [30], every, lambda x: random_rotation(x, (-30.0, 30.0))
    yield 'RandomRotation', [[10, 80], {'interpolation': 'bilinear', 'fill': 1}], both, lambda x: random_rotation(x, (10.0, 80.0), interpolation='bilinear', fill=1)
    yield 'RandomAffine', [20], every, lambda x: random_affine(x, (-20.0, 20.0))
    yield 'RandomAffine', [[0, 90], {'translate': [0.2, 0.3], 'scale': [0.7, 1.2], 'shear': 10}], every, lambda x: random_affine(x, (0.0, 90.0), (0.2, 0.3), (0.7, 1.2), (-10.0, 10.0))
    yield 'RandomAffine', [5, {'shear': [1, 9, -5, 5], 'interpolation': 'bilinear'}], both, lambda x: random_affine(x, (-5.0, 5.0), shear=(1.0, 9.0, -5.0, 5.0), interpolation='bilinear')
    yield 'ColorJitter', [{'brightness': 0.5}], every, lambda x: color_jitter(x, (0.5, 1.5))
    yield 'ColorJitter', [{'contrast': [0.2, 3]}], every, lambda x: color_jitter(x, None, (0.2, 3.0))
    yield 'ColorJitter', [{'saturation': 0.9}], both, lambda x: color_jitter(x, None, None, (1 - 0.9, 1.9))
    yield 'ColorJitter', [{'hue': 0.4}], every, lambda x: color_jitter(x, hues=(-0.4, 0.4))
    yield 'ColorJitter', [{'brightness': 2, 'contrast': 0.3, 'saturation': 0.3, 'hue': 0.1}], both, lambda x: color_jitter(x, (0.0, 3.0), (0.7, 1.3), (0.7, 1.3), (-0.1, 0.1))
    yield 'Grayscale', [], both, luma
    yield 'Grayscale', [{'numOutputChannels': 3}], both, lambda x: luma(x).expand(3, -1, -1)
    yield 'RandomGrayscale', [{'p': 0.5}], both, lambda x: luma(x).expand(3, -1, -1) if torch.rand(1) < 0.5 else x
    yield 'RandomErasing', [{'p': 0.7}], every, lambda x: erasing(x, 0.7)
    yield 'RandomErasing', [{'p': 1, 'value': 'random', 'scale': [0.1, 0.5]}], ['floats'], lambda x: erasing(x, 1, (0.1, 0.5), value='random')


def describe(x):
    return {'shape': list(x.shape), 'values': [float(f'{v:.7g}') for v in x.reshape(-1).tolist()]}


def main():
    torch.set_num_threads(1)
    shown = pictures()
    rows = []
    for name, arguments, used, transform in cases():
        for picture in used:
            for seed in range(3 if name.startswith(('Random', 'Color')) else 1):
                torch.manual_seed(seed)
                result = transform(shown[picture])
                rows.append({'name': name, 'arguments': arguments, 'picture': picture, 'seed': seed, **describe(result), 'next': torch.rand(1).item()})
    images = {name: {'dtype': str(x.dtype).replace('torch.', ''), **describe(x)} for name, x in shown.items()}
    OUT.write_text(json.dumps({'pictures': images, 'cases': rows}, separators=(',', ':')) + '\n')


if __name__ == '__main__':
    main()
