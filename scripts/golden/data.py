"""Writes packages/data/test/golden/data.json: /usr/bin/python3 -m scripts.golden.data, with PyTorch 1.13 on CPU.

Every case of `loaders` is a DataLoader over the numbers 0 … n - 1, iterated several times; `batches` lists what each
iteration gives (only the first `take` batches where that is given), `next` the 32-bit word that its generator gives
afterwards, which shows that as many numbers were drawn. Without `generator`, the default generator was seeded with `seed`.
`samplers` are two iterations of a sampler, `distributed` the orders of all processes.
`normalized` lists what ToTensor and Normalize([0.1307], [0.3081]) make of the pixels 0 … 255.
"""
import json
import pathlib

import torch
from torch.utils.data import DataLoader, RandomSampler, SubsetRandomSampler, WeightedRandomSampler, random_split
from torch.utils.data.distributed import DistributedSampler

OUT = pathlib.Path(__file__).parents[2] / 'packages/data/test/golden/data.json'


def next_word(generator):
    """The generator's next 32-bit word."""
    return torch.empty((), dtype=torch.int64).random_(0, 2**32 - 1, generator=generator).item()


def loader(n, seed, epochs=3, generator=False, take=None, replacement=False, num_samples=None, **options):
    chosen = torch.Generator().manual_seed(seed) if generator else None
    torch.manual_seed(seed)
    arguments = dict(options, generator=chosen)
    if replacement or num_samples:
        arguments['sampler'] = RandomSampler(range(n), replacement, num_samples, chosen)
    loader = DataLoader(range(n), **arguments)
    batches = []
    for _ in range(epochs):
        epoch = []
        for batch in loader:
            epoch.append(batch.tolist())
            if len(epoch) == take:
                break
        batches.append(epoch)
    case = {'n': n, 'seed': seed, 'generator': generator, 'options': {camel(k): v for k, v in options.items()}}
    if take:
        case['take'] = take
    if replacement or num_samples:
        case['random'] = {'replacement': replacement, **({'numSamples': num_samples} if num_samples else {})}
    return {**case, 'length': len(loader), 'batches': batches, 'next': next_word(chosen or torch.default_generator)}


def camel(name):
    head, *rest = name.split('_')
    return head + ''.join(part.capitalize() for part in rest)


def split(n, lengths, seed, generator):
    chosen = torch.Generator().manual_seed(seed) if generator else torch.manual_seed(seed)
    parts = random_split(range(n), lengths, generator=chosen)
    return {
        'n': n,
        'lengths': lengths,
        'seed': seed,
        'generator': generator,
        'parts': [list(part.indices) for part in parts],
        'next': next_word(chosen),
    }


LOADERS = [
    loader(10, 0),
    loader(10, 0, batch_size=4),
    loader(10, 0, batch_size=4, drop_last=True),
    loader(10, 0, batch_size=4, generator=True),
    loader(10, 0, batch_size=4, shuffle=True),
    loader(10, 0, batch_size=4, shuffle=True, generator=True),
    loader(10, 7, batch_size=4, shuffle=True, drop_last=True),
    loader(10, 7, batch_size=5, shuffle=True, drop_last=True, generator=True),
    loader(10, 2147483647, batch_size=16, shuffle=True, generator=True),
    loader(1, 3, shuffle=True),
    loader(100, 42, batch_size=32, shuffle=True),
    loader(100, 42, batch_size=32, shuffle=True, generator=True, epochs=5),
    loader(20, 1, batch_size=4, shuffle=True, take=2),
    loader(20, 1, batch_size=4, shuffle=True, take=5, generator=True),
    loader(10, 5, batch_size=4, num_samples=25),
    loader(10, 5, batch_size=4, num_samples=20, generator=True),
    loader(10, 5, batch_size=4, num_samples=3, generator=True),
    loader(10, 5, batch_size=16, replacement=True),
    loader(7, 5, batch_size=16, replacement=True, num_samples=70, generator=True),
    loader(7, 5, batch_size=16, replacement=True, num_samples=64, generator=True),
]

SPLITS = [
    split(10, [3, 7], 42, True),
    split(10, [7, 2, 1], 0, False),
    split(30, [0.3, 0.3, 0.4], 42, True),
    split(11, [0.5, 0.25, 0.25], 1, True),
    split(13, [0.25, 0.25, 0.25, 0.25], 1, False),
    split(5, [1], 2, True),
    split(5, [5, 0], 2, True),
]


def sampled(make, arguments, seed, generator):
    chosen = torch.Generator().manual_seed(seed) if generator else torch.manual_seed(seed)
    sampler = make(*arguments, **({'generator': chosen} if generator else {}))
    orders = [list(sampler), list(sampler)]
    return {'name': make.__name__, 'arguments': arguments, 'seed': seed, 'generator': generator, 'orders': orders, 'next': next_word(chosen)}


SAMPLERS = [
    sampled(SubsetRandomSampler, [[4, 9, 1, 7, 7]], 0, False),
    sampled(SubsetRandomSampler, [[4, 9, 1, 7, 7]], 3, True),
    sampled(SubsetRandomSampler, [[]], 3, True),
    sampled(WeightedRandomSampler, [[0.1, 0.9, 0.4, 0.7, 3.0, 0.6], 9], 0, False),
    sampled(WeightedRandomSampler, [[0.1, 0.9, 0.4, 0.7, 3.0, 0.6], 9], 5, True),
    sampled(WeightedRandomSampler, [[0.1, 0.9, 0.4, 0.7, 3.0, 0.6], 5, False], 5, True),
    sampled(WeightedRandomSampler, [[0, 2, 0, 1], 4], 1, False),
]


def distributed(n, replicas, shuffle, seed, drop_last, epoch):
    orders = []
    for rank in range(replicas):
        sampler = DistributedSampler(range(n), replicas, rank, shuffle, seed, drop_last)
        sampler.set_epoch(epoch)
        orders.append(list(sampler))
    options = {'numReplicas': replicas, 'shuffle': shuffle, 'seed': seed, 'dropLast': drop_last}
    return {'n': n, 'options': options, 'epoch': epoch, 'orders': orders}


DISTRIBUTED = [
    distributed(10, 3, True, 0, False, 0),
    distributed(10, 3, True, 0, False, 4),
    distributed(10, 3, True, 7, True, 1),
    distributed(10, 4, False, 0, False, 0),
    distributed(10, 4, False, 0, True, 0),
    distributed(2, 5, False, 0, False, 0),
    distributed(12, 1, True, 1, False, 0),
]


def normalized():
    """As torchvision computes it: float32 throughout."""
    pixels = torch.arange(256, dtype=torch.uint8).to(torch.float32).div(255)
    result = pixels.sub(torch.tensor(0.1307)).div(torch.tensor(0.3081))
    return [json.loads(str(value)) for value in result.numpy()]


def main():
    OUT.parent.mkdir(parents=True, exist_ok=True)
    rows = {'loaders': LOADERS, 'splits': SPLITS, 'samplers': SAMPLERS, 'distributed': DISTRIBUTED}
    lines = [f'"{name}": [\n' + ',\n'.join(json.dumps(case, separators=(',', ':')) for case in cases) + '\n]' for name, cases in rows.items()]
    lines.append('"normalized": ' + json.dumps(normalized(), separators=(',', ':')))
    OUT.write_text('{\n' + ',\n'.join(lines) + '\n}\n')


if __name__ == '__main__':
    main()
