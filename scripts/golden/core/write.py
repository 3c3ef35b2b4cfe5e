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
    return write_stored(package, name, {k: encode.stored(i) for k, i in by_name.items()}, rows)


def write_stored(package, name, inputs, rows):
    """The same, of inputs that are JSON values already."""
    path = ROOT / 'packages' / package / 'test' / 'golden' / f'{name}.json'
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [f'{dump(k)}:{dump(inputs[k])}' for k in sorted(inputs)]
    path.write_text('{"inputs":{\n' + ',\n'.join(lines) + '\n},"cases":[\n' + ',\n'.join(map(dump, rows)) + '\n]}\n')
    return path
