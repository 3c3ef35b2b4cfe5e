"""Attention, which PyTorch 1.13 has no public function of: its formula, as PyTorch 2 documents it."""
import math
from dataclasses import replace

import torch

from ..core.case import ref
from ..core.inputs import Draw, const

draw = Draw(30)
small = {'low': -1.5, 'high': 1.5}


def attention(query, key, value, attn_mask=None, is_causal=False, scale=None, enable_gqa=False):
    """torch.nn.functional.scaled_dot_product_attention of PyTorch 2; a query without keys gets zeros."""
    if enable_gqa:
        key, value = (t.repeat_interleave(query.size(-3) // t.size(-3), -3) for t in (key, value))
    scores = query @ key.transpose(-2, -1) * (1 / math.sqrt(query.size(-1)) if scale is None else scale)
    if is_causal:
        attn_mask = torch.ones(scores.shape[-2:], dtype=torch.bool).tril()
    if attn_mask is None:
        return scores.softmax(-1) @ value
    scores = scores.masked_fill(~attn_mask, -math.inf) if attn_mask.dtype == torch.bool else scores + attn_mask
    blind = (scores == -math.inf).all(-1, keepdim=True)
    return scores.masked_fill(blind, 0).softmax(-1).masked_fill(blind, 0) @ value


def call(*args, **opts):
    return replace(ref('scaled_dot_product_attention', attention, *args, **opts), forms='f')


Q = draw.floats('q', 2, 2, 4, 3, **small)
K = draw.floats('k', 2, 2, 5, 3, **small)
V = draw.floats('v', 2, 2, 5, 2, **small)
Q2 = draw.floats('q2', 4, 3, **small)
K2 = draw.floats('k2', 4, 3, **small)
V2 = draw.floats('v2', 4, 3, **small)
HEADS = draw.floats('heads', 2, 4, 4, 3, **small)
SHARED = draw.floats('shared', 1, 2, 4, 3, **small)
STRIDED = draw.floats('base', 2, 4, 2, 3, **small).via('strided', ('transpose', 1, 2))
SEEN = const('seen', [[1, 0, 1, 1, 0], [0, 0, 0, 1, 1], [1, 1, 1, 1, 1], [0, 0, 1, 0, 0]], 'bool')
BLIND = const('blind', [[1, 0, 1, 1, 0], [0, 0, 0, 0, 0], [1, 1, 1, 1, 1], [0, 0, 0, 0, 0]], 'bool')
KEYS = const('keys', [[[[1, 1, 1, 0, 0]]], [[[1, 1, 1, 1, 0]]]], 'bool')
ADDED = draw.floats('added', 4, 5, **small)
ADDED_EACH = draw.floats('addedEach', 2, 1, 4, 5, **small)
BARRED = const('barred', [[0, float('-inf'), 1, 0, 0], [float('-inf')] * 5, [0] * 5, [1, 2, float('-inf'), 0, 0]]).fixed()

ROWS = [
    call(Q, K, V).twice(),
    call(Q, K, V, scale=0.5),
    call(Q, K, V, is_causal=True).twice(),
    call(Q2, K2, V2),
    call(Q2, K2, V2, is_causal=True),
    call(Q2, Q2, Q2),
    call(STRIDED, K, V),
    *(call(Q, K, V, attn_mask=m) for m in (SEEN, BLIND, KEYS, BARRED)),
    call(Q, K, V, attn_mask=ADDED).twice(),
    call(Q, K, V, attn_mask=ADDED_EACH),
    call(HEADS, SHARED, SHARED, enable_gqa=True),
    call(HEADS, draw.floats('one', 1, 1, 4, 3, **small), HEADS),
    call(Q.to('float64'), K.to('float64'), V.to('float64'), is_causal=True, scale=2.0),
    call(draw.floats('long', 6, 3, **small), K2, V2, is_causal=True),
]
