"""Writes golden files: one input and one case a line, so that a change shows as the lines it changes."""
import json
from pathlib import Path

from . import encode

ROOT = Path(__file__).resolve().parents[3]


def dump(value):
    return json.dumps(value, separators=(',', ':'), allow_nan=False)


def write(package, name, inputs, rows):
    """packages/<package>/test/golden/<name>.json with the inputs that the rows name."""
    by_name = {}
    for i in inputs:
        assert by_name.setdefault(i.name, i).same(i), f'{name}: two inputs are called {i.name}'
    path = ROOT / 'packages' / package / 'test' / 'golden' / f'{name}.json'
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f'{dump(k)}:{dump(encode.stored(by_name[k]))}' for k in sorted(by_name)]
    path.write_text('{"inputs":{\n' + ',\n'.join(lines) + '\n},"cases":[\n' + ',\n'.join(map(dump, rows)) + '\n]}\n')
    return path
