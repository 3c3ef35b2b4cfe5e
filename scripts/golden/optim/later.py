"""Adafactor, Lion and Muon, which PyTorch 1.13 does not have, written down from their papers and from PyTorch's documentation."""
import math

import torch
from torch.optim import Optimizer


class PerParameter(Optimizer):
    """Calls `update` for every parameter that has a gradient."""

    @torch.no_grad()
    def step(self):
        for group in self.param_groups:
            for p in group['params']:
                if p.grad is not None:
                    self.update(p, -p.grad if group.get('maximize') else p.grad, self.state[p], group)


class Adafactor(PerParameter):
    """Shazeer and Stern 2018; the names and defaults of torch.optim.Adafactor."""

    def __init__(self, params, lr=1e-2, beta2_decay=-0.8, eps=(None, 1e-3), d=1.0, weight_decay=0.0, maximize=False):
        super().__init__(params, dict(lr=lr, beta2_decay=beta2_decay, eps=eps, d=d, weight_decay=weight_decay, foreach=None, maximize=maximize))

    def update(self, p, g, state, group):
        eps1, eps2 = group['eps']
        eps1 = torch.finfo(p.dtype).eps if eps1 is None else eps1
        if not state:
            state['step'] = torch.tensor(0.0)
            if p.dim() > 1:
                state['row_var'] = p.new_zeros([*p.shape[:-1], 1])
                state['col_var'] = p.new_zeros([*p.shape[:-2], 1, p.shape[-1]])
            else:
                state['variance'] = torch.zeros_like(p)
        state['step'] += 1
        t = state['step'].item()
        beta2 = 1 - t ** group['beta2_decay']
        size = max(eps2, (p**2).mean().sqrt().item()) * min(group['lr'], 1 / math.sqrt(t))
        p *= 1 - group['lr'] * group['weight_decay']
        if p.dim() > 1:
            state['row_var'].copy_(beta2 * state['row_var'] + (1 - beta2) * (g**2).mean(-1, keepdim=True))
            state['col_var'].copy_(beta2 * state['col_var'] + (1 - beta2) * (g**2).mean(-2, keepdim=True))
            rows, columns = state['row_var'], state['col_var']
            squares = rows @ columns / rows.mean(-2, keepdim=True).clamp(min=eps1)
        else:
            state['variance'].copy_(beta2 * state['variance'] + (1 - beta2) * g**2)
            squares = state['variance']
        update = g / squares.clamp(min=eps1**2).sqrt()
        p -= size * update / max(1, (update**2).mean().sqrt().item() / group['d'])


class Lion(PerParameter):
    """Chen et al. 2023, algorithm 2."""

    def __init__(self, params, lr=1e-4, betas=(0.9, 0.99), weight_decay=0, maximize=False):
        super().__init__(params, dict(lr=lr, betas=betas, weight_decay=weight_decay, maximize=maximize))

    def update(self, p, g, state, group):
        if not state:
            state['exp_avg'] = torch.zeros_like(p)
        m, (beta1, beta2) = state['exp_avg'], group['betas']
        p *= 1 - group['lr'] * group['weight_decay']
        p -= group['lr'] * torch.sign(beta1 * m + (1 - beta1) * g)
        m.copy_(beta2 * m + (1 - beta2) * g)


class Muon(PerParameter):
    """Jordan 2024; the names and defaults of torch.optim.Muon, without its conversion to bfloat16."""

    def __init__(self, params, lr=1e-3, weight_decay=0.1, momentum=0.95, nesterov=True, ns_coefficients=(3.4445, -4.775, 2.0315),
                 eps=1e-7, ns_steps=5, adjust_lr_fn=None):  # fmt: skip
        super().__init__(params, dict(lr=lr, weight_decay=weight_decay, momentum=momentum, nesterov=nesterov, ns_coefficients=ns_coefficients,
                                      eps=eps, ns_steps=ns_steps, adjust_lr_fn=adjust_lr_fn))  # fmt: skip

    def update(self, p, g, state, group):
        if not state:
            state['momentum_buffer'] = torch.zeros_like(p)
        buf, mu = state['momentum_buffer'], group['momentum']
        buf.copy_(mu * buf + (1 - mu) * g)
        x = (1 - mu) * g + mu * buf if group['nesterov'] else buf
        x = x / max(x.norm().item(), group['eps'])
        a, b, c = group['ns_coefficients']
        for _ in range(group['ns_steps']):
            s = x @ x.T if x.shape[0] <= x.shape[1] else x.T @ x
            poly = b * s + c * s @ s
            x = a * x + (poly @ x if x.shape[0] <= x.shape[1] else x @ poly)
        rows, columns = p.shape
        rate = 0.2 * math.sqrt(max(rows, columns)) if group['adjust_lr_fn'] == 'match_rms_adamw' else math.sqrt(max(1, rows / columns))
        p *= 1 - group['lr'] * group['weight_decay']
        p -= group['lr'] * rate * x


def optimizer_class(name):
    """The class of PyTorch, or the one above."""
    return globals()[name] if name in ('Adafactor', 'Lion', 'Muon') else getattr(torch.optim, name)
