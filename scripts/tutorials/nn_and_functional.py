import torch
import torch.nn.functional as F
from torch import nn

torch.manual_seed(0)
conv = nn.Conv2d(1, 2, 3, padding=1)
noise = torch.randn(1, 1, 4, 4)
a = conv(noise)
b = F.conv2d(noise, conv.weight, conv.bias, padding=1)
print(conv)
print(a)
print(str(torch.equal(a, b)).lower())

laplacian = torch.tensor([[0.0, 1, 0], [1, -4, 1], [0, 1, 0]]).view(1, 1, 3, 3)
dot = torch.zeros(1, 1, 4, 4)
dot[0, 0, 1, 1] = 1
print(F.conv2d(dot, laplacian, padding=1))

image = torch.ones(1, 1, 4, 4, requires_grad=True)
edges = F.conv2d(image, laplacian, padding=1)
print(edges)
edges.sum().backward()
print(image.grad)
print(str(laplacian.requires_grad).lower(), 'null' if laplacian.grad is None else laplacian.grad)

filter = laplacian.clone().requires_grad_()
F.conv2d(image, filter, padding=1).pow(2).sum().backward()
print(filter.grad)

logits = torch.tensor([[2, 0.5, -1], [0.1, 0.2, 0.3], [-0.5, 1.5, 0], [1, 1, 1]], requires_grad=True)
target = torch.tensor([0, 2, 1, 2])
print(nn.CrossEntropyLoss()(logits, target))
print(F.cross_entropy(logits, target))

weight = torch.tensor([1.0, 2, 5])
weighted = nn.CrossEntropyLoss(weight=weight)
print(weighted(logits, target))
print(f'[ {", ".join(map(repr, weighted.state_dict()))} ]')
for rare in (1, 5, 50):
    loss = F.cross_entropy(logits, target, weight=torch.tensor([1.0, 1, rare]))
    print(f'{loss.item():.4f}')
each = F.cross_entropy(logits, target, weight=weight, reduction='none')
print(each)
print(each.sum() / weight[target].sum())
weighted(logits, target).backward()
print(logits.grad)

dropout = nn.Dropout(0.5)
dropout.eval()
print(dropout(torch.ones(4)))
print(F.dropout(torch.ones(4), 0.5, training=False))
