import torch
from torch import nn


class NeuralNetwork(nn.Module):
    def __init__(self):
        super().__init__()
        self.flatten = nn.Flatten()
        self.linear_relu_stack = nn.Sequential(
            nn.Linear(28 * 28, 512), nn.ReLU(), nn.Linear(512, 512), nn.ReLU(), nn.Linear(512, 10)
        )

    def forward(self, x):
        return self.linear_relu_stack(self.flatten(x))


def size(t):
    return f'[ {", ".join(map(str, t.size()))} ]'


print('Using cpu device')
torch.manual_seed(0)
model = NeuralNetwork()
print(model)

scores = model(torch.rand(1, 28, 28))
probabilities = nn.Softmax(dim=1)(scores)
print(scores)
print(probabilities)
print(f'Predicted class: {probabilities.argmax(1)}')

images = torch.rand(3, 28, 28)
print(size(images))
flatten = nn.Flatten()
rows = flatten(images)
print(size(rows))
layer = nn.Linear(28 * 28, 20)
hidden = layer(rows)
print(size(hidden))
print(f'Before ReLU: {hidden}\n')
hidden = nn.ReLU()(hidden)
print(f'After ReLU: {hidden}')

modules = nn.Sequential(flatten, layer, nn.ReLU(), nn.Linear(20, 10))
logits = modules(torch.rand(3, 28, 28))
print(logits)
softmax = nn.Softmax(dim=1)
print(softmax(logits))
print(softmax(logits).argmax(1))

for name, parameter in model.named_parameters():
    print(f'Layer: {name} | Size: {" x ".join(map(str, parameter.size()))} | Values: {parameter[:2]}\n')
