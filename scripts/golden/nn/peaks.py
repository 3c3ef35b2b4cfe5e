"""Bytes that are alive at the highest point of a forward and backward pass, as PyTorch's profiler counts them.

The profiler orders what happens by microseconds, so the count differs by a few percent from run to run; written is the lowest of many,
in units of 64 KiB.
"""
import torch
import torch.nn.functional as F
from torch import nn

from .models import LeNet


def transformer(features, heads, feedforward, dropout):
    layer = nn.TransformerEncoderLayer(features, heads, feedforward, dropout=dropout, batch_first=True)
    return nn.TransformerEncoder(layer, 6)


def peak(net, x):
    """What the parameters and the input take, and what is added at most while they are used."""
    loss = lambda: net(x).square().mean()
    loss().backward()
    net.zero_grad(set_to_none=True)
    with torch.autograd.profiler.profile(profile_memory=True, use_kineto=False) as profile:
        loss().backward()
    now = highest = sum(t.numel() * t.element_size() for t in (*net.parameters(), x))
    for event in sorted(profile.function_events, key=lambda e: e.time_range.end):
        now += event.self_cpu_memory_usage
        highest = max(highest, now)
    return highest


def lowest(net, x):
    return min(peak(net, x) for _ in range(30)) // 65536 * 65536


def rows():
    torch.manual_seed(0)
    yield {'net': 'LeNet', 'input': [64, 1, 32, 32], 'peak': lowest(LeNet(), torch.randn(64, 1, 32, 32))}
    for features, heads, feedforward, dropout, shape in ((64, 4, 256, 0.0, (8, 64, 64)), (64, 4, 256, 0.1, (8, 64, 64)), (128, 4, 512, 0.0, (4, 96, 128))):
        net = transformer(features, heads, feedforward, dropout)
        yield {'net': [features, heads, feedforward, dropout], 'input': list(shape), 'peak': lowest(net, torch.randn(shape))}
