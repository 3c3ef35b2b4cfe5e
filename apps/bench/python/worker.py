"""Runs one case with PyTorch: the counterpart of `src/worker/main.ts`, with the same messages, one JSON value per line."""
import json
import math
import os
import sys
import time

import torch
from ops import OPS
from training import TRAINING

SAMPLES = 512


def digest(tensor):
    """What is compared of a tensor: its size, its norm, and numbers at even distances."""
    values = tensor.detach().reshape(-1).double()
    numbers = [float(values.norm()), *values[:: max(1, math.ceil(len(values) / SAMPLES))].tolist()]
    norm, *sample = [x if math.isfinite(x) else None for x in numbers]
    return {'size': len(values), 'norm': norm, 'sample': sample}


class Worker:
    """The case that was prepared."""

    step = None
    batch = 1

    def prepare(self, case, warm_ms):
        """Compares first, since the steps that warm up train on."""
        self.step, results = {**OPS, **TRAINING}[case['op']](case)
        digests = {name: digest(tensor) for name, tensor in results().items()}
        steps, ms = self.measure(warm_ms, 1, math.inf)
        self.batch = max(1, int(steps / max(ms, 1e-9)))  # steps in a millisecond: how often the clock is read
        return digests

    def measure(self, ms, least, limit_ms):
        """Steps until `ms` have passed and `least` steps were done, or `limit_ms` have passed."""
        step, batch, steps, start = self.step, self.batch, 0, time.perf_counter()
        while True:
            for _ in range(batch):
                step()
            steps += batch
            passed = (time.perf_counter() - start) * 1000
            if (passed >= ms and steps >= least) or passed >= limit_ms:
                return steps, passed

    def round(self, ms, steps, limit_ms):
        """One measurement: milliseconds and steps."""
        done, passed = self.measure(ms, steps, limit_ms)
        return {'ms': passed, 'steps': done}


def main():
    torch.set_num_threads(int(sys.argv[1]))
    worker = Worker()
    replies = os.fdopen(3, 'w', buffering=1)
    replies.write('{"value": "ready"}\n')
    for line in sys.stdin:
        message = json.loads(line)
        try:
            if 'prepare' in message:
                value = worker.prepare(message['prepare'], message['warmMs'])
            else:
                value = worker.round(message['round']['ms'], message['round']['steps'], message['round']['limitMs'])
            reply = {'value': value}
        except Exception as error:  # a case that fails is a cell of the table
            reply = {'error': str(error)}
        replies.write(json.dumps(reply, allow_nan=False) + '\n')


main()
