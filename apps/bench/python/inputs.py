"""The numbers that go in: the same as `src/adapters/inputs.ts` makes."""
import numpy as np
import torch

SEEDS = {'a': 1, 'b': 2, 'x': 3, 'w': 4, 'gradient': 5, 'target': 6, 'ids': 7, 'bias': 8, 'params': 10}


def _hash(seed, count):
    h = np.arange(count, dtype=np.uint32) + np.uint32(seed * 0x9E3779B9 & 0xFFFFFFFF)
    h = (h ^ (h >> np.uint32(16))) * np.uint32(0x7FEB352D)
    h = (h ^ (h >> np.uint32(15))) * np.uint32(0x846CA68B)
    return h ^ (h >> np.uint32(16))


def _size(shape):
    return int(np.prod(shape, dtype=np.int64))


def uniform(seed, shape, scale=1.0, offset=0.0):
    """Numbers in [-1, 1) times `scale`, plus `offset`."""
    values = (_hash(seed, _size(shape)) >> np.uint32(8)).astype(np.float64) / 2**23 - 1
    return torch.from_numpy((values * scale + offset).astype(np.float32)).reshape(shape)


def integers(seed, shape, end):
    """Integers in [0, end)."""
    return torch.from_numpy((_hash(seed, _size(shape)) % np.uint32(end)).astype(np.int64)).reshape(shape)


def parameter(spec, position):
    """The first values of the parameter at a position."""
    shape, init = spec['shape'], spec['init']
    if init == 'zero':
        return torch.zeros(shape)
    if init == 'one':
        return torch.ones(shape)
    return uniform(SEEDS['params'] + position, shape, 1 / np.sqrt(init))
