"""Attention and transformers."""
from ..core.inputs import Draw, const
from ..core.module import module, new

draw = Draw(59)


def x(name, *shape):
    return draw.floats(name, *shape, low=-1, high=1)


Q = x('q', 3, 2, 4)
K = x('k', 2, 2, 4)
V = x('v', 2, 2, 4)
WIDE_K = x('wideK', 2, 2, 5)
WIDE_V = x('wideV', 2, 2, 3)
Q_FIRST = x('qFirst', 2, 3, 4)
LINE = x('line', 3, 4)
LINE_K = x('lineK', 2, 4)
CAUSAL = const('causal', [[0, 1, 1], [0, 0, 1], [0, 0, 0]], 'bool')
CROSS = const('cross', [[0, 1], [0, 0], [1, 0]], 'bool')
BYTES = const('bytes', [[0, 1], [0, 0], [1, 0]], 'uint8')
ADDED = draw.floats('added', 3, 2).fixed()
# for each sample and head
HEADS = draw.floats('heads', 4, 3, 2).fixed()
PADDING = const('padding', [[0, 1], [0, 0]], 'bool')
PADDING3 = const('padding3', [[0, 0, 1], [0, 0, 0]], 'bool')
FLOAT_PADDING = draw.floats('floatPadding', 2, 2).fixed()
LINE_PADDING = const('linePadding', [0, 1], 'bool')
SRC = x('src', 3, 2, 4)
TGT = x('tgt', 2, 2, 4)
TGT_CAUSAL = const('tgtCausal', [[0, 1], [0, 0]], 'bool')
MEMORY_MASK = const('memoryMask', [[0, 1, 0], [0, 0, 1]], 'bool')


def attention(**opts):
    return module('MultiheadAttention', 4, 2, **opts)


ATTENTION = [
    attention().on(Q, K, V),
    attention().on(Q, Q, Q),
    attention().on(Q, K, K),
    attention(bias=False).on(Q, K, V),
    attention(batch_first=True).on(Q_FIRST, Q_FIRST, Q_FIRST),
    attention(batch_first=True, kdim=5, vdim=3).on(Q_FIRST, x('kFirst', 2, 4, 5), x('vFirst', 2, 4, 3)),
    attention(kdim=5, vdim=3).on(Q, WIDE_K, WIDE_V),
    attention(kdim=5, vdim=3, bias=False, add_bias_kv=True).on(Q, WIDE_K, WIDE_V),
    attention(add_bias_kv=True).on(Q, K, V),
    attention(add_zero_attn=True).on(Q, K, V),
    attention(add_bias_kv=True, add_zero_attn=True).on(Q, K, V, attn_mask=CROSS, key_padding_mask=PADDING),
    attention().on(Q, K, V, need_weights=False),
    attention().on(Q, K, V, average_attn_weights=False),
    attention().on(Q, Q, Q, attn_mask=CAUSAL),
    attention().on(Q, K, V, attn_mask=BYTES),
    attention().on(Q, K, V, attn_mask=ADDED),
    attention().on(Q, K, V, attn_mask=HEADS, average_attn_weights=False),
    attention().on(Q, K, V, key_padding_mask=PADDING),
    attention().on(Q, K, V, key_padding_mask=FLOAT_PADDING),
    attention().on(Q, K, V, attn_mask=CROSS, key_padding_mask=PADDING),
    attention().on(Q, K, V, attn_mask=ADDED, key_padding_mask=PADDING, need_weights=False),
    attention().on(LINE, LINE_K, LINE_K),
    attention(batch_first=True).on(LINE, LINE_K, LINE_K, attn_mask=CROSS, key_padding_mask=LINE_PADDING, average_attn_weights=False),
    attention(dropout=0.5).on(Q, K, V),
    attention(dropout=0.5).eval().on(Q, K, V),
    module('MultiheadAttention', 4, 1).on(Q, K, V),
    module('MultiheadAttention', 4, 4, dtype='float64').on(Q.to('float64'), K.to('float64'), V.to('float64')),
]


def encoder(**opts):
    return module('TransformerEncoderLayer', 4, 2, dim_feedforward=3, **opts)


def decoder(**opts):
    return module('TransformerDecoderLayer', 4, 2, dim_feedforward=3, **opts)


LAYERS = [
    encoder().on(SRC),
    encoder(dropout=0.0, norm_first=True).on(SRC),
    encoder(dropout=0.0, activation='gelu', layer_norm_eps=0.125).on(SRC),
    encoder(batch_first=True).on(Q_FIRST, src_key_padding_mask=PADDING3),
    encoder().eval().on(SRC, src_mask=CAUSAL),
    encoder(dropout=0.5, norm_first=True).on(SRC, src_mask=CAUSAL, src_key_padding_mask=PADDING3),
    encoder().on(LINE),
    encoder(activation=new('Tanh')).on(SRC),
    decoder().on(TGT, SRC),
    decoder(dropout=0.0, norm_first=True, activation='gelu').on(TGT, SRC),
    decoder(dropout=0.0).on(TGT, SRC, tgt_mask=TGT_CAUSAL, memory_mask=MEMORY_MASK, tgt_key_padding_mask=PADDING, memory_key_padding_mask=PADDING3),
    decoder(batch_first=True).on(x('tgtFirst', 2, 2, 4), Q_FIRST),
    decoder(norm_first=True).eval().on(x('tgtLine', 2, 4), LINE),
]
LAYER = ('TransformerEncoderLayer', 4, 2)
small = {'d_model': 4, 'nhead': 2, 'num_encoder_layers': 1, 'num_decoder_layers': 2, 'dim_feedforward': 3}
STACKS = [
    module('TransformerEncoder', new(*LAYER, dim_feedforward=3), 2).on(SRC),
    module('TransformerEncoder', new(*LAYER, dim_feedforward=3, dropout=0.0), 1, norm=new('LayerNorm', 4)).on(SRC, mask=CAUSAL, src_key_padding_mask=PADDING3),
    module('TransformerDecoder', new('TransformerDecoderLayer', 4, 2, dim_feedforward=3), 2, norm=new('LayerNorm', 4)).on(TGT, SRC, tgt_mask=TGT_CAUSAL),
    module('Transformer', **small).on(SRC, TGT),
    # float64: some of its gradients are small differences of large numbers
    module('Transformer', **small, dropout=0.0, batch_first=True, norm_first=True, activation='gelu', dtype='float64').on(Q_FIRST.to('float64'), Q_FIRST.to('float64'), src_mask=CAUSAL, tgt_mask=CAUSAL, src_key_padding_mask=PADDING3),
    module('Transformer', **small).eval().on(SRC, TGT, tgt_mask=TGT_CAUSAL, memory_mask=MEMORY_MASK, tgt_key_padding_mask=PADDING, memory_key_padding_mask=PADDING3),
]

ROWS = ATTENTION + LAYERS + STACKS
