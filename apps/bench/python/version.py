"""Prints PyTorch's version and the BLAS library that it has loaded: Debian can exchange it, and matrix products with it."""
import os
import re

import torch

loaded = set()
if os.path.exists('/proc/self/maps'):
    with open('/proc/self/maps') as maps:
        loaded = set(re.findall(r'/([^/\n]*blas[^/\n]*)$', maps.read(), re.MULTILINE))
print(f'{torch.__version__} ({", ".join(sorted(loaded)) or "BLAS unknown"})')
