"""Writes packages/io/test/golden/safetensors.json: /usr/bin/python3 -m scripts.golden.safetensors, with PyTorch 1.13.

Every file is laid out by hand, as https://huggingface.co/docs/safetensors describes it and as its reference implementation
writes it: larger element types first, then by name, the header padded with spaces to a multiple of 8 bytes. The bytes of
the tensors come from PyTorch (from NumPy for the unsigned types that PyTorch 1.13 has not).

Of each case, `bytes` is the file in base64, `metadata` lists pairs, and `tensors` lists name, dtype in @x/tensor, shape and
values; numbers that JSON has not are text. `tooLarge` holds files with an integer that int32 does not hold. `halves` is the
FNV-1a hash of all float16 values as little-endian float32, NaN as 0x7fc00000.
"""
import base64
import json
import math
import pathlib
import struct

import numpy
import torch

OUT = pathlib.Path(__file__).parents[2] / 'packages/io/test/golden/safetensors.json'
ORDER = ['BOOL', 'U8', 'I8', 'I16', 'U16', 'F16', 'BF16', 'I32', 'U32', 'F32', 'F64', 'I64', 'U64']
FILE_DTYPES = {
    torch.bool: 'BOOL', torch.uint8: 'U8', torch.int8: 'I8', torch.int16: 'I16', torch.float16: 'F16', torch.bfloat16: 'BF16',
    torch.int32: 'I32', torch.float32: 'F32', torch.float64: 'F64', torch.int64: 'I64',
    numpy.dtype('<u2'): 'U16', numpy.dtype('<u4'): 'U32', numpy.dtype('<u8'): 'U64',
}
READ_AS = {'BOOL': 'bool', 'U8': 'uint8', 'F16': 'float32', 'BF16': 'float32', 'F32': 'float32', 'F64': 'float64'}


def raw(x):
    if isinstance(x, numpy.ndarray):
        return x.tobytes()
    x = x.contiguous()
    return (x.view(torch.int16) if x.dtype == torch.bfloat16 else x).numpy().tobytes()


def serialize(tensors, metadata=None):
    header, data = {'__metadata__': metadata} if metadata else {}, b''
    parts = [(name, FILE_DTYPES[x.dtype], x) for name, x in tensors.items()]
    for name, dtype, x in sorted(parts, key=lambda p: (-ORDER.index(p[1]), p[0].encode())):
        begin, data = len(data), data + raw(x)
        header[name] = {'dtype': dtype, 'shape': list(x.shape), 'data_offsets': [begin, len(data)]}
    text = json.dumps(header, separators=(',', ':'), ensure_ascii=False).encode()
    text += b' ' * (-len(text) % 8)
    return struct.pack('<Q', len(text)) + text + data


def values(x):
    flat = (x.double() if isinstance(x, torch.Tensor) and x.is_floating_point() else x).reshape(-1).tolist()
    return [str(v).replace('inf', 'Infinity').replace('nan', 'NaN') if isinstance(v, float) and not math.isfinite(v) else v for v in flat]


def case(tensors, metadata=None):
    rows = [[name, READ_AS.get(FILE_DTYPES[x.dtype], 'int32'), list(x.shape), values(x)] for name, x in tensors.items()]
    return {'bytes': base64.b64encode(serialize(tensors, metadata)).decode(), 'metadata': list(map(list, (metadata or {}).items())), 'tensors': rows}


def halves():
    x = torch.arange(-2**15, 2**15, dtype=torch.int32).to(torch.int16).view(torch.float16).float()
    bits = torch.where(x.isnan(), torch.tensor(math.nan), x).numpy()
    fnv = 0x811C9DC5
    for byte in bits.tobytes():
        fnv = (fnv ^ byte) * 0x01000193 & 0xFFFFFFFF
    return f'{fnv:08x}'


def module():
    """The state dict of a small network, with its int64 counter."""
    torch.manual_seed(0)
    net = torch.nn.Sequential(torch.nn.Conv2d(1, 2, 3), torch.nn.BatchNorm2d(2), torch.nn.Flatten(), torch.nn.Linear(8, 3))
    net(torch.randn(4, 1, 4, 4))
    return {name: x.detach() for name, x in net.state_dict().items()}


SPECIAL = [0.0, -0.0, 1.0, -1.5, 0.1, 65504.0, 6.1035156e-05, 5.9604645e-08, 6.0975552e-05, 1e30, math.inf, -math.inf, math.nan]
INT32 = [0, 1, -1, 2**31 - 1, -2**31]

CASES = {
    # what @x/tensor has itself: written back, these give the same bytes
    'native': case({
        'flag': torch.tensor([[True, False], [False, True]]),
        'byte': torch.tensor([0, 1, 255], dtype=torch.uint8),
        'int': torch.tensor(INT32, dtype=torch.int32),
        'float': torch.tensor(SPECIAL),
        'double': torch.tensor([*SPECIAL, 1 / 3, 5e-324, 1.7976931348623157e308], dtype=torch.float64),
        'scalar': torch.tensor(2.5),
        'empty': torch.zeros(0, 3),
        'transposed': torch.arange(6.0).reshape(2, 3).t(),
        'every second': torch.arange(8, dtype=torch.int32)[1::2],
        'größe.重み.𝛼': torch.tensor([1.0]),
        '\uff41': torch.tensor([2.0]),
        '__proto__': torch.tensor([3.0]),
        'constructor': torch.tensor([4.0]),
        'quote"\\/\n\u007f': torch.tensor([5.0]),
        '': torch.tensor([6.0]),
    }, {'format': 'pt', '__proto__': 'text', 'größe': 'a "b"\n\t\u0001'}),
    # what is converted
    'converted': case({
        'i8': torch.tensor([0, 127, -128], dtype=torch.int8),
        'i16': torch.tensor([[0, 32767, -32768]], dtype=torch.int16),
        'u16': numpy.array([0, 32768, 65535], dtype='<u2'),
        'u32': numpy.array([0, 2**31 - 1], dtype='<u4'),
        'i64': torch.tensor(INT32, dtype=torch.int64),
        'u64': numpy.array([0, 1, 2**31 - 1], dtype='<u8'),
        'f16': torch.tensor(SPECIAL).half(),
        'bf16': torch.tensor(SPECIAL).bfloat16(),
        'bf16.random': torch.randn(3, 5, generator=torch.Generator().manual_seed(1)).bfloat16(),
        'i64.scalar': torch.tensor(7),
        'i64.empty': torch.zeros(2, 0, dtype=torch.int64),
    }),
    'module': case(module(), {'format': 'pt'}),
    'nothing': case({}),
    'only metadata': case({}, {'a': ''}),
}

# integers that int32 does not hold
TOO_LARGE = {
    '2147483648': {'x': torch.tensor([0, 2**31])},
    '-2147483649': {'x': torch.tensor([5, -2**31 - 1])},
    '9223372036854775807': {'x': torch.tensor([1, 2**63 - 1])},
    '4294967295': {'x': numpy.array([0, 2**32 - 1], dtype='<u4')},
    '18446744073709551615': {'x': numpy.array([0, 2**64 - 1], dtype='<u8')},
}


def main():
    OUT.parent.mkdir(parents=True, exist_ok=True)
    rows = {
        'cases': CASES,
        'tooLarge': {value: base64.b64encode(serialize(tensors)).decode() for value, tensors in TOO_LARGE.items()},
        'halves': halves(),
    }
    OUT.write_text(json.dumps(rows, separators=(',', ':'), ensure_ascii=False).replace('},"', '},\n"') + '\n')


if __name__ == '__main__':
    main()
