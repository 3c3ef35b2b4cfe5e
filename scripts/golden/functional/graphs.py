"""The graph behind every case of the functional tables that has gradients, as text: `ConvolutionBackward0(x, w, None)`."""
from dataclasses import replace
from importlib import import_module

from ..core.case import tensors_of

# Inner steps of PyTorch's C++ that @x takes otherwise: operands that are plain C++ numbers, writes into slices, a bilinear
# map in one step, clamping outside of the graph, a copy of an empty batch
OTHERWISE = ('AddBackward1', 'MulBackward1', 'DivBackward1', 'CopySlices', 'SqueezeBackward3', 'TrilinearBackward0', 'ClampMinBackward0', 'PowBackward0', 'CloneBackward0', 'RsubBackward1')
TABLES = ('activations', 'conv', 'losses', 'normalization', 'edges', 'margins', 'volumes')


def text(node, names):
    """Names of a node and of all before it; leaves are called as the inputs are."""
    if node is None:
        return 'None'
    if hasattr(node, 'variable'):
        return names[id(node.variable)]
    return f'{node.name()}({", ".join(text(n, names) for n, _ in node.next_functions)})'


def graph(case):
    """The graph of the case's first output, or None where there is none."""
    if not case.differentiable:
        return None
    leaves, _, result = case.run(requires_grad=True)
    out = next((t for t in tensors_of(result) if t.grad_fn is not None), None)
    return out is not None and text(out.grad_fn, {id(t): name for name, t in leaves.items()}) or None


def rows():
    """One row for each case with a graph: where its call stands (table, number), and the graph."""
    for table in TABLES:
        cases = [c for row in import_module(f'.{table}', __package__).ROWS for c in ([replace(row, second=False), row.to('float64')] if row.second else [row])]
        for number, case in enumerate(cases):
            found = graph(case)
            if found and not any(step in found for step in OTHERWISE):
                yield {'table': table, 'case': number, 'graph': found}
