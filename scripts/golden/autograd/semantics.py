"""What happens around gradients: hooks, accumulation, in-place writes, views, derivatives of derivatives. Each function is a
scenario, which packages/autograd/test/semantics.ts repeats; its result, of numbers and names, is the row."""
import torch
import torch.nn.functional as F
from torch import autograd, tensor
from torch.autograd import functional

D = torch.float64


def leaf(*values):
    return tensor(values, dtype=D, requires_grad=True)


def ramp(*shape):
    """sin(0), sin(1), … in the given shape."""
    n = tensor(shape).prod().item()
    return torch.arange(n, dtype=D).sin().reshape(shape)


def grown(*shape):
    return ramp(*shape).requires_grad_()


def plain(value):
    if isinstance(value, torch.Tensor):
        return value.detach().tolist()
    if isinstance(value, (list, tuple)):
        return [plain(v) for v in value]
    return value


def hooks_in_order():
    x = leaf(1, 2)
    log = []
    y = x * 2
    z = y.exp()
    for name, t in (('z', z), ('y', y), ('x', x)):
        t.register_hook(lambda g, name=name: log.append([name, plain(g)]))
    y.register_hook(lambda g: g * 10)
    y.register_hook(lambda g: log.append(['y again', plain(g)]))
    z.sum().backward()
    return [log, x.grad]


def hooks_of_shared_nodes():
    x = leaf(0.5, -1)
    log = []
    y = x.sin()
    a, b = y * 2, y * 3
    for name, t in (('a', a), ('b', b), ('y', y)):
        t.register_hook(lambda g, name=name: log.append([name, plain(g)]))
    (a * b).sum().backward()
    return [log, x.grad]


def node_hooks():
    x = leaf(1, 2)
    log = []
    y = x.pow(2)
    y.grad_fn.register_hook(lambda gi, go: log.append(['after', plain(gi), plain(go)]))
    y.sum().backward()
    return [log, x.grad]


def accumulate_over_passes():
    x = leaf(1, 2)
    seen = []
    for factor in (1, 2, 3):
        (x * x * factor).sum().backward()
        seen.append(plain(x.grad))
    x.grad.zero_()
    (x * 5).sum().backward()
    return [seen, x.grad]


def accumulate_recorded():
    x = leaf(1, 2)
    (x ** 3).sum().backward(create_graph=True)
    first = x.grad
    second, = autograd.grad((first * first).sum(), x)
    return [first, second]


def retained_over_two_passes():
    x = leaf(1, 2)
    y = x * 2
    y.retain_grad()
    z = (y * y).sum()
    z.backward(retain_graph=True)
    z.backward()
    return [y.grad, x.grad]


def retained_over_inplace():
    x = leaf(1, 2)
    y = x * 2
    y.retain_grad()
    y.mul_(3)
    z = (y * 3).sum()
    z.backward()
    return [y.grad, x.grad]


def only_some_inputs():
    a, b = leaf(1, 2), leaf(3, 4)
    h = a * b
    (h * h).sum().backward(inputs=[a, h])
    return [a.grad, b.grad, h.grad]


def inplace_chain():
    x = leaf(0.5, 1, 1.5)
    y = x * 2
    y.add_(x).mul_(x).sin_()
    y.sum().backward()
    return [x.grad]


def inplace_on_views():
    x = grown(3, 4)
    y = x * 2
    y[0].mul_(x[1])
    y[:, 1].neg_()
    y[1:, ::2].add_(y[0, 1])
    y.t()[3].zero_()
    (y * ramp(3, 4)).sum().backward()
    return [y, x.grad]


def views_see_writes_to_their_base():
    x = grown(4)
    y = x * 1
    head, tail = y[:2], y[2:]
    y.mul_(3)
    head.mul_(2)
    both = (head * tail).sum()
    both.backward()
    return [head, tail, x.grad]


def copies_into_a_blank():
    x = grown(2, 3)
    blank = torch.zeros(4, 3, dtype=D)
    blank[1:3].copy_(x)
    blank[0] = x[1] * 2
    blank[:, 2] += blank[:, 0]
    (blank * ramp(4, 3)).sum().backward()
    return [blank, x.grad]


def diagonal_of_transpose():
    x = grown(3, 3)
    y = x.t().clone()
    y.diagonal().mul_(4)
    (y * y).sum().backward()
    return [x.grad]


def broadcast_inplace():
    x, b = grown(2, 3), leaf(1, 2, 3)
    y = x * 1
    y.mul_(b)
    y.div_(b[0])
    (y * y).sum().backward()
    return [x.grad, b.grad]


def masked_writes():
    x = grown(5)
    y = x * 2
    y[y > 0] = 0
    y.masked_fill_(y < -1, 3)
    (y * y * x).sum().backward()
    return [y, x.grad]


def grads_of_expanded():
    x = leaf(1, 2)
    y = x.unsqueeze(1).expand(2, 3)
    g, gy = autograd.grad((y * ramp(2, 3)).exp().sum(), (x, y))
    return [g, gy]


def order_of_nodes():
    x = leaf(1, 2)
    log = []
    y = x.exp()
    late = x.sin()
    z = y * late + x.cos() * y
    for node in (y.grad_fn, late.grad_fn, z.grad_fn, z.grad_fn.next_functions[0][0], z.grad_fn.next_functions[1][0]):
        node.register_hook(lambda gi, go, name=node.name(): log.append(name))
    z.sum().backward()
    return [log]


def doubled(function, *inputs):
    """Value, gradients and gradients of a mix of the gradients."""
    y = function(*inputs)
    first = autograd.grad((y * ramp(*y.shape)).sum() if y.dim() else y, inputs, create_graph=True)
    mixed = sum((g * ramp(*g.shape)).sum() for g in first)
    second = autograd.grad(mixed, inputs, allow_unused=True)
    return [y, list(first), list(second)]


def double_of_conv():
    return doubled(lambda x, w, b: F.conv2d(x, w, b, stride=2, padding=1), grown(1, 2, 4, 4), grown(3, 2, 3, 3), grown(3))


def double_of_layer_norm():
    return doubled(lambda x, w, b: F.layer_norm(x, (4,), w, b), grown(2, 4), grown(4), grown(4))


def double_of_attention():
    return doubled(lambda q, k, v: torch.softmax(q @ k.transpose(-2, -1) / 2, -1) @ v, grown(1, 3, 4), grown(1, 3, 4) , grown(1, 3, 4))


def double_of_cross_entropy():
    return doubled(lambda x: F.cross_entropy(x, tensor([1, 0, 3])), grown(3, 4))


def double_of_core():
    def mix(x, y):
        z = (x @ y).tanh() + x.exp().sum(1, keepdim=True) / (y * y).sum(0)
        return torch.cat([z.cumsum(0), z.prod(1, keepdim=True).expand(2, 2)], 1).max(1)[0]
    return doubled(mix, grown(2, 3), grown(3, 2))


def jacobians():
    f = lambda x, y: (x.exp() * y.sum(), x.unsqueeze(1) * y)
    x, y = leaf(0, 1), leaf(1, 2, 3)
    return [functional.jacobian(lambda x: x.sin() * x.sum(), x), list(map(list, functional.jacobian(f, (x, y))))]


def hessians():
    f = lambda x, y: (x.pow(3) * y[0]).sum() + y.exp().prod()
    x, y = leaf(1, 2), leaf(0.5, -1)
    return [functional.hessian(lambda x: x.pow(3).sum(), x), list(map(list, functional.hessian(f, (x, y))))]


def products():
    f = lambda x, y: (x.exp() * y.sum(), x.unsqueeze(1) * y)
    s = lambda x, y: (x.pow(3) * y[0]).sum() + y.exp().prod()
    x, y, u, w = leaf(0, 1), leaf(1, 2, 3), tensor([1., -1], dtype=D), tensor([1., 0, 2], dtype=D)
    return [
        functional.vjp(f, (x, y), (u, ramp(2, 3))),
        functional.jvp(f, (x, y), (u, w)),
        functional.vhp(s, (x, y), (u, w)),
        functional.hvp(s, (x, y), (u, w)),
        functional.jvp(lambda x: torch.ones(2, dtype=D), x, u),
        functional.vjp(lambda x: x.sum(), x),
    ]


SCENARIOS = (
    hooks_in_order, hooks_of_shared_nodes, node_hooks, accumulate_over_passes, accumulate_recorded, retained_over_two_passes,
    retained_over_inplace, only_some_inputs, inplace_chain, inplace_on_views, views_see_writes_to_their_base,
    copies_into_a_blank, diagonal_of_transpose, broadcast_inplace, masked_writes, grads_of_expanded, order_of_nodes,
    double_of_conv, double_of_layer_norm, double_of_attention, double_of_cross_entropy, double_of_core, jacobians, hessians,
    products,
)


def rows():
    """One row for each scenario."""
    for scenario in SCENARIOS:
        yield {'name': scenario.__name__, 'result': plain(scenario())}
