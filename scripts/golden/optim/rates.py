"""Learning rates (`lr`) and momentums of two groups over STEPS steps, and the states of scheduler and groups after SAVED of them.

A scheduler is written [class, ...arguments]; in arguments {"scheduler": [...]} is another one of the same optimizer and
{"power": x} is the function epoch -> x ** epoch. The learning rates at the start are `first`.
"""
import torch
from torch.optim import lr_scheduler, swa_utils

from ..core.names import camel
from .states import saved
from .steps import options

STEPS = 40
SAVED = 13
RATES = (0.1, 0.02)


class Call:
    """A scheduler that is not made yet."""

    def __init__(self, name, *args, **opts):
        self.name, self.args, self.opts = name, args, opts

    def make(self, optimizer):
        cls = getattr(lr_scheduler, self.name, None) or getattr(swa_utils, self.name)
        made = [made_argument(a, optimizer) for a in self.args]
        head = [] if self.name == 'ChainedScheduler' else [optimizer]
        return cls(*head, *made, **{k: made_argument(v, optimizer) for k, v in self.opts.items()})

    def encoded(self):
        opts = {'tMult' if k == 'T_mult' else camel(k): encoded_argument(v) for k, v in self.opts.items()}
        return [self.name, *map(encoded_argument, self.args), *([opts] if opts else [])]


class Power:
    """epoch -> base ** epoch."""

    def __init__(self, base):
        self.base = base

    def function(self):
        base = self.base
        return lambda epoch: base**epoch


def made_argument(a, optimizer):
    if isinstance(a, Call):
        return a.make(optimizer)
    if isinstance(a, Power):
        return a.function()
    return [made_argument(v, optimizer) for v in a] if isinstance(a, list) else a


def encoded_argument(a):
    if isinstance(a, Call):
        return {'scheduler': a.encoded()}
    if isinstance(a, Power):
        return {'power': a.base}
    return [encoded_argument(v) for v in a] if isinstance(a, list) else a


SGD = ('SGD', {'momentum': 0.9})
ADAM = ('Adam', {})
FALLING = [1 / (1 + i) for i in range(8)] + [0.2] * 32
RISING = [i / 10 for i in range(8)] + [0.7, 0.71] * 16

CASES = (
    (SGD, Call('StepLR', 7, gamma=0.5)),
    (SGD, Call('MultiStepLR', [3, 14, 14, 30])),
    (SGD, Call('ExponentialLR', 0.9)),
    (SGD, Call('ConstantLR', factor=0.25, total_iters=15)),
    (SGD, Call('LinearLR', start_factor=0.2, total_iters=20)),
    (SGD, Call('PolynomialLR')),
    (SGD, Call('PolynomialLR', total_iters=30, power=2.5)),
    (SGD, Call('LambdaLR', Power(0.95))),
    (SGD, Call('LambdaLR', [Power(0.95), Power(0.9)])),
    (SGD, Call('MultiplicativeLR', Power(0.99))),
    (SGD, Call('MultiplicativeLR', [Power(0.99), Power(1.01)])),
    (SGD, Call('CosineAnnealingLR', 10, eta_min=0.001)),
    (SGD, Call('CosineAnnealingWarmRestarts', 5)),
    (SGD, Call('CosineAnnealingWarmRestarts', 4, T_mult=2, eta_min=0.001)),
    (SGD, Call('OneCycleLR', 0.5, total_steps=40)),
    (SGD, Call('OneCycleLR', [0.5, 1.0], epochs=10, steps_per_epoch=4, three_phase=True, pct_start=0.4)),
    (SGD, Call('OneCycleLR', 0.5, total_steps=50, anneal_strategy='linear', base_momentum=[0.7, 0.8], max_momentum=0.9, div_factor=10.0,
               final_div_factor=100.0)),  # fmt: skip
    (ADAM, Call('OneCycleLR', 0.5, total_steps=40)),
    (ADAM, Call('OneCycleLR', 0.5, total_steps=40, cycle_momentum=False)),
    (SGD, Call('CyclicLR', 0.01, 0.1, step_size_up=5)),
    (SGD, Call('CyclicLR', [0.01, 0.02], [0.1, 0.4], step_size_up=4, step_size_down=8, mode='triangular2', base_momentum=0.5, max_momentum=[0.8, 0.9])),
    (SGD, Call('CyclicLR', 0.01, 0.1, step_size_up=6, mode='exp_range', gamma=0.95)),
    (ADAM, Call('CyclicLR', 0.01, 0.1, step_size_up=5, scale_fn=Power(0.5), cycle_momentum=False)),
    (ADAM, Call('CyclicLR', 0.01, 0.1, step_size_up=5, scale_fn=Power(0.95), scale_mode='iterations', cycle_momentum=False)),
    (SGD, Call('SWALR', 0.01)),
    (SGD, Call('SWALR', [0.05, 0.04], anneal_epochs=20, anneal_strategy='linear')),
    (SGD, Call('SWALR', 0.05, anneal_epochs=0)),
    (SGD, Call('SequentialLR', [Call('ConstantLR', factor=0.1, total_iters=2), Call('ExponentialLR', 0.9)], [5])),
    (SGD, Call('SequentialLR', [Call('LinearLR', total_iters=8), Call('CosineAnnealingLR', 16), Call('StepLR', 4)], [8, 24])),
    (SGD, Call('SequentialLR', [Call('PolynomialLR'), Call('CosineAnnealingWarmRestarts', 5), Call('LinearLR'), Call('MultiStepLR', [2, 4]),
                                Call('ConstantLR')], [6, 16, 22, 30])),  # fmt: skip
    (SGD, Call('ChainedScheduler', [Call('ConstantLR', factor=0.1, total_iters=2), Call('ExponentialLR', 0.9)])),
    (SGD, Call('ChainedScheduler', [Call('SequentialLR', [Call('LinearLR'), Call('StepLR', 6)], [7]), Call('MultiplicativeLR', Power(0.999))])),
    (SGD, Call('ReduceLROnPlateau'), FALLING),
    (SGD, Call('ReduceLROnPlateau', factor=0.5, patience=2, cooldown=3, min_lr=[0.01, 0.005]), FALLING),
    (SGD, Call('ReduceLROnPlateau', mode='max', patience=3, threshold=0.02, threshold_mode='abs'), RISING),
    (SGD, Call('ReduceLROnPlateau', mode='max', patience=3, threshold=0.1, min_lr=0.001), RISING),
    (SGD, Call('ReduceLROnPlateau', patience=0, threshold=0.3, threshold_mode='abs', eps=0.01), FALLING),
)


def momentum(group):
    return group['betas'][0] if 'betas' in group else group['momentum']


def row(optimizer, scheduler, metrics=None):
    name, opts = optimizer
    groups = [{'params': [torch.zeros(1, requires_grad=True)], 'lr': lr} for lr in RATES]
    optimizer = getattr(torch.optim, name)(groups, lr=1.0, **opts)
    made = scheduler.make(optimizer)
    head = {'optimizer': name, 'options': options(opts), 'rates': RATES, 'scheduler': scheduler.encoded()} | ({'metrics': metrics} if metrics else {})
    head['first'] = [group['lr'] for group in optimizer.param_groups]
    lr, momentums = [], []
    for i in range(STEPS):
        optimizer.step()
        made.step(*(metrics[i : i + 1] if metrics else []))
        lr.append([group['lr'] for group in optimizer.param_groups])
        momentums.append([momentum(group) for group in optimizer.param_groups])
        if i == SAVED - 1:
            state = {'saved': SAVED, 'groups': saved(optimizer.state_dict()['param_groups']), 'state': saved(made.state_dict())}
    return {**head, **state, 'lr': lr} | ({'momentum': momentums} if len(set(map(tuple, momentums))) > 1 else {})


def rows():
    return [row(*case) for case in CASES]
