import { cpu } from '@x/backend-cpu';
import { randn, registerBackend, ShapeError, ValueError, zeros } from '@x/tensor';
import { describe, expect, it } from 'vitest';
import { GRU, GRUCell, LSTM, LSTMCell, RNN, RNNCell, utils } from '../src/index.js';

registerBackend(await cpu());

describe('recurrent layers', () => {
  it('refuse options that do not exist or fit', () => {
    expect(() => Reflect.construct(RNN, [2, 3, { nonlinearity: 'gelu' }])).toThrow(
      "RNN: nonlinearity must be one of 'tanh', 'relu', got 'gelu'",
    );
    expect(() => new LSTM(2, 3, { projSize: 3 })).toThrow(
      'LSTM: projSize must be smaller than hiddenSize, or 0 for no projection: 3 and 3',
    );
    expect(() => Reflect.construct(GRU, [2, 3, { projSize: 1 }])).toThrow("GRU: unknown option 'projSize' (known: ");
    expect(() => new GRU(2, 3, { dropout: 1.5 })).toThrow(ValueError);
    expect(() => new GRU(2, 0)).toThrow(ValueError);
    expect(() => new GRU(2, 3, { numLayers: 0 })).toThrow(ValueError);
    expect(() => Reflect.construct(GRUCell, [2, 3, { bidirectional: true }])).toThrow(ValueError);
  });

  it('stay as they are when their parameters are flattened', () => {
    const gru = new GRU(2, 3);
    const before = gru.parameters();
    gru.flattenParameters();
    expect(gru.parameters().every((parameter, i) => Object.is(parameter, before[i]))).toBe(true);
  });

  it('refuse inputs and states that do not fit', () => {
    const lstm = new LSTM(2, 3);
    expect(() => lstm(randn(4, 1, 3))).toThrow(
      'LSTM: expected an input [L, N, 2] or [L, 2] with at least one step, got [4, 1, 3]',
    );
    expect(() => lstm(randn(0, 1, 2))).toThrow(ShapeError);
    expect(() => lstm(randn(4, 5, 2), [zeros(1, 5, 3), zeros(1, 4, 3)])).toThrow(
      'LSTM: expected a hidden state [1, 5, 3], got [1, 4, 3]',
    );
    expect(() => lstm(randn(4, 2), [zeros(1, 1, 3), zeros(1, 1, 3)])).toThrow('expected a hidden state [1, 3]');
    expect(() => new RNN(2, 3)(utils.rnn.packSequence([randn(2, 3)]))).toThrow(ShapeError);
    expect(() => new RNNCell(2, 3)(randn(4, 3))).toThrow('RNNCell: expected an input [N, 2] or [2], got [4, 3]');
    expect(() => new LSTMCell(2, 3)(randn(4, 2), [zeros(4, 3), zeros(3)])).toThrow(ShapeError);
  });

  it('name their parameters after layer and direction', () => {
    const lstm = new LSTM(2, 3, { numLayers: 2, bidirectional: true, projSize: 1 });
    expect(Object.keys(lstm.stateDict()).slice(5, 11)).toEqual([
      'weight_ih_l0_reverse',
      'weight_hh_l0_reverse',
      'bias_ih_l0_reverse',
      'bias_hh_l0_reverse',
      'weight_hr_l0_reverse',
      'weight_ih_l1',
    ]);
    expect(lstm.weightIhL1Reverse?.shape).toEqual([12, 2]);
  });

  it('use a parameter that was replaced', () => {
    const [one, other] = [new GRU(2, 3), new GRU(2, 3)];
    other.loadStateDict(one.stateDict());
    const x = randn(4, 2, 2);
    expect(other(x)[0].tolist()).toEqual(one(x)[0].tolist());
  });
});
