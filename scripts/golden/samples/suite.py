"""The golden files made of sample calls: some of each operator and dtype, of few numbers."""
import json

from ..core.names import camel
from ..core.write import ROOT
from . import calls, database, rows

NUMBERS = 64
# How many calls of an operator in each dtype
CALLS = {'float64': 6, 'float32': 2, 'int32': 2, 'bool': 2, 'uint8': 1}

INEXACT = 'PyTorch 1.13 has six digits for some arguments; test/special.py has more'
SIGNS = 'the signs of the vectors are up to the algorithm'
TIES = 'which of equal elements is found first is up to the algorithm'
# Names, dtypes ('*': all) and why these calls are not compared
LEFT_OUT = {
    ('kthvalue', 'int32'): TIES,
    ('kthvalue', 'uint8'): TIES,
    ('topk', 'int32'): TIES,
    ('topk', 'uint8'): TIES,
    ('linspace', 'int32'): 'depends on the width of the vector instructions',
    ('linspace', 'uint8'): 'depends on the width of the vector instructions',
    ('sum_to_size', 'bool'): 'sums where there is nothing to sum',
    ('sum_to_size', 'uint8'): 'sums where there is nothing to sum',
    ('zero_', '*'): 'writes to leaves',
    ('as_strided_scatter', 'float64'): 'PyTorch 1.13 reads memory that nobody wrote for the gradient',
    ('linalg.det', 'float32'): 'determinants of singular matrices are rounding',
    ('special.bessel_j0', 'float64'): INEXACT,
    ('special.bessel_j1', 'float64'): INEXACT,
    ('special.bessel_y0', 'float64'): INEXACT,
    ('special.bessel_y1', 'float64'): INEXACT,
    ('special.airy_ai', 'float64'): INEXACT,
    ('polygamma', 'int32'): 'poles, which rounding makes large numbers',
    ('special.polygamma', 'int32'): 'poles, which rounding makes large numbers',
    ('svd', '*'): SIGNS,
    ('linalg.svd', '*'): SIGNS,
    ('linalg.eigh', '*'): SIGNS,
    ('uniform_', '*'): 'random',
    ('uniform', '*'): 'random',
    ('empty', '*'): 'undefined contents',
    ('empty_like', '*'): 'undefined contents',
    ('randint', '*'): 'random',
    ('randn', '*'): 'random',
    ('randint_like', '*'): 'random',
    ('new_empty', '*'): 'undefined contents',
    ('bernoulli', '*'): 'random',
    ('multinomial', '*'): 'random',
    ('normal', '*'): 'random',
    ('rand_like', '*'): 'random',
    ('randn_like', '*'): 'random',
}


def names():
    """Operators of @x/tensor that stand in the table of names."""
    return [n for n, row in calls.COVERAGE.items() if row.get('package') == '@x/tensor']


def left_out(name, dtype):
    return (name, dtype) in LEFT_OUT or (name, '*') in LEFT_OUT


def rounding(numbers):
    """Whether all that is there is what rounding left of zeros."""
    sizes = [abs(v) for v in numbers or [] if isinstance(v, (int, float)) and v != 0]
    return bool(sizes) and max(sizes) < 1e-12


def compared(name, row):
    """Calls of which PyTorch's answer is the only right one."""
    if name == 'unique' and isinstance(row['args'][-1], dict) and row['args'][-1].get('sorted') is False:
        return False  # the order is that of a hash table
    options = row['args'][-1] if isinstance(row['args'][-1], dict) else {}
    if name == 'linalg.pinv' and isinstance(options.get('rcond'), str):
        return False  # a call of two factors, whose product is meant
    if name == 'linalg.lstsq' and isinstance(row['out'], list):
        return False  # a call for the solution alone
    if name == 'cov' and 'aweights' in options and 'float64' in row['out']:
        return False  # the weights are float32
    if name == 'lu' and 'list' in row['out']:
        return False  # a result without names
    if any(rounding(g) for g in row.get('grad', {}).values()):
        return False
    return not (name == 'native_layer_norm' and row['args'][1] == [1])  # differences of equal numbers, divided by nothing


def refused_here(name, stored, row):
    """Calls that are wrong here too, and that types do not rule out."""
    if name == 'multinomial':
        return False  # of memory that nobody wrote
    first = row['args'][0] if row['args'] else None
    if not isinstance(first, str) and not (isinstance(first, list) and None not in first):
        return False  # a number where a tensor belongs
    if any(len(shape) > 64 for _, shape, *_ in stored.values()):
        return False  # PyTorch's limit
    # an index of int32 is right here
    return not (name in ('gather', 'scatter', 'scatter_add') and [d for d, *_ in stored.values()].count('int32') == 1 and len(row['args']) > 2 and same_rank(stored))


def same_rank(stored):
    return len({len(shape) for _, shape, *_ in stored.values()}) == 1


def spread(found, count):
    """So many of a list, evenly spaced."""
    return found if len(found) <= count else [found[i * len(found) // count] for i in range(count)]


def files():
    """(package, inputs, rows): results for @x/tensor, gradients for @x/autograd."""
    found = database.load()
    made = {'tensor': ({}, []), 'autograd': ({}, [])}
    for name in names():
        for dtype, count in CALLS.items():
            if left_out(name, dtype):
                continue
            listed = [(i, r) for i, r in rows.rows_of(name, found, dtype, NUMBERS, f'{camel(name)}_{dtype}_') if i is not None and compared(name, r)]
            if name == 'meshgrid':
                listed = [(i, r) for i, r in listed if r['args'][-1] == {'indexing': 'ij'}]  # the database walks a set
            for stored, row in spread(listed, count):
                inputs, table = made['autograd' if 'grad' in row else 'tensor']
                inputs.update(stored)
                table.append(row)
        inputs, table = made['tensor']
        for stored, row in rows.refusals_of(name, found, NUMBERS, f'{camel(name)}_error_'):
            if stored is not None and refused_here(name, stored, row):
                inputs.update(stored)
                table.append(row)
    return [(package, *tables) for package, tables in made.items()]
