import { Linear, Module, Parameter, TransformerEncoder, TransformerEncoderLayer } from '@x/nn';
import { randn, type Tensor } from '@x/tensor';

const ROWS = 28;
const WIDTH = 64;

/**
 * Looks at all rows of a picture at once, each a token: `[N, 1, 28, 28] → [N, 10]`.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.TransformerEncoder.html
 */
export class RowTransformer extends Module {
  embed: Linear = new Linear(ROWS, WIDTH);
  position: Parameter = new Parameter(randn(ROWS, WIDTH).mul(0.02));
  encoder: TransformerEncoder = new TransformerEncoder(
    new TransformerEncoderLayer(WIDTH, 4, { dimFeedforward: 128, dropout: 0.1, batchFirst: true }),
    2,
  );
  fc: Linear = new Linear(WIDTH, 10);

  forward(x: Tensor): Tensor {
    const tokens = this.embed(x.squeeze(1)).add(this.position);
    return this.fc(this.encoder(tokens).mean(1));
  }
}
