"""Golden tables of PyTorch's own sample inputs: its test database calls every operator, in our words and with its answers."""
