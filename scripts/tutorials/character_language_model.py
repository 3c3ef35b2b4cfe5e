import torch
import torch.nn.functional as F
from torch import nn

text = """The miller's wheel turns round and round,
it lifts the stream and lets it fall;
the grain is poured, the grain is ground,
and there is bread for one and all.

The weaver's wheel runs to and fro,
it draws the wool into a thread;
the nights are long, the lamps burn low,
and there are blankets for the bed.

The potter's wheel spins fast, then slow,
it raises clay into a bowl;
the kiln is fed, the embers glow,
and there is soup to fill it whole.
"""
torch.manual_seed(0)
alphabet = sorted(set(text))
encode = lambda part: [alphabet.index(c) for c in part]
decode = lambda ids: ''.join(alphabet[i] for i in ids)
data = torch.tensor(encode(text))
print(f'[ {len(data)} ]', len(alphabet), decode(encode('bread')))

context = 16


def batch(size):
    places = torch.randint(0, len(text) - context, (size, 1)) + torch.arange(context)
    return data[places], data[places + 1]


inputs, targets = batch(2)
shape = lambda t: f'[ {", ".join(map(str, t.shape))} ]'
print(shape(inputs), shape(targets))
print(str(torch.equal(inputs[0, 1:], targets[0, :-1])).lower())


class CharacterModel(nn.Module):
    def __init__(self, size, features):
        super().__init__()
        self.characters = nn.Embedding(size, features)
        self.positions = nn.Embedding(context, features)
        layer = nn.TransformerEncoderLayer(features, 4, dim_feedforward=2 * features, dropout=0, batch_first=True, norm_first=True)
        self.layers = nn.TransformerEncoder(layer, 2)
        self.scores = nn.Linear(features, size)

    def forward(self, ids):
        length = ids.size(1)
        x = self.characters(ids) + self.positions(torch.arange(length))
        return self.scores(self.layers(x, mask=nn.Transformer.generate_square_subsequent_mask(length)))


model = CharacterModel(len(alphabet), 32)
print(sum(p.numel() for p in model.parameters()), shape(model(inputs)))
optimizer = torch.optim.AdamW(model.parameters(), lr=0.01)
scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, 300)
for i in range(301):
    given, wanted = batch(16)
    optimizer.zero_grad()
    loss = F.cross_entropy(model(given).flatten(0, 1), wanted.flatten())
    loss.backward()
    optimizer.step()
    scheduler.step()
    if i % 60 == 0:
        print(i, f'{loss.item():.1f}')


def write(start, length):
    ids = encode(start)
    model.eval()
    for _ in range(length):
        with torch.no_grad():
            scores = model(torch.tensor(ids[-context:]).unsqueeze(0))
        ids.append(scores[0, -1].argmax().item())
    return decode(ids)


print(write('the nights are', 26))
