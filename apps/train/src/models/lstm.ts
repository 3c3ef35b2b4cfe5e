import { Linear, LSTM, Module } from '@x/nn';
import type { Tensor } from '@x/tensor';

/**
 * Reads a picture row by row, from the top: `[N, 1, 28, 28] → [N, 10]`.
 *
 * @see https://pytorch.org/docs/stable/generated/torch.nn.LSTM.html
 */
export class RowLSTM extends Module {
  lstm: LSTM = new LSTM(28, 64, { batchFirst: true });
  fc: Linear = new Linear(64, 10);

  forward(x: Tensor): Tensor {
    const [outputs] = this.lstm(x.squeeze(1));
    return this.fc(outputs.select(1, -1));
  }
}
