"""Writes packages/io/test/golden/tensorboard.json: /usr/bin/python3 -m scripts.golden.tensorboard, with NumPy 1.24.

For some lists of numbers, what numpy.histogram counts between the limits that TensorFlow uses (they grow by a tenth from 1e-12 to
1e20, on both sides of 0), from the bucket before the first that is not empty to the last. Limits are the upper ones.
"""
import json
import pathlib

import numpy as np

OUT = pathlib.Path(__file__).parents[2] / 'packages/io/test/golden/tensorboard.json'


def limits():
    positive, edge = [], 1e-12
    while edge < 1e20:
        positive.append(edge)
        edge *= 1.1
    return np.array([-x for x in reversed(positive)] + [0] + positive)


def histogram(values):
    values, edges = np.float64(values), limits()
    counts, _ = np.histogram(values, edges)
    used = np.flatnonzero(counts)
    first, last = used[0], used[-1]
    return {
        'values': values.tolist(), 'min': values.min(), 'max': values.max(), 'count': len(values), 'sum': values.sum(),
        'sumOfSquares': (values * values).sum(), 'limits': edges[first:last + 2].tolist(), 'counts': [0, *counts[first:last + 1].tolist()],
    }


def main():
    random = np.random.default_rng(0)
    lists = {
        'normal': random.normal(size=40).round(6), 'zeros': [0, 0, 0], 'one': [1], 'signs': [-1, 1, 0, 0.5, -0.5], 'limits': limits()[[3, 100, 770]],
        'tiny': [1e-15, -1e-15, 1e-12], 'huge': [1e19, 5e19, 1.0], 'negative': [-3, -2, -1.5],
    }
    OUT.write_text(json.dumps({name: histogram(x) for name, x in lists.items()}, separators=(',', ':')) + '\n')


if __name__ == '__main__':
    main()
