"""Writes the golden files: /usr/bin/python3 -m scripts.golden [name ...], from the top of the repository, with PyTorch 1.13.

Every table is a module below this folder. A table of `tensor` becomes packages/tensor/test/golden/<name>.json (results)
and packages/autograd/test/golden/<name>.json (gradients in float64, first and, where asked, second order); the tables of
the other packages hold results and gradients together. The same PyTorch gives the same files, byte by byte.
"""
import sys
import warnings

import torch

from .core.write import write, write_stored
from .suites import SUITES

assert torch.__version__.startswith('1.13'), f'the golden values are those of PyTorch 1.13, this is {torch.__version__}'
torch.set_num_threads(1)
warnings.simplefilter('ignore')  # PyTorch on its own deprecations
unknown = set(sys.argv[1:]) - set(SUITES)
assert not unknown, f'unknown: {sorted(unknown)}; there are {sorted(SUITES)}'
for name in sys.argv[1:] or SUITES:
    for package, inputs, rows in SUITES[name]():
        path = (write_stored if isinstance(inputs, dict) else write)(package, name, inputs, rows)
        print(f'{path.stat().st_size:8d}  {len(rows):4d} cases  {path.relative_to(path.parents[4])}')
