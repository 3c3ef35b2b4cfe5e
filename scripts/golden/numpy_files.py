"""Writes packages/io/test/golden/numpy-files.json: /usr/bin/python3 -m scripts.golden.numpy_files, with NumPy 1.24.

Of each case of `arrays`, `bytes` is a file of numpy.save in base64, the rest what it holds: the dtype that it has in @x/tensor, the
shape, and the values in row-major order; numbers that JSON has not are text. `same` are cases that @x/io writes byte by byte.
`archives` are files of numpy.savez and numpy.savez_compressed with the names and values of their arrays. `refused` are files
with arrays that are not read, with a part of the message.
"""
import base64
import io
import json
import math
import pathlib

import numpy as np

OUT = pathlib.Path(__file__).parents[2] / 'packages/io/test/golden/numpy-files.json'
READ_AS = {'b1': 'bool', 'u1': 'uint8', 'f2': 'float32', 'f4': 'float32', 'f8': 'float64'}


def base64_of(write):
    out = io.BytesIO()
    write(out)
    return base64.b64encode(out.getvalue()).decode()


def describe(x):
    values = [str(v).replace('inf', 'Infinity').replace('nan', 'NaN') if isinstance(v, float) and not math.isfinite(v) else v for v in x.reshape(-1).tolist()]
    return {'dtype': READ_AS.get(x.dtype.str[1:], 'int32'), 'shape': list(x.shape), 'values': values}


def case(x, **options):
    if options:
        return {'bytes': base64_of(lambda out: np.lib.format.write_array(out, x, **options)), **describe(x)}
    return {'bytes': base64_of(lambda out: np.save(out, x)), **describe(x)}


def main():
    grid = np.arange(-6, 6).reshape(2, 2, 3)
    names = ['b1', 'u1', 'i1', 'u2', 'i2', 'u4', 'i4', 'u8', 'i8', 'f2', 'f4', 'f8']
    arrays = {f'{order}{name}': case(np.abs(grid).astype(order + name) if name[0] in 'bu' else grid.astype(order + name)) for order in '<>' for name in names}
    same = {
        'float32': np.float32([[1.5, -2], [0.25, 3]]), 'float64': np.float64([np.inf, -np.inf, np.nan, -0.0]), 'int32': np.int32([1, -1]),
        'uint8': np.uint8([[[255]]]), 'bool': np.array([True, False]), 'scalar': np.float32(2.5), 'empty': np.zeros((0, 3), np.float32),
        'long': np.zeros((1,) * 30, np.float32),
    }
    arrays |= {name: case(x) for name, x in same.items()}
    arrays |= {
        'fortran': case(np.asfortranarray(grid.astype('<f4'))), 'fortran column': case(np.asfortranarray(np.arange(3.0))),
        'version 2': case(grid.astype('<i4'), version=(2, 0)), 'version 3': case(grid.astype('<i4'), version=(3, 0)),
    }
    held = {'x': np.float32([1, 2]), 'conv.weight': np.zeros((20, 30)), 'labels': np.int64([3, 1])}
    archives = {
        'stored': base64_of(lambda out: np.savez(out, **held)), 'compressed': base64_of(lambda out: np.savez_compressed(out, **held)),
    }
    refused = {
        'complex': [base64_of(lambda out: np.save(out, np.zeros(2, np.complex64))), 'elements of type "<c8" are not read'],
        'text': [base64_of(lambda out: np.save(out, np.array(['ab']))), 'elements of type "<U2" are not read'],
        'objects': [base64_of(lambda out: np.save(out, np.array([{}], dtype=object), allow_pickle=True)), 'elements of type "|O" are not read'],
        'records': [base64_of(lambda out: np.save(out, np.zeros(2, [('a', '<f4')]))), 'a damaged header, or one of arrays that are not read'],
        'a large integer': [base64_of(lambda out: np.save(out, np.array([1, 2**31]))), 'element 1 is 2147483648, outside of int32'],
    }
    OUT.write_text(json.dumps({
        'arrays': arrays, 'same': list(same), 'archives': archives, 'held': {name: describe(x) for name, x in held.items()}, 'refused': refused,
    }, separators=(',', ':')) + '\n')


if __name__ == '__main__':
    main()
