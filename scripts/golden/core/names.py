"""PyTorch's names and ours."""
import re


def camel(name):
    """max_pool2d -> maxPool2d, num_embeddings -> numEmbeddings; a trailing underscore stays."""
    return re.sub(r'(?<=[a-z0-9])_([a-z0-9])', lambda m: m.group(1).upper(), name)
