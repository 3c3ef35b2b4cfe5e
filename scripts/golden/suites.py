"""Which tables there are, and the files that each becomes."""
from dataclasses import replace
from importlib import import_module

TENSOR = ('unary', 'binary', 'reduce', 'matmul', 'views', 'indexing', 'inplace', 'sorting', 'creation', 'errors', 'promotion')
FUNCTIONAL = ('activations', 'conv', 'losses', 'normalization', 'edges', 'margins', 'volumes', 'attention', 'vision', 'refusals')

MODULES = ('modules', 'recurrent', 'transformers', 'criteria', 'layouts', 'spatial', 'statistics', 'lookups')


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


def functional_suite(name):
    """Results and gradients together; gradients of gradients in float64."""

    def files():
        table = import_module(f'.functional.{name}', __package__)
        cases = [c for row in table.ROWS for c in ([replace(row, second=False), row.to('float64')] if row.second else [row])]
        yield 'functional', inputs_of(cases), [noted(c, c.both) for c in cases]

    return files


def graph_files():
    """Graphs of the cases of @x/functional."""
    yield 'functional', [], list(import_module('.functional.graphs', __package__).rows())


def effect_files():
    """Calls of @x/functional that draw random numbers or change their inputs."""
    table = import_module('.functional.effects', __package__)
    yield 'functional', table.INPUTS, list(table.rows())


def module_suite(name):
    """Modules of @x/nn."""

    def files():
        rows = import_module(f'.nn.{name}', __package__).ROWS
        yield 'nn', inputs_of(rows), [noted(c, c.row) for c in rows]

    return files


def packing_files():
    """Packed and padded sequences."""
    table = import_module('.nn.packing', __package__)
    yield 'nn', table.INPUTS, table.packings()


def packed_files():
    """Recurrent networks that run over packed sequences."""
    table = import_module('.nn.packing', __package__)
    yield 'nn', table.INPUTS, list(table.networks())


def model_files():
    """The tutorial networks."""
    yield 'nn', [], import_module('.nn.models', __package__).rows()


def reparametrization_files():
    """Modules with parameters that are computed from others."""
    table = import_module('.nn.reparametrizations', __package__)
    yield 'nn', table.INPUTS, table.rows()


def peak_files():
    """Memory of training steps."""
    yield 'nn', [], list(import_module('.nn.peaks', __package__).rows())


def parametrizing_files():
    """Parametrized parameters and buffers."""
    table = import_module('.nn.parametrizing', __package__)
    yield 'nn', table.INPUTS, table.rows()


def pruning_files():
    """Pruned parameters."""
    yield 'nn', [], import_module('.nn.pruning', __package__).rows()


def init_files():
    """Initial values."""
    yield 'nn', [], import_module('.nn.init', __package__).rows()


def module_state_files():
    """State dicts that fit and that do not; clipped gradients."""
    yield 'nn', [], import_module('.nn.state', __package__).rows()


def step_files():
    """Optimizers and schedulers."""
    table = import_module('.optim.steps', __package__)
    yield 'optim', table.INPUTS, table.rows()


def matrix_files():
    """Optimizers that treat matrices in a way of their own."""
    table = import_module('.optim.matrices', __package__)
    yield 'optim', table.INPUTS, table.rows()


def rate_files():
    """Learning rates of schedulers."""
    yield 'optim', [], import_module('.optim.rates', __package__).rows()


def state_files():
    """Printed text and state dicts of optimizers and schedulers."""
    table = import_module('.optim.states', __package__)
    yield 'optim', table.INPUTS, table.rows()


def program_files():
    """Random programs for @x/autograd."""
    yield 'autograd', [], import_module('.autograd.programs', __package__).rows()


def semantics_files():
    """Scenarios of @x/autograd."""
    yield 'autograd', [], list(import_module('.autograd.semantics', __package__).rows())


def noted(case, make):
    """make(), naming the case where PyTorch refuses."""
    try:
        return make()
    except Exception as e:
        e.add_note(f'in {case.head()}')
        raise


def inputs_of(cases):
    return [i for c in cases for i in c.inputs]


def sample_files():
    """Sample calls of PyTorch's own tests, whose inputs are stored already."""
    return import_module('.samples.suite', __package__).files()


SUITES = {
    **{name: tensor_suite(name) for name in TENSOR},
    **{name: functional_suite(name) for name in FUNCTIONAL},
    'graphs': graph_files,
    'effects': effect_files,
    **{name: module_suite(name) for name in MODULES},
    'packing': packing_files,
    'packed': packed_files,
    'models': model_files,
    'reparametrizations': reparametrization_files,
    'peaks': peak_files,
    'parametrizing': parametrizing_files,
    'pruning': pruning_files,
    'init': init_files,
    'state': module_state_files,
    'steps': step_files,
    'matrices': matrix_files,
    'rates': rate_files,
    'semantics': semantics_files,
    'programs': program_files,
    'states': state_files,
    'samples': sample_files,
}
