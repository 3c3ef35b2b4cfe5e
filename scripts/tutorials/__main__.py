"""Compares what the tutorial pages show with what PyTorch 1.13 prints: /usr/bin/python3 -m scripts.tutorials, from the top.

Every page of docs/tutorials has a module here that runs the same steps after the same seed. Where Python writes a value in
another way than TypeScript (a shape, None), the module prints it in TypeScript's; addresses of objects are left out.
"""
import difflib
import io
import re
import sys
from contextlib import redirect_stdout
from importlib import import_module
from pathlib import Path

import torch

assert torch.__version__.startswith('1.13'), f'the pages show what PyTorch 1.13 prints, this is {torch.__version__}'
torch.set_num_threads(1)
root = Path(__file__).parents[2]
different = 0
for page in sorted((root / 'docs/tutorials').glob('*.md')):
    shown = ''.join(re.findall(r'^```text\n(.*?)^```$', page.read_text(), re.MULTILINE | re.DOTALL))
    printed = io.StringIO()
    with redirect_stdout(printed):
        import_module(f'.{page.stem.replace("-", "_")}', __package__)
    expected = re.sub(r' at 0x[0-9a-f]+', '', printed.getvalue())
    lines = list(difflib.unified_diff(expected.splitlines(), shown.splitlines(), 'PyTorch', page.name, lineterm=''))
    print('\n'.join(lines) or f'{page.name}: as PyTorch prints it')
    different += len(lines) > 0
sys.exit(different > 0)
