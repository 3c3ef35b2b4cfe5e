"""The five dtypes by their names in @x, and the PyTorch dtypes that stand for them."""
import torch

# int32 takes int64's place in @x: PyTorch is asked with int64, the answer is written as int32
TORCH = {
    'float32': torch.float32,
    'float64': torch.float64,
    'int32': torch.int64,
    'uint8': torch.uint8,
    'bool': torch.bool,
}
NAMES = {torch_dtype: name for name, torch_dtype in TORCH.items()} | {torch.int32: 'int32'}
ALL = tuple(TORCH)
