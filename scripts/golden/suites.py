"""Which tables there are, and the files that each becomes."""
from importlib import import_module

TENSOR = ('unary', 'binary', 'reduce', 'matmul', 'views', 'indexing', 'inplace', 'sorting', 'creation', 'errors', 'promotion')
FUNCTIONAL = ()


def tensor_suite(name):
    """Results for @x/tensor, gradients for @x/autograd."""

    def files():
        table = import_module(f'.tensor.{name}', __package__)
        rows = [noted(c, c.forward) for c in table.ROWS] + getattr(table, 'GRIDS', [])
        yield 'tensor', inputs_of(table.ROWS + getattr(table, 'CASES', [])), rows
        double = [c.to('float64') for c in getattr(table, 'GRADIENTS', table.ROWS)]
        with_gradient = [(c, row) for c in double if (row := noted(c, c.backward))]
        if with_gradient:
            yield 'autograd', inputs_of([c for c, _ in with_gradient]), [row for _, row in with_gradient]

    return files


def noted(case, make):
    """make(), naming the case where PyTorch refuses."""
    try:
        return make()
    except Exception as e:
        e.add_note(f'in {case.head()}')
        raise


def inputs_of(cases):
    return [i for c in cases for i in c.inputs]


SUITES = {name: tensor_suite(name) for name in TENSOR}
