import torch
import torch.nn as nn
import torch.nn.functional as F
import torch.optim as optim


class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 6, 5)
        self.conv2 = nn.Conv2d(6, 16, 5)
        self.fc1 = nn.Linear(16 * 5 * 5, 120)
        self.fc2 = nn.Linear(120, 84)
        self.fc3 = nn.Linear(84, 10)

    def forward(self, input):
        x = F.max_pool2d(F.relu(self.conv1(input)), (2, 2))
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x, 1)
        x = F.relu(self.fc1(x))
        x = F.relu(self.fc2(x))
        return self.fc3(x)


def shape(t):
    return f'[ {", ".join(map(str, t.shape))} ]'


torch.manual_seed(0)
net = Net()
print(net)

params = list(net.parameters())
print(len(params), shape(params[0]))
for name, p in net.named_parameters():
    print(name, shape(p))

input = torch.randn(1, 1, 32, 32)
out = net(input)
print(out)
net.zero_grad(set_to_none=True)
out.backward(torch.randn(1, 10))
print(net.conv1.bias.grad)

output = net(input)
target = torch.randn(10).view(1, -1)
criterion = nn.MSELoss()
loss = criterion(output, target)
print(loss)

print(loss.grad_fn)
print(loss.grad_fn.next_functions[0][0])
pairs = ',\n'.join(f'  [ {node}, {index} ]' for node, index in loss.grad_fn.next_functions[0][0].next_functions)
print(f'[\n{pairs}\n]')

node = loss.grad_fn
while node:
    print(node.name())
    inner = [next for next, _ in node.next_functions if next]
    node = next((n for n in inner if not n.name().endswith('AccumulateGrad') and n.name() != 'TBackward0'), None)

net.zero_grad(set_to_none=True)
print('null' if net.conv1.bias.grad is None else net.conv1.bias.grad)
loss.backward()
print(net.conv1.bias.grad)

print(net.conv1.bias)
for f in net.parameters():
    f.data.sub_(f.grad.data * 0.01)
print(net.conv1.bias.data)
print(criterion(net(input), target))

optimizer = optim.SGD(net.parameters(), lr=0.01)
for step in range(6):
    optimizer.zero_grad()
    loss = criterion(net(input), target)
    loss.backward()
    optimizer.step()
    print(step, f'{loss.item():.4f}')
